/** Handles Slack's lifecycle events: Paperboy was added, a channel was renamed, the app was removed. */
import type { App } from '@slack/bolt';
import type { RateLimiter, Sleep } from '../../src/chat/rate-limiter.ts';
import type { CommandService, Log } from '../../src/model/ports.ts';
import type { Directory } from './channels.ts';
import type { Client } from './client.ts';
import { readFailure } from './errors.ts';
import type { Installations } from './install.ts';
import { toIntro } from './intro.ts';
import { isDirect, placeId, placeOf, type Room, spaceId } from './places.ts';
import { spaceOf } from './receive.ts';
import { withPatience } from './retry.ts';
import { forgetActions, type StoredActions } from './stored-actions.ts';

export interface NewsRooms {
  service: CommandService;
  directory: Directory;
  actions: StoredActions;
  limiter: RateLimiter;
  sleep: Sleep;
  log: Log;
  /** Where there are many workspaces. */
  installations?: Installations;
  /** The one workspace, where there is only one. */
  own: () => string | undefined;
}

const PATIENCE_MS = 30_000;
const PUBLIC = 'public_channel';

export function hearNews(app: App, rooms: NewsRooms): void {
  const { service, directory, limiter, sleep, log } = rooms;

  app.event('member_joined_channel', async ({ event, context, client }) => {
    if (event.user !== context.botUserId) return;
    const room = { space: spaceOf(context), channel: event.channel };
    const told = await nameOf(room, client);
    const place = await directory.note(room, {
      ...told,
      ...(event.channel_type === 'G' ? { hidden: true } : {}),
      ...(event.inviter ? { user: event.inviter } : {}),
    });
    await service.join(place);
    const hello = { ...toIntro(place, event.inviter), unfurl_links: false, unfurl_media: false };
    await limiter
      .run(place.id, PATIENCE_MS, () =>
        withPatience(
          place.id,
          sleep,
          () => client.chat.postMessage({ channel: room.channel, ...hello }),
          (ms, again) => limiter.pause(place.id, ms, again),
        ),
      )
      .catch((thrown: unknown) => {
        log.warn('the hello could not be said', { reason: readFailure(thrown, place.id).message });
      });
  });

  async function rename(room: Room, told: { name: string; hidden?: boolean }): Promise<void> {
    await service.rename(await directory.note(room, told));
  }
  // Slack tells of every public channel, those without Paperboy included.
  app.event('channel_rename', ({ event, context }) =>
    rename({ space: spaceOf(context), channel: event.channel.id }, { name: event.channel.name }),
  );
  app.event('group_rename', ({ event, context }) =>
    rename(
      { space: spaceOf(context), channel: event.channel.id },
      { name: event.channel.name, hidden: true },
    ),
  );

  // Archived, or put out of it, a channel keeps its topics: posting says why it fails, and resumes by itself.
  async function forget(room: Room): Promise<void> {
    await service.leave(placeId(room));
    await directory.forget(placeId(room));
  }
  app.event('channel_deleted', ({ event, context }) =>
    forget({ space: spaceOf(context), channel: event.channel }),
  );
  app.event('group_deleted', ({ event, context }) =>
    forget({ space: spaceOf(context), channel: event.channel }),
  );

  app.event('app_uninstalled', async ({ body }) => removed(body));
  app.event('tokens_revoked', async ({ event, body }) => {
    // People's own tokens are never asked for; what counts is the bot's.
    if ((event.tokens.bot ?? []).length > 0) await removed(body);
  });

  /** Either event may come first, or twice, or after the app was installed again. */
  async function removed(body: Removal): Promise<void> {
    const space = spaceRemoved(body) ?? rooms.own();
    if (space === undefined) return;
    const at = (body.event_time ?? 0) * 1000;
    if (await rooms.installations?.isOutdated(space, at)) {
      log.info('an old removal was left aside: the app is installed again', { space });
      return;
    }
    await rooms.installations?.remove(space);
    await service.leaveSpace(spaceId(space));
    await directory.forgetSpace(spaceId(space));
    await forgetActions(space, rooms.actions);
    log.info('the app was removed from a workspace; what was kept for it is deleted', { space });
  }

  function spaceRemoved({ authorizations, team_id, enterprise_id }: Removal): string | undefined {
    const isWhole = authorizations?.[0]?.is_enterprise_install === true || !team_id;
    return (isWhole ? (enterprise_id ?? team_id) : team_id) ?? undefined;
  }
}

interface Removal {
  team_id?: string | null;
  enterprise_id?: string | null;
  event_time?: number;
  authorizations?: { is_enterprise_install?: boolean }[] | null;
}

async function nameOf({ channel }: Room, client: Client): Promise<{ name?: string; hidden?: boolean }> {
  try {
    const { channel: info } = await client.conversations.info({ channel });
    return { ...(info?.name ? { name: info.name } : {}), hidden: info?.is_private !== false };
  } catch {
    return {};
  }
}

/**
 * Tells the command service of every channel that Paperboy is in: it may have been added while nobody was listening.
 * Waits as long as Slack wants, ends early once it `isOver`, and throws nothing.
 */
export async function joinAll(
  space: string,
  client: Client,
  { service, directory, log }: Pick<NewsRooms, 'service' | 'directory' | 'log'>,
  isOver: () => boolean = () => false,
): Promise<void> {
  try {
    for (const { id, name, is_private } of await channelsOf(client)) {
      if (isOver()) return;
      if (!id || isDirect(id)) continue;
      const room = { space, channel: id };
      await directory.note(room, { name, hidden: is_private !== false });
      await service.join(placeOf(room, name));
    }
  } catch (thrown) {
    if (isOver()) return;
    const reason = readFailure(thrown, 'Slack').message;
    log.warn('Slack does not say which channels Paperboy is in; it learns of them as they are used', {
      reason,
    });
  }
}

interface Listed {
  id?: string;
  name?: string;
  is_private?: boolean;
  is_member?: boolean;
}

/** With both kinds of channels where the scopes allow it, else the public ones. */
async function channelsOf(client: Client): Promise<Listed[]> {
  const attempts: [string, string, boolean][] = [
    ['users.conversations', `${PUBLIC},private_channel`, false],
    ['users.conversations', PUBLIC, false],
    ['conversations.list', PUBLIC, true],
  ];
  let last: unknown;
  for (const [method, types, onlyMember] of attempts) {
    // Fewer kinds help where a scope is missing, and nowhere else.
    const isScope = readFailure(last, '').code === 'no-access';
    if (last !== undefined && types === PUBLIC && !onlyMember && !isScope) continue;
    try {
      const found: Listed[] = [];
      const pages = client.paginate(method, { types, exclude_archived: true, limit: 200 });
      for await (const page of pages) found.push(...((page as { channels?: Listed[] }).channels ?? []));
      return found.filter(({ is_member }) => !onlyMember || is_member === true);
    } catch (thrown) {
      last = thrown;
    }
  }
  throw last;
}
