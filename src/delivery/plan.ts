/** Plans what a channel gets: a post, or no post and the reason. Pure: no clock, no store. */

import type { Gained } from '../archive/trending.ts';
import { type Channel, layoutOf } from '../channels/channel.ts';
import type { Order } from '../channels/order.ts';
import { type Pause, pauseAt } from '../channels/pause.ts';
import type { PaperId } from '../model/channel-id.ts';
import type { Day, Paper } from '../model/paper.ts';
import type { Chosen, Plan, Silence } from './delivery.ts';
import type { Told } from './judged-topics.ts';

/** A post this late is marked as late. Milliseconds. */
export const LATE_MS = 10 * 60_000;
/** Later than this, the papers are in the next post instead. Milliseconds. */
export const TOO_LATE_MS = 36 * 3_600_000;

/** A paper that could be posted, with the topics it matched and how strongly. */
export interface Candidate {
  paper: Paper;
  /** The day of the digest it came in. */
  day: Day;
  /** Queries as the channel's people see them, in the order of their numbers; empty when it follows none. */
  topics: string[];
  /** How much the words of the topics weigh in this paper, as search ranks; 0 unless the channel orders by relevance. */
  relevance: number;
  /** The channel orders by relevance, and its topics are too broad to weigh this paper. */
  isUnranked?: true;
  /** It suits the channel less than its `tasteMin` asks. */
  isBelow?: true;
  /** Of a trending paper: how many votes it gained, and since which day. */
  gained?: Gained;
  /** What a language model said, for each of the topics that has a criterion. */
  told?: readonly Told[];
}

/** @param score undefined where the paper was not looked at, as the topics are too broad */
export function ranked(candidate: Candidate, score: number | undefined): Candidate {
  return score === undefined ? { ...candidate, isUnranked: true } : { ...candidate, relevance: score };
}

export interface Situation {
  channel: Channel;
  followsTopics: boolean;
  /** The current moment, in milliseconds since 1970. */
  now: number;
  /** Milliseconds between the slot and now. */
  lateMs: number;
  /** Papers that came since the last post, in the order of their digests; those that match nothing included. */
  candidates: readonly Candidate[];
  /** How many came, where the candidates are only those that match a topic. */
  came?: number;
  /** How many papers gained votes. The candidates are then the first of them that the channel wants, in place of those that came. */
  trending?: number | undefined;
  /** What readers should know of digests, as sentences by day. */
  notes?: ReadonlyMap<Day, readonly string[]>;
  /** Papers that this channel got before. The archive gives one work one id, whatever its source. */
  sent: ReadonlySet<PaperId>;
  newest?: Day | undefined;
  /** Whether the channel had a post lately. */
  posted?: boolean;
  /**
   * Set when nothing here can reach the channel's platform, or this leaves the channel alone. A channel that refused a post is not
   * unreachable: each slot tries again, and so finds out by itself that access is back.
   */
  unreachable?: string | undefined;
  /** Set when the sources should have given something newer by now. */
  stale?: { source: string; since: number } | undefined;
}

export function plan(situation: Situation): Plan {
  const { channel, candidates, lateMs, trending, came = candidates.length } = situation;
  if (channel.state.kind === 'damaged') return silence({ why: 'damaged', reason: channel.state.why });
  const paused = pauseAt(channel, situation.now) ?? pauseCovering(channel, situation.now - lateMs);
  if (paused) return silence(pausedBy(paused));
  if (situation.unreachable) return silence({ why: 'no-access', reason: situation.unreachable });
  if (lateMs > TOO_LATE_MS) return silence({ why: 'merged' });
  if (came === 0 && trending === undefined) return quiet(channel, nothingCame(situation));

  const matching = situation.followsTopics
    ? candidates.filter(({ topics }) => topics.length > 0)
    : candidates;
  if (matching.length === 0) return quiet(channel, { why: 'no-match', of: trending ?? came });
  const fresh = matching.filter(({ paper }) => !situation.sent.has(paper.id));
  if (fresh.length === 0) return quiet(channel, { why: 'all-posted', of: matching.length });
  const suiting = fresh.filter(({ isBelow }) => !isBelow);
  const below = fresh.length - suiting.length;
  if (suiting.length === 0)
    return quiet(channel, { why: 'below-taste', of: below, min: channel.tasteMin ?? 0 });

  if (trending !== undefined) return trendingPost(suiting, situation, trending);
  const chosen = suiting.toSorted(RANKS[channel.order]).map(
    ({ paper, topics, told, isUnranked }): Chosen => ({
      id: paper.id,
      topics,
      ...(told === undefined ? {} : { told: [...told] }),
      ...(isUnranked ? { isUnranked } : {}),
    }),
  );
  const days = [...new Set(suiting.map(({ day }) => day))].sort();
  const notes = [...new Set(days.flatMap((day) => situation.notes?.get(day) ?? []))];
  return {
    kind: 'post',
    shown: chosen.slice(0, channel.limit),
    rest: chosen.slice(channel.limit),
    of: came,
    ...(below > 0 ? { below } : {}),
    ...shownOrder(suiting, channel.order),
    ...(days.length > 1 ? { days } : {}),
    ...(notes.length > 0 ? { notes } : {}),
    ...lateAndLayout(situation),
  };
}

