/** Handles the settings modal, the home tab and the options of menus. */
import type { App } from '@slack/bolt';
import type { HomeView, KnownBlock } from '@slack/types';
import { authorise } from '../../src/chat/authorise.ts';
import { CHANNEL_GONE, notice } from '../../src/chat/notices.ts';
import { completeZone } from '../../src/chat/zone-completion.ts';
import type { ChannelId } from '../../src/model/channel-id.ts';
import { counted } from '../../src/model/counted.ts';
import { type Block, inline, type Line, plain } from '../../src/model/message.ts';
import type { ChannelCard, CommandService, Place } from '../../src/model/ports.ts';
import { type Client, withPatience } from './api.ts';
import { HOME, SETTINGS, toButtonBlock } from './buttons.ts';
import { readFailure } from './errors.ts';
import { readView, toErrors } from './filled.ts';
import { option, TYPED } from './forms.ts';
import { isGone } from './gone.ts';
import type { HandlerContext } from './handler-context.ts';
import { readPlaceIn, settingsBlock } from './intro.ts';
import { cut, LIMITS } from './limits.ts';
import type { OpenView } from './live-count.ts';
import { createOpenSettings, toNotice } from './open-settings.ts';
import { isDirectId, locationOf, personOf, placeId, refusalFor, spaceId, spaceOf } from './places.ts';
import { toBlocks } from './render.ts';

/** A button that opens settings; without a channel it is the home tab's. */
interface Pressed {
  trigger_id?: string;
  channel?: { id: string };
}

export function handlePages(app: App, context: HandlerContext): void {
  const { service, directory, liveCount, adminsOnly, sleep, log } = context;
  const openSettings = createOpenSettings(context);

  const refuse = ({ id }: Place, user: string, client: Client) =>
    authorise(service, 'form', () => (adminsOnly && !isDirectId(id) ? refusalFor(user, client) : undefined));

  app.action(new RegExp(`^${SETTINGS}:\\d+$`), async ({ ack, action, body, context, client }) => {
    await ack();
    const place = readPlaceIn(spaceOf(context), 'value' in action ? action.value : undefined);
    const { trigger_id: trigger, channel } = body as Pressed;
    if (!place || !trigger) return;
    // A channel that it was pressed in is there; the home tab may be older than a channel's end.
    if (channel && placeId(locationOf(context, channel.id)) === place.id)
      await directory.note(locationOf(context, channel.id), { user: body.user.id }).catch(() => {});
    await openSettings(place, trigger, body.user.id, client);
  });

  app.view(SETTINGS, async ({ ack, view, body, context, client }) => {
    const space = spaceOf(context);
    const place = readPlaceIn(space, view.private_metadata);
    if (place === undefined) return ack();
    liveCount.end(view);
    const refused = await refuse(place, body.user.id, client);
    if (refused) return ack({ response_action: 'update', view: toNotice('Paperboy', refused) });
    // A form stays open when its channel is deleted.
    if (await isGone(place.id, directory, client))
      return ack({ response_action: 'update', view: toNotice('Paperboy', notice(CHANNEL_GONE, 'warning')) });
    const read = readView(view);
    if ('errors' in read) return ack({ response_action: 'errors', errors: read.errors });
    const person = personOf(space, body.user.id, body.user.name);
    const filled = await service.fill({ place, person, form: read.form });
    if ('problems' in filled)
      return ack({ response_action: 'errors', errors: toErrors(filled.problems, read.values) });
    await ack({ response_action: 'update', view: toNotice('Saved', filled.reply) });
  });

  app.action(TYPED, async ({ ack, body, context, client }) => {
    await ack();
    const { view, actions: [pressed] = [] } = body as { view?: OpenView; actions?: { action_ts?: string }[] };
    const place = readPlaceIn(spaceOf(context), view?.private_metadata);
    if (view && place) await liveCount.show(view, place, client, Number(pressed?.action_ts) || 0);
  });

  app.options('zone', async ({ ack, payload }) => {
    const zones = completeZone(payload.value ?? '', LIMITS.options);
    await ack({ options: zones.map((zone) => option(zone)) });
  });

  async function showHome(space: string, user: string, client: Client): Promise<void> {
    const person = personOf(space, user);
    const shownTo = (ids: readonly ChannelId[]) => directory.thoseKnownTo(user, ids);
    const view = toHome(await service.home({ space: spaceId(space), person, shownTo }));
    await withPatience(user, sleep, () => client.views.publish({ user_id: user, view })).catch(
      (thrown: unknown) => {
        log.warn('the home tab could not be shown', { reason: readFailure(thrown, user).message });
      },
    );
  }

  app.event('app_home_opened', async ({ event, context, client }) => {
    if (event.tab === undefined || event.tab === 'home') await showHome(spaceOf(context), event.user, client);
  });
  app.action(HOME, async ({ ack, body, context, client }) => {
    await ack();
    await showHome(spaceOf(context), body.user.id, client);
  });
}

