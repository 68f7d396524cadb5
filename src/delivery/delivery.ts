/** The model of a delivery: the sending of one post, or the reason why there was none. */
import type { Gained } from '../archive/trending.ts';
import type { Order } from '../channels/order.ts';
import type { ChannelId, PaperId, PersonId } from '../model/channel-id.ts';
import type { Layout } from '../model/message.ts';
import type { Day } from '../model/paper.ts';
import type { Receipt } from '../model/ports.ts';
import type { Told } from './judged-topics.ts';

/** A paper in a plan, with the topics it matched as the channel's people wrote them. */
export interface Chosen {
  id: PaperId;
  topics: string[];
  /** Of a trending paper: how many votes it gained, and since which day. */
  gained?: Gained;
  /** What a language model said, for each of the topics that has a criterion. */
  told?: Told[];
  /** It was not ranked by relevance, as the topics are too broad. */
  isUnranked?: true;
}

/** Why nothing is posted. `silence-text.ts` words each for people. */
export type Silence =
  /** No digest came since the newest that was looked at, such as on a weekend; `posted` where there was a post lately. */
  | { why: 'no-batch'; newest?: Day; posted?: true }
  /** A source has given nothing new for longer than it should. */
  | { why: 'stale'; source: string; since: number }
  | { why: 'no-match'; of: number }
  | { why: 'all-posted'; of: number }
  /** Papers that could be posted, all of which suit the channel less than its floor asks, `min` percent. */
  | { why: 'below-taste'; of: number; min: number }
  /** `until` where it ends by itself. `byId`, of whoever paused, is absent in what earlier versions stored. */
  | { why: 'paused'; by: string; byId?: PersonId; at: number; until?: number }
  | { why: 'no-access'; reason: string }
  /** What is stored for the channel cannot be used until a person sets it again. */
  | { why: 'damaged'; reason: string }
  /** Paperboy was down, and now it is too late or a later slot is due: its papers are in the next post. */
  | { why: 'merged' }
  /** The store was restored from a copy made at `copied`: what may have been posted since counts as posted, as nobody can know. */
  | { why: 'restored'; copied: number };

/**
 * What one channel gets on one day. `order` is the one that the papers have in fact, absent where it is that of their digest;
 * `days` are the digests that they came in, oldest first, when they are several. `notes` are sentences on those digests that
 * readers should know, absent where there are none. `layout` is the channel's, absent for cards:
 * it decides how many papers are in a part, so it stays as it was planned. `trending`: its papers are those that gained most votes.
 * `below`: how many more were left out as they suit the channel too little.
 */
export type Plan =
  | {
      kind: 'post';
      shown: Chosen[];
      rest: Chosen[];
      of: number;
      below?: number;
      order?: Order;
      trending?: true;
      lateMs?: number;
      days?: Day[];
      notes?: string[];
      layout?: Exclude<Layout, 'cards'>;
    }
  /** `said`: the channel asked for a line on such days, so it is a delivery like any other. */
  | { kind: 'silence'; silence: Silence; said?: true };

/**
 * - `planned`: to be sent, at once or after `notBefore`
 * - `posting`: claimed and committed before the request; after a crash it is as good as `unknown`
 * - `posted`: every part has a receipt
 * - `failed`: certainly not shown, given up; its papers are free for the next slot
 * - `skipped`: nothing to send; `plan.silence` says why
 * - `unknown`: the delivery could not be confirmed; it is looked for on the platform at `notBefore`, or by a person when that is absent
 */
export type DeliveryState = 'planned' | 'posting' | 'posted' | 'failed' | 'skipped' | 'unknown';

export interface Delivery {
  /** Channel and local day: the same whenever the same delivery is tried. */
  key: string;
  channel: ChannelId;
  day: Day;
  /** When it was due, in milliseconds. */
  slotAt: number;
  state: DeliveryState;
  /** For people: why it failed, or is not known. */
  reason?: string;
  plan: Plan;
  /** Papers up to this number of arrival are dealt with; absent when the next slot must look at them again. */
  upTo?: number;
  /** The newest day of a digest that the plan looked at. */
  newest?: Day;
  /** Parts that have a receipt, in order. */
  receipts: Receipt[];
  attempts: number;
  /** Not to be tried before, in milliseconds. Absent on `unknown`: a person must look. */
  notBefore?: number;
  updatedAt: number;
  /** What of the stored row cannot be read; then it is not sent. */
  damaged?: 'plan' | 'receipts';
}

/** A plan, with the newest day of a digest that it covers. */
export type Planned = Pick<Delivery, 'plan' | 'newest'>;

/** A delivery to be recorded: what it is planned to be. */
export type NewDelivery = Pick<Delivery, 'channel' | 'day' | 'slotAt' | 'plan' | 'upTo' | 'newest'>;

/** Where the last delivery that dealt with papers left off. */
export type Covered = Required<Pick<Delivery, 'upTo'>> & Pick<Delivery, 'newest'>;

/** How one attempt ended. */
export type Outcome =
  /** A part arrived; `done` when it was the last. */
  | { kind: 'part'; receipt: Receipt; done: boolean }
  /** Every part had its receipt before. */
  | { kind: 'complete' }
  /** Certainly not shown: may be tried at `notBefore`. A wait that was told is no attempt; `isOwnPace` where Paperboy told it. */
  | { kind: 'later'; notBefore: number; reason: string; told: boolean; isOwnPace?: true }
  /** Given up. `free` are the papers that were certainly not shown: the next slot may bring them; `noAccess` parks the channel. */
  | { kind: 'failed'; reason: string; free: readonly PaperId[] | 'all'; noAccess?: true }
  /** Unknown whether it was shown. With `notBefore` it is looked for again then; without, a person must look. */
  | { kind: 'unknown'; notBefore?: number; reason: string };

export function deliveryKey(channel: ChannelId, day: Day): string {
  return `${channel} ${day}`;
}

/** The channel of a delivery's key. */
export function deliveryChannel(key: string): ChannelId {
  return key.slice(0, key.lastIndexOf(' '));
}

/** The ids of all papers that a plan reserves, shown or behind a button. */
export function papersOf(plan: Plan): PaperId[] {
  return plan.kind === 'post' ? [...plan.shown, ...plan.rest].map((chosen) => chosen.id) : [];
}