/** The first of them alone: those that it leaves out may be among the first another time. */
function trendingPost(fresh: readonly Candidate[], situation: Situation, of: number): Plan {
  return {
    kind: 'post',
    trending: true,
    shown: fresh.slice(0, situation.channel.limit).map(
      ({ paper, topics, gained, told }): Chosen => ({
        id: paper.id,
        topics,
        ...(gained === undefined ? {} : { gained }),
        ...(told === undefined ? {} : { told: [...told] }),
      }),
    ),
    rest: [],
    of,
    ...lateAndLayout(situation),
  };
}

/** What is noted of a post only where it is unlike the usual. */
function lateAndLayout({ channel, lateMs }: Situation): Pick<Plan & { kind: 'post' }, 'lateMs' | 'layout'> {
  const layout = layoutOf(channel);
  return { ...(lateMs > LATE_MS ? { lateMs } : {}), ...(layout === 'cards' ? {} : { layout }) };
}

/** The record of a slot that passed before one that is planned now: its papers are in the later one's post. */
export function planMissed(channel: Channel, slotAt: number): Plan {
  const paused = pauseCovering(channel, slotAt);
  return silence(paused ? pausedBy(paused) : { why: 'merged' });
}

/** The pause that a slot fell into. It may be over when the slot is planned, as after a time in which nothing ran. */
function pauseCovering(channel: Channel, slotAt: number): Pause | undefined {
  const pause = pauseAt(channel, slotAt);
  return pause !== undefined && pause.at <= slotAt ? pause : undefined;
}

function pausedBy({ by, at, until }: Pause): Silence {
  return { why: 'paused', by: by.name, byId: by.id, at, ...(until === undefined ? {} : { until }) };
}

function silence(reason: Silence): Plan {
  return { kind: 'silence', silence: reason };
}

/** A day without papers, for which the channel may get a line. */
function quiet(channel: Channel, reason: Silence): Plan {
  return { kind: 'silence', silence: reason, ...(channel.quietLine ? { said: true } : {}) };
}

function nothingCame({ stale, newest, posted }: Situation): Silence {
  if (stale) return { why: 'stale', ...stale };
  return {
    why: 'no-batch',
    ...(newest === undefined ? {} : { newest }),
    ...(posted ? { posted: true } : {}),
  };
}

/** Best first. Equal ones keep the order of their digest. */
const RANKS: Record<Order, (a: Candidate, b: Candidate) => number> = {
  votes: (a, b) => votes(b) - votes(a),
  relevance: (a, b) => b.relevance - a.relevance || votes(b) - votes(a),
  date: (a, b) => compare(b.paper.publishedOn ?? '', a.paper.publishedOn ?? ''),
};

/** The order that the papers have in fact: without topics none is more relevant, and without votes none has more. */
function shownOrder(papers: readonly Candidate[], order: Order): { order?: Order } {
  if (papers.length < 2) return {};
  if (order === 'date') return papers.some(({ paper }) => paper.publishedOn) ? { order } : {};
  if (order === 'relevance' && papers.some(({ relevance }) => relevance > 0)) return { order };
  return papers.some((one) => votes(one) > 0) ? { order: 'votes' } : {};
}

function votes({ paper }: Candidate): number {
  return paper.upvotes ?? 0;
}

/** Days compare as texts; by a language's rules it takes ten times as long. */
function compare(one: Day, other: Day): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
