/** Handles Slack's lifecycle events: Paperboy was added, a channel was renamed, the app was removed. */
import type { App } from '@slack/bolt';
import { messageOf } from '../../src/model/errors.ts';
import { type Client, withPatience } from './api.ts';
import { readFailure } from './errors.ts';
import type { HandlerContext } from './handler-context.ts';
import { toIntro } from './intro.ts';
import { isDirect, type Location, locationOf, placeId, placeOf } from './places.ts';
import { NO_PREVIEWS } from './render.ts';

type JoinContext = Pick<HandlerContext, 'service' | 'directory' | 'log'>;

const PATIENCE_MS = 30_000;
const PUBLIC = 'public_channel';

export function handleLifecycle(
  app: App,
  { service, directory, workspaces, removals, limiter, sleep, log }: HandlerContext,
): void {
  app.event('member_joined_channel', async ({ event, context, client }) => {
    if (event.user !== context.botUserId) return;
    const location = locationOf(context, event.channel);
    const told = await nameOf(location, client);
    const place = await directory.note(location, {
      ...told,
      ...(event.channel_type === 'G' ? { hidden: true } : {}),
      ...(event.inviter ? { user: event.inviter } : {}),
    });
    await service.join(place);
    const intro = { ...toIntro(place, event.inviter), ...NO_PREVIEWS };
    const send = () => client.chat.postMessage({ channel: location.channel, ...intro });
    await limiter
      .run(place.id, PATIENCE_MS, () => withPatience(place.id, sleep, send, limiter))
      .catch((thrown: unknown) => {
        log.warn('the intro message could not be sent', { reason: readFailure(thrown, place.id).message });
      });
  });

  async function rename(location: Location, told: { name: string; hidden?: boolean }): Promise<void> {
    await service.rename(await directory.note(location, told));
  }
  // Slack reports every public channel, also those that Paperboy isn't in.
  app.event('channel_rename', ({ event: { channel }, context }) =>
    rename(locationOf(context, channel.id), { name: channel.name }),
  );
  app.event('group_rename', ({ event: { channel }, context }) =>
    rename(locationOf(context, channel.id), { name: channel.name, hidden: true }),
  );

  // A channel that is archived, or that Paperboy was removed from, keeps its topics: posting fails with the reason, and resumes by itself.
  async function forget(location: Location): Promise<void> {
    await service.leave(placeId(location));
    await directory.forget(placeId(location));
  }
  app.event('channel_deleted', ({ event, context }) => forget(locationOf(context, event.channel)));
  app.event('group_deleted', ({ event, context }) => forget(locationOf(context, event.channel)));

  app.event('app_uninstalled', async ({ body }) => removed(body));
  app.event('tokens_revoked', async ({ event, body }) => {
    // Paperboy never requests user tokens, so only the bot's token counts.
    if ((event.tokens.bot ?? []).length > 0) await removed(body);
  });

  /** Either event may arrive first, twice, or after the app was installed again. */
  async function removed(body: Removal): Promise<void> {
    const space = spaceRemoved(body) ?? workspaces.own();
    if (space !== undefined) await removals.remove(space, (body.event_time ?? 0) * 1000);
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

async function nameOf({ channel }: Location, client: Client): Promise<{ name?: string; hidden?: boolean }> {
  try {
    const { channel: info } = await client.conversations.info({ channel });
    return { ...(info?.name ? { name: info.name } : {}), hidden: info?.is_private !== false };
  } catch {
    return {};
  }
}

/** Workspaces whose channels are listed at the same time, so that one that Slack lets wait holds up few others. */
const LISTED_AT_ONCE = 4;

/** Joins the channels of every workspace, and stops once `isOver` returns true. Never throws; one that fails costs no other. */
export async function joinEverywhere(context: HandlerContext, isOver: () => boolean): Promise<void> {
  const { workspaces, log } = context;
  const spaces = await workspaces.all().catch((thrown: unknown) => {
    log.warn('the installations could not be read', { reason: readFailure(thrown, 'Slack').message });
    return [];
  });
  const left = spaces.values();
  const work = async () => {
    for (const space of left) {
      if (isOver()) return;
      await joinAll(space, () => workspaces.patientClientFor(space), context, isOver);
    }
  };
  await Promise.all(Array.from({ length: LISTED_AT_ONCE }, work));
}

/**
 * Joins every channel that Paperboy is in, since it may have been added while it was not running.
 * Waits as long as Slack asks, stops once `isOver` returns true, and never throws.
 */
export async function joinAll(
  space: string,
  client: () => Promise<Client>,
  { service, directory, log }: JoinContext,
  isOver: () => boolean = () => false,
): Promise<void> {
  try {
    for (const { id, name, is_private } of await channelsOf(await client())) {
      if (isOver()) return;
      if (!id || isDirect(id)) continue;
      const location = { space, channel: id };
      try {
        await directory.note(location, { name, hidden: is_private !== false });
        await service.join(placeOf(location, name));
      } catch (thrown) {
        if (isOver()) return;
        log.warn('a channel that Paperboy is in could not be added; it is added when it is used', {
          channel: placeId(location),
          reason: messageOf(thrown),
        });
      }
    }
  } catch (thrown) {
    if (isOver()) return;
    const facts = { workspace: space, reason: readFailure(thrown, 'Slack').message };
    log.warn('Slack did not list the channels that Paperboy is in; they are added as they are used', facts);
  }
}

interface Listed {
  id?: string;
  name?: string;
  is_private?: boolean;
  is_member?: boolean;
}

/** Public and private channels where the scopes allow it, otherwise the public ones. */
async function channelsOf(client: Client): Promise<Listed[]> {
  const list = async (method: string, types: string) => {
    const options = { types, exclude_archived: true, limit: 200 };
    const pages = await Array.fromAsync(client.paginate(method, options));
    return pages.flatMap((page) => (page as { channels?: Listed[] }).channels ?? []);
  };
  return list('users.conversations', `${PUBLIC},private_channel`)
    .catch((thrown: unknown) => {
      // Asking for fewer kinds helps only where a scope is missing.
      if (readFailure(thrown, '').code !== 'no-access') throw thrown;
      return list('users.conversations', PUBLIC);
    })
    .catch(async () => {
      const all = await list('conversations.list', PUBLIC);
      return all.filter(({ is_member }) => is_member === true);
    });
}
