/** Weighs the papers of a channel by its taste, and leaves out those below its floor. */
import type { Channel } from '../channels/channel.ts';
import type { DeliveryContext } from './context.ts';
import type { Candidate } from './plan.ts';

/**
 * The papers with their taste as relevance, above 0, where the channel orders by it; without those below the floor, where it has
 * one. A channel whose taste is not known yet gets all, by votes.
 */
export async function withTaste(
  channel: Channel,
  candidates: readonly Candidate[],
  { tastes }: Pick<DeliveryContext, 'tastes'>,
): Promise<readonly Candidate[]> {
  const { byTaste = false, tasteMin } = channel;
  if (candidates.length === 0 || (!byTaste && tasteMin === undefined)) return candidates;
  const taste = await tastes.of({ channel: channel.id });
  if (taste === undefined) return candidates;
  const scores = taste.scores(candidates.map(({ paper }) => paper));
  return candidates.flatMap((one, at) => {
    const score = scores[at] ?? 0;
    if (tasteMin !== undefined && taste.shareBelow(score) * 100 < tasteMin) return [];
    // Scores may be below 0, and a post says that it is ordered so only where some are above.
    return [byTaste ? { ...one, relevance: 1e6 + score } : one];
  });
}
