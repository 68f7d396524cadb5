/** Collects a home page: the channels of a space, a person's reading list and the sources. */
import { cardOf } from '../card.ts';
import type { Channel } from '../channels/channel.ts';
import { printSchedule } from '../channels/schedule.ts';
import { type Card, type Line, plain } from '../model/message.ts';
import type { ChannelCard, Person } from '../model/ports.ts';
import type { Rooms } from './context.ts';
import { nextLine } from './follow.ts';
import { inline } from './reply.ts';
import { withName } from './spoken.ts';
import { sourceLines } from './status.ts';

/** A home page holds no more: platforms limit it, and people scroll no further. */
const MOST_CHANNELS = 50;
const MOST_SAVED = 20;

export interface Home {
  channels: ChannelCard[];
  saved: Card[];
  sources: Line[];
}

export async function home(space: string, person: Person, zone: string, rooms: Rooms): Promise<Home> {
  const own = [...rooms.channels.all()].filter(({ id }) => id.startsWith(space)).slice(0, MOST_CHANNELS);
  const papers = await rooms.archive.getMany(await rooms.saved.of(person.id));
  return {
    channels: await Promise.all(own.map((channel) => channelCard(channel, rooms))),
    saved: papers.slice(0, MOST_SAVED).map((paper) => cardOf(paper, { titleOnly: true })),
    sources: await sourceLines(zone, rooms),
  };
}

async function channelCard(channel: Channel, rooms: Rooms): Promise<ChannelCard> {
  const place = { id: channel.id, name: channel.name };
  const problem =
    channel.state.kind === 'ok' ? rooms.outlook.trouble(channel) : withName(channel.state.why, channel);
  return {
    place,
    topics: rooms.channels.topics(channel.id).map(({ query, by }) => ({ query, by })),
    schedule: `${printSchedule(rooms.outlook.schedule(channel))}, ${rooms.outlook.zone(channel)}`,
    next: plain(await nextLine({ channel }, rooms)),
    ...(problem === undefined ? {} : { problem: plain(inline(problem)) }),
  };
}
