/** Collects a home page: the channels of a space, a person's reading list and the sources. */
import { cardOf } from '../card.ts';
import { type Channel, withName } from '../channels/channel.ts';
import { isInSpace, type SpaceId } from '../model/channel-id.ts';
import { counted } from '../model/counted.ts';
import { inline, type Line, plain } from '../model/message.ts';
import type { ChannelCard, CommandService, Person } from '../model/ports.ts';
import type { Context } from './context.ts';
import { sayWhen } from './current-settings.ts';
import { sayLost } from './lost-papers.ts';
import { type NextPostNeeds, nextPost } from './next-post.ts';
import { sourceLines } from './status.ts';

/** A home page holds no more: platforms limit it, and people scroll no further. */
const MOST_CHANNELS = 50;
const MOST_UNREAD = 20;

type Needs = Pick<Context, 'archive' | 'search' | 'sources' | 'saved' | 'defaults'> & NextPostNeeds;

type ShownTo = Parameters<CommandService['home']>[0]['shownTo'];

/** @param shownTo which channels the person may be shown; absent: all */
export async function homePage(space: SpaceId, person: Person, context: Needs, shownTo?: ShownTo) {
  const all = [...context.channels.all()].filter(({ id }) => isInSpace(id, space));
  const known = await shownTo?.(all.map(({ id }) => id));
  const own = all.filter(({ id }) => known?.has(id) !== false).toSorted(byUse(context));
  const unread = (await context.saved.of(person.id)).filter(({ doneAt }) => doneAt === undefined);
  const papers = await context.archive.getMany(unread.map(({ paper }) => paper));
  return {
    channels: await Promise.all(own.slice(0, MOST_CHANNELS).map((channel) => channelCard(channel, context))),
    moreChannels: Math.max(0, own.length - MOST_CHANNELS),
    saved: papers.slice(0, MOST_UNREAD).map((paper) => cardOf(paper, { titleOnly: true })),
    unshown: unshownLines(papers.length - MOST_UNREAD, unread.length - papers.length),
    sources: await sourceLines(context.defaults.timezone, context),
  };
}

/** What of a reading list the page leaves out. @param more papers for which it has no room @param lost those that cannot be read */
function unshownLines(more: number, lost: number): Line[] {
  return [
    ...(more > 0 ? [inline(`And ${counted(more, 'more paper')}. \`/papers saved\` shows all.`)] : []),
    ...(lost > 0 ? [inline(`${sayLost(lost)} \`/papers saved\` shows which.`)] : []),
  ];
}

/** Those that follow topics first, then by name. */
function byUse({ channels }: Pick<Needs, 'channels'>) {
  const isUsed = ({ id }: Channel) => Number(channels.topics(id).length > 0);
  return (one: Channel, other: Channel) =>
    isUsed(other) - isUsed(one) || one.name.localeCompare(other.name, 'en');
}

async function channelCard(channel: Channel, context: Needs): Promise<ChannelCard> {
  const place = { id: channel.id, name: channel.name };
  const problem =
    channel.state.kind === 'ok' ? context.delivery.trouble(channel) : withName(channel.state.why, channel);
  return {
    place,
    topics: context.channels
      .topics(channel.id)
      .map(({ query, name, by }) => ({ query, ...(name === undefined ? {} : { name }), by })),
    schedule: sayWhen(channel, context),
    next: await nextPost({ channel }, context),
    ...(problem === undefined ? {} : { problem: plain(inline(problem)) }),
  };
}