/** A home tab holds 100 blocks, and a channel takes two. */
const MOST_CHANNELS = 25;
const MOST_SOURCES = 10;
const MOST_TOPICS = 5;

const OWN =
  'Papers on these topics come to you by direct message. `/papers subscribe <query> for me` adds one.';
const NONE_OWN =
  'Follow topics for yourself: type `/papers subscribe <query> for me`, or press “Follow for me” below a search. Papers come to you by direct message.';

function toHome(home: Awaited<ReturnType<CommandService['home']>>): HomeView {
  const { channels: all, moreChannels, saved, unshown, sources } = home;
  const [own, channels] = [true, false].map((direct) =>
    all.filter(({ place }) => isDirectId(place.id) === direct),
  ) as [ChannelCard[], ChannelCard[]];
  const titles = saved.map(({ title, url }) => [{ text: plain(title), url }]);
  return {
    type: 'home',
    blocks: [
      ...words(
        heading('Paperboy'),
        text(
          'New papers for your channels, every day. `/papers help` shows what it can do. In Messages you can leave out the command.',
        ),
      ),
      toButtonBlock('Refresh', HOME, HOME),
      ...words(heading('For you alone'), text(own.some(({ topics }) => topics.length > 0) ? OWN : NONE_OWN)),
      ...own.flatMap(toChannel),
      ...words(heading('Channels')),
      ...(channels.length > 0
        ? channels.slice(0, MOST_CHANNELS).flatMap(toChannel)
        : words(text('None yet. Type `/invite @paperboy` in a channel to add Paperboy.'))),
      ...more(Math.max(0, channels.length - MOST_CHANNELS) + moreChannels),
      ...words(
        heading('Your reading list'),
        ...(saved.length > 0 ? [{ kind: 'list' as const, lines: titles }] : []),
        ...unshown.map((line) => ({ kind: 'text' as const, line, tone: 'quiet' as const })),
        ...(saved.length + unshown.length === 0 ? [NOTHING_SAVED] : []),
      ),
      ...words(heading('Sources'), { kind: 'list', lines: sources.slice(0, MOST_SOURCES) }),
    ],
  };
}

function toChannel({ place, topics, schedule, next, problem }: ChannelCard): KnownBlock[] {
  const shown = topics.slice(0, MOST_TOPICS).map(({ query, name = query }) => name);
  const left = topics.length - shown.length;
  const none = isDirectId(place.id) ? 'no topics' : 'the whole digest';
  const follows = `${shown.join('; ') || none}${left > 0 ? ` and ${left} more` : ''}`;
  const line: Line = [
    { text: isDirectId(place.id) ? 'Direct messages' : place.name, style: 'strong' },
    { text: `\n${cut(follows, 1000)}\n${schedule}. ` },
    ...next,
  ];
  if (problem) line.push({ text: `\n${cut(problem, 600)}`, style: 'strong' });
  return [...words({ kind: 'text', line }).slice(0, 1), settingsBlock(place)];
}

function more(count: number): KnownBlock[] {
  return count > 0 ? words(text(`And ${counted(count, 'more channel')}.`, 'quiet')) : [];
}

function heading(text: string): Block {
  return { kind: 'heading', text };
}

const NOTHING_SAVED = text('Nothing here yet. Press Save below a paper.', 'quiet');

function text(words: string, tone: 'plain' | 'quiet' = 'plain'): Block {
  return { kind: 'text', line: inline(words), tone };
}

function words(...blocks: Block[]): KnownBlock[] {
  return toBlocks({ summary: '', blocks, actions: [] }, LIMITS.viewBlocks).blocks;
}
