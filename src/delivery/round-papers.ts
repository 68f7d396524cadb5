/** Reads and matches papers once for all channels that are planned together. */
import { setImmediate as breathe } from 'node:timers/promises';
import type { Subscription } from '../channels/channel.ts';
import type { PaperId } from '../model/channel-id.ts';
import type { Paper } from '../model/paper.ts';
import type { TopicMatches } from '../percolator/topic-matcher.ts';
import type { DeliveryContext } from './context.ts';
import { createJudgedTopics, type Told } from './judged-topics.ts';
import { matchSome, slicesOf } from './match-some.ts';
import type { Candidate } from './plan.ts';

type Needs = Pick<DeliveryContext, 'archive' | 'channels' | 'match' | 'judged'>;

export type RoundPapers = ReturnType<typeof createRoundPapers>;

/** @param only no other topics are matched; absent: those of all channels are */
export function createRoundPapers(
  { archive, channels, match, judged }: Needs,
  only?: readonly Subscription[],
) {
  const judge = createJudgedTopics(judged);
  /** What was said of papers for topics with a criterion. */
  const told = new Map<PaperId, ReadonlyMap<string, Told>>();
  /** Papers that were read; undefined for those that cannot be. */
  const known = new Map<PaperId, Paper | undefined>();
  const matches: TopicMatches = new Map();
  /** Queries that could not be matched, with what was thrown. */
  const unmatched = new Map<string, unknown>();

  const collect = (found: TopicMatches): void => {
    for (const [query, ids] of found) {
      const before = matches.get(query);
      if (before === undefined) matches.set(query, ids);
      else before.push(...ids);
    }
  };
  return {
    /** In the order asked; papers that cannot be read are left out. */
    async read(ids: readonly PaperId[]): Promise<Paper[]> {
      const missing = ids.filter((id) => !known.has(id));
      for (const some of slicesOf(missing)) {
        const papers = await archive.getMany(some);
        for (const found of matchSome({ channels, match }, papers, unmatched, only)) {
          const { matches: kept, told: said } = await judge(found, papers);
          collect(kept);
          for (const [id, own] of said) told.set(id, new Map([...(told.get(id) ?? []), ...own]));
        }
        for (const id of some) known.set(id, undefined);
        for (const paper of papers) known.set(paper.id, paper);
        await breathe();
      }
      return ids.flatMap((id) => known.get(id) ?? []);
    },
    /** What a language model said of a paper for these topics, where any of them has a criterion. */
    toldOf(id: PaperId, topics: readonly string[]): Pick<Candidate, 'told'> {
      const own = told.get(id);
      const some = own === undefined ? [] : topics.flatMap((topic) => own.get(topic) ?? []);
      return some.length === 0 ? {} : { told: some };
    },
    /** The papers that were read and that a topic matches. @throws what was thrown when it was matched */
    matchesOf(query: string): readonly PaperId[] {
      if (unmatched.has(query)) throw unmatched.get(query);
      return matches.get(query) ?? [];
    },
  };
}
