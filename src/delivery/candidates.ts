/** Reads what arrived since the posts of channels, once for all that are planned together. */
import type { Arrival } from '../archive/arrival-log.ts';
import type { PaperId } from '../model/channel-id.ts';
import type { Day } from '../model/paper.ts';
import type { DeliveryContext } from './context.ts';
import { newestOf, oldestNews } from './coverage.ts';
import type { Covered } from './delivery.ts';
import type { Candidate } from './plan.ts';
import type { RoundPapers } from './round-papers.ts';
import { type SharedCandidates, shareCandidates } from './shared-candidates.ts';

/** What arrived since a post, as for a channel without topics: thousands of channels share it. */
export interface Arrived {
  /** The papers that a post may show, in the order of their arrival. */
  papers: SharedCandidates;
  /** The newest day of a digest among them and what was covered before. */
  newest?: Day;
  /** What readers should know of the digests of the papers, by day. */
  notes: ReadonlyMap<Day, readonly string[]>;
}

type Needs = Pick<DeliveryContext, 'archive'>;

/** Places of posts whose arrivals are remembered. Most channels are at the same few. */
const MOST_PLACES = 100;

/** Returns what reads arrivals for one round. */
export function createArrivals({ archive }: Needs, papers: RoundPapers) {
  /** Arrivals after the number `from`, the earliest that was asked for. */
  let log: { from: number; arrivals: readonly Arrival[] } | undefined;
  /** Thousands of channels share a candidate. */
  const made = new Map<PaperId, Candidate>();
  const places = new Map<string, Arrived>();

  const arrivalsAfter = async (seq: number): Promise<readonly Arrival[]> => {
    if (log === undefined || seq < log.from) log = { from: seq, arrivals: await archive.after(seq) };
    return seq === log.from ? log.arrivals : log.arrivals.filter((arrival) => arrival.seq > seq);
  };
  const candidatesOf = async (arrivals: readonly Arrival[]): Promise<Candidate[]> => {
    const days = new Map(arrivals.map(({ paper, day }) => [paper, day]));
    return (await papers.read([...days.keys()])).map((paper) => {
      const day = days.get(paper.id) as Day;
      const candidate = made.get(paper.id) ?? { paper, day, topics: [], relevance: 0 };
      made.set(paper.id, candidate);
      return candidate;
    });
  };
  const readSince = async (covered: Covered): Promise<Arrived> => {
    const oldest = covered.newest === undefined ? '' : oldestNews(covered.newest);
    // A whole archive may have been imported: what counts as seen is not even read.
    const came = await candidatesOf((await arrivalsAfter(covered.upTo)).filter(({ day }) => day >= oldest));
    const newest = newestOf(came, covered);
    if (newest === undefined) return { papers: shareCandidates(came, papers), notes: new Map() };
    // Where no digest was covered, the first that arrives is news, however old; not a whole archive with it.
    const first = oldestNews(newest);
    const recent = covered.newest === undefined ? came.filter(({ day }) => day >= first) : came;
    const notes = await archive.notesOn(new Set(recent.map(({ day }) => day)));
    return { papers: shareCandidates(recent, papers), newest, notes };
  };

  return {
    /** What arrived since a post left off there. */
    async since(covered: Covered): Promise<Arrived> {
      const place = `${covered.upTo} ${covered.newest}`;
      const arrived = places.get(place) ?? (await readSince(covered));
      if (places.size >= MOST_PLACES) places.clear();
      places.set(place, arrived);
      return arrived;
    },
  };
}
