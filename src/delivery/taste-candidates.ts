/** Weighs the papers of a channel by its taste, and marks those below its floor. */
import type { Channel } from '../channels/channel.ts';
import { topicsOwner } from '../channels/copies.ts';
import type { Paper } from '../model/paper.ts';
import type { DeliveryContext } from './context.ts';
import type { Candidate } from './plan.ts';

type Needs = Pick<DeliveryContext, 'tastes'>;

/**
 * The papers with their taste as relevance, above 0, where the channel orders by it; marked where they are below the floor, if it has
 * one. In a channel whose taste is not known yet all are as they were. A channel that copies another has that one's taste.
 */
export async function withTaste(
  channel: Channel,
  candidates: readonly Candidate[],
  { tastes }: Needs,
): Promise<readonly Candidate[]> {
  const { byTaste = false, tasteMin } = channel;
  if (candidates.length === 0 || (!byTaste && tasteMin === undefined)) return candidates;
  const taste = await tastes.of({ channel: topicsOwner(channel) });
  if (taste === undefined) return candidates;
  const scores = taste.scores(candidates.map(({ paper }) => paper));
  return candidates.map((one, at) => {
    const score = scores[at] ?? 0;
    const isBelow: boolean = tasteMin !== undefined && taste.shareBelow(score) * 100 < tasteMin;
    // Scores may be below 0, and a post says that it is ordered so only where some are above.
    return {
      ...one,
      ...(byTaste ? { relevance: 1e6 + score } : {}),
      ...(isBelow ? { isBelow: true as const } : {}),
    };
  });
}

/** Whether a paper suits the channel less than its floor asks. */
export async function isBelowFloor(channel: Channel, paper: Paper, needs: Needs): Promise<boolean> {
  const candidate = { paper, day: '', topics: [], relevance: 0 };
  const [made] = await withTaste(channel, [candidate], needs);
  return made?.isBelow === true;
}
