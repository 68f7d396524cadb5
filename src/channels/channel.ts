/** The model of a channel: its settings, and whether it can be posted to. */

import { z } from 'zod';
import { POST_LIMIT } from '../model/channel-form.ts';
import type { ChannelId, PersonId } from '../model/channel-id.ts';
import { countCharacters } from '../model/characters.ts';
import { Layout } from '../model/message.ts';
import { canonicalZone } from '../model/zone.ts';
import { Order } from './order.ts';
import { Schedule } from './schedule.ts';

/** Only a known zone is stored: with any other, no slot could be worked out. */
const Zone = z.string().refine((zone) => canonicalZone(zone) !== undefined, 'is not a known time zone');

/** Milliseconds since 1970, as far as a date can hold them. */
const Moment = z.number().min(0).max(8.64e15);

export const Who = z.object({ id: z.string() as z.ZodType<PersonId>, name: z.string() });
export type Who = z.infer<typeof Who>;

/**
 * - `no-access`: the platform refused a post; each slot tries again
 * - `damaged`: the stored record could not be used, or its post could not be planned or made; `why` is for people. Any
 *   change of the channel's settings writes a whole record with the state `ok`.
 */
export const ChannelState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ok') }),
  z.object({ kind: z.literal('no-access'), why: z.string(), since: Moment, told: z.boolean() }),
  z.object({ kind: z.literal('damaged'), why: z.string() }),
]);
export type ChannelState = z.infer<typeof ChannelState>;

/** Names of teammates that one channel may mark, and the longest of them. UTF-16 units. */
export const MOST_OURS = 50;
export const OurName = z.string().trim().min(2).max(80);

export const Channel = z.object({
  id: z.string().min(1).max(200) as z.ZodType<ChannelId>,
  name: z.string(),
  /** When it was first heard of, in milliseconds. */
  joinedAt: Moment,
  /** Slots up to this moment are not owed: the time of joining, or of the last change of schedule or zone. */
  since: Moment,
  /**
   * Whether the bot was let in here. Without topics such a channel gets the whole digest; a place in which someone only
   * followed a topic gets what its topics bring, and nothing when it follows none.
   */
  joined: z.boolean(),
  /** Papers that came up to this number of arrival count as seen. */
  fromSeq: z.int().min(0),
  /**
   * Papers of digests older than this day count as seen, whenever they come; late additions aside. Absent where no digest
   * was there yet: then the first one that comes is news, however old.
   */
  fromDay: z.iso.date().exactOptional(),
  /** Absent: the installation's own time and zone. */
  schedule: Schedule.exactOptional(),
  zone: Zone.exactOptional(),
  limit: z.int().min(POST_LIMIT.min).max(POST_LIMIT.max),
  order: Order,
  /** Posts hold the papers that gained most votes, also of older digests; `order` is then `votes`, for versions that know no other. */
  trending: z.boolean().exactOptional(),
  /** Papers are ordered by the channel's taste; `order` is then `relevance`, for versions that know no taste. */
  byTaste: z.boolean().exactOptional(),
  /** Papers that suit the channel's taste less than so many percent of all papers do are not posted. Absent: all are. */
  tasteMin: z.int().min(1).max(99).exactOptional(),
  /** Says in one line why nothing came, on days when nothing comes. */
  quietLine: z.boolean(),
  /** What a layout was before there were three: false stands for `compact` where there is no `layout`. */
  abstracts: z.boolean(),
  layout: Layout.exactOptional(),
  /** Absent: pictures of papers are shown where their source has one. */
  thumbnails: z.boolean().exactOptional(),
  /** Teammates, whose papers are marked in posts. */
  ours: z.array(OurName).max(MOST_OURS).exactOptional(),
  /** Absent: a line in the channel says who changed what it gets. */
  announce: z.boolean().exactOptional(),
  /** Whether what was posted here can be read on a page. Absent: only where everyone of the local workspace reads it anyway. */
  page: z.boolean().exactOptional(),
  /**
   * `off`: paused by turning the schedule off, so setting a schedule ends it. `until`: over by itself from this moment on,
   * as `pauseAt` tells; the record stays until the next change.
   */
  paused: z
    .object({
      by: Who,
      at: Moment,
      off: z.literal(true).exactOptional(),
      until: Moment.exactOptional(),
    })
    .exactOptional(),
  /**
   * The channel whose posts this one gets too: its topics and settings count here, as `copies.ts` tells. A version that knows no
   * copies sends nothing here.
   */
  copies: (z.string() as z.ZodType<ChannelId>).exactOptional(),
  state: ChannelState,
});
export type Channel = z.infer<typeof Channel>;

