/** A list of papers that thousands of channels share, and which of them the topics of each match. */
import type { Subscription } from '../channels/channel.ts';
import type { PaperId } from '../model/channel-id.ts';
import type { Candidate } from './plan.ts';
import type { RoundPapers } from './round-papers.ts';

type Matches = Pick<RoundPapers, 'matchesOf' | 'toldOf'>;

export interface SharedCandidates {
  /** As for a channel without topics. */
  all: readonly Candidate[];
  /**
   * Those that match one of the topics, in the order of the list, each with the topics that it matches in the order of these.
   * @throws what was thrown when one of the topics was matched
   */
  matching(topics: readonly Pick<Subscription, 'query'>[]): readonly Candidate[];
}

/** What a topic matches is looked up once, and what a topic alone brings is made once. */
export function shareCandidates(all: readonly Candidate[], matches: Matches): SharedCandidates {
  const placeOf = new Map<PaperId, number>(all.map(({ paper }, place) => [paper.id, place]));
  const byQuery = new Map<string, readonly number[]>();
  const alone = new Map<string, readonly Candidate[]>();

  /** The places of the papers that a topic matches, in order. */
  const placesOf = (query: string): readonly number[] => {
    const places =
      byQuery.get(query) ??
      matches
        .matchesOf(query)
        .flatMap((id) => placeOf.get(id) ?? [])
        .sort((one, other) => one - other);
    byQuery.set(query, places);
    return places;
  };
  const withTopics = (place: number, topics: string[]): Candidate => {
    const one = all[place] as Candidate;
    return { ...one, topics, ...matches.toldOf(one.paper.id, topics) };
  };
  const matchingOne = (query: string): readonly Candidate[] => {
    const made = alone.get(query) ?? placesOf(query).map((place) => withTopics(place, [query]));
    alone.set(query, made);
    return made;
  };

  return {
    all,
    matching(topics) {
      if (topics.length === 1) return matchingOne((topics[0] as Subscription).query);
      const byPlace = new Map<number, string[]>();
      for (const { query } of topics)
        for (const place of placesOf(query)) {
          const queries = byPlace.get(place);
          if (queries === undefined) byPlace.set(place, [query]);
          else queries.push(query);
        }
      const places = [...byPlace.keys()].sort((one, other) => one - other);
      return places.map((place) => withTopics(place, byPlace.get(place) as string[]));
    },
  };
}
