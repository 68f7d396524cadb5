/** Asks which of their candidates channels got before. */
import type { ChannelId, PaperId } from '../model/channel-id.ts';
import type { DeliveryContext } from './context.ts';
import type { Candidate } from './plan.ts';
import { readEach } from './read-each.ts';

type Needs = Pick<DeliveryContext['ledger'], 'sentTo'>;

/** A channel, and what its post may hold. */
interface Asked {
  channel: ChannelId;
  candidates: readonly Candidate[];
  /** How many papers its post shows, where it holds the first of the candidates that it may, and no more. */
  most?: number;
}

/** Candidates that are asked for first, for each paper that the post shows: several, as many may have been posted before. */
const TIMES = 4;

/**
 * Returns a function that gives the candidates that a channel got before, or throws what kept them from being read. Where a post
 * shows only the first of them, those after the ones that it can show are not asked for.
 */
export async function readSent(
  ledger: Needs,
  asked: readonly Asked[],
): Promise<(channel: ChannelId) => ReadonlySet<PaperId>> {
  const end = ({ most }: Asked) => (most === undefined ? undefined : most * TIMES);
  // Channels that share their candidates share the list of ids too, so that it is handed over once.
  const shared = new Map<readonly Candidate[], PaperId[]>();
  const firstOf = (one: Asked): PaperId[] => {
    const { candidates } = one;
    const last = end(one);
    if (last !== undefined) return idsOf(candidates.slice(0, last));
    const ids = shared.get(candidates) ?? idsOf(candidates);
    shared.set(candidates, ids);
    return ids;
  };
  const read = (some: readonly Asked[], papersOf: (one: Asked) => PaperId[]) =>
    readEach(
      some.map((one) => ({ channel: one.channel, papers: papersOf(one) })),
      ledger.sentTo,
    );
  const first = await read(asked, firstOf);
  const isShort = (one: Asked) => {
    const last = end(one);
    if (last === undefined || one.candidates.length <= last) return false;
    const sent = sentAmong(first, one.channel);
    const fresh = one.candidates
      .slice(0, last)
      .filter(({ paper, isBelow }) => !isBelow && !sent.has(paper.id));
    return fresh.length < (one.most ?? 0);
  };
  const short = asked.filter(isShort);
  const rest = await read(short, (one) => idsOf(one.candidates.slice(end(one))));
  return (channel) => {
    const others = rest(channel);
    return others === undefined ? (first(channel) ?? NONE) : others.union(first(channel) ?? NONE);
  };
}

const NONE: ReadonlySet<PaperId> = new Set();

/** None of a channel whose papers could not be read: it gets no post. */
function sentAmong(first: (channel: ChannelId) => ReadonlySet<PaperId> | undefined, channel: ChannelId) {
  try {
    return first(channel) ?? NONE;
  } catch {
    return NONE;
  }
}

/** The ids of candidates. */
export function idsOf(candidates: readonly Candidate[]): PaperId[] {
  return candidates.map(({ paper }) => paper.id);
}