/** Characters of a topic's name: it stands in headings and on buttons. */
export const MOST_TOPIC_NAME = 60;
export const TopicName = z
  .string()
  .min(1)
  .refine(
    (name) => countCharacters(name) <= MOST_TOPIC_NAME,
    `must have up to ${MOST_TOPIC_NAME} characters`,
  );

/** A topic's name on one line and without double quotes, which stand around it where it is typed. */
export function tidyTopicName(name: string): string {
  return name
    .replace(/["\u201c\u201d\u201e\u00ab\u00bb]/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
}

/** A topic that a channel keeps. */
export const Subscription = z.object({
  channel: z.string() as z.ZodType<ChannelId>,
  /** The query as it is printed: canonical, readable. */
  query: z.string(),
  /** Equal for equal meanings. */
  meaning: z.string(),
  by: Who,
  at: Moment,
  /** What people call it here; absent: its query. */
  name: TopicName.exactOptional(),
  /** Who changed its query last, and when. */
  edited: z.object({ by: Who, at: Moment }).exactOptional(),
  /** Why the query cannot be read; such a topic is kept and matches nothing. Never stored. */
  problem: z.string().exactOptional(),
});
export type Subscription = z.infer<typeof Subscription>;

/** Topics one channel may follow: more is a mistake or an attack. */
export const MOST_TOPICS = 200;
/** Papers in one post unless the channel says otherwise; DESIGN's promise not to flood. */
export const DEFAULT_LIMIT = 10;

export type NewChannel = Pick<Channel, 'id' | 'name' | 'joinedAt' | 'fromSeq' | 'fromDay' | 'joined'>;

export function newChannel(fresh: NewChannel): Channel {
  return {
    ...fresh,
    since: fresh.joinedAt,
    limit: DEFAULT_LIMIT,
    order: 'votes',
    quietLine: false,
    abstracts: true,
    state: { kind: 'ok' },
  };
}

/** What holds for a channel that did not choose: a time of day, `09:00`, and a time zone. */
export interface Defaults {
  postAt: string;
  timezone: string;
}

export function scheduleOf(channel: Channel, { postAt }: Defaults): Schedule {
  return channel.schedule ?? { every: 'day', time: postAt };
}

export function layoutOf({ layout, abstracts }: Pick<Channel, 'layout' | 'abstracts'>): Layout {
  return layout ?? (abstracts ? 'cards' : 'compact');
}

/** The fields of a layout: the older one is kept in step, for versions that know no other. */
export function layoutFields(layout: Layout): Pick<Channel, 'layout' | 'abstracts'> {
  return { layout, abstracts: layout === 'cards' };
}

export function hasThumbnails({ thumbnails = true }: Pick<Channel, 'thumbnails'>): boolean {
  return thumbnails;
}

export function isAnnounced({ announce = true }: Pick<Channel, 'announce'>): boolean {
  return announce;
}

/** What people call a topic. */
export function labelOf({ name, query }: Pick<Subscription, 'name' | 'query'>): string {
  return name ?? query;
}

export function zoneOf(channel: Channel, { timezone }: Defaults): string {
  return channel.zone ?? timezone;
}

/** A sentence about a channel with its name in place of its id. `reason` may begin with the id and a colon. */
export function withName(reason: string, { id, name }: Pick<Channel, 'id' | 'name'>): string {
  const bare = reason.startsWith(`${id}: `) ? reason.slice(id.length + 2) : reason;
  return bare.replaceAll(id, name);
}
