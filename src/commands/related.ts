/** Shows the papers that a message named, and related papers in the archive. */
import { cardOf } from '../card.ts';
import { counted } from '../model/counted.ts';
import type { Action, Block, Card, Reply } from '../model/message.ts';
import type { Paper } from '../model/paper.ts';
import { likeOf, printLike } from '../query/like.ts';
import { queryLimits } from '../query/tree.ts';
import { type Alike, alikeTo, reasonOf } from './alike.ts';
import { type FindPaperNeeds, findPaper } from './find-paper.ts';
import { reply, text } from './reply.ts';

/** Related papers in one answer. */
const SHOWN = 5;

/**
 * The papers with these IDs, and those that are most like them, each with the words that it shares.
 * @param named the heading of the first, where it is not how many papers a message named
 */
export async function related(
  ids: readonly string[],
  context: FindPaperNeeds,
  named?: string,
): Promise<Reply> {
  const found = await Promise.all(ids.map((id) => findPaper(id, context)));
  const papers = found.flatMap((one) => ('paper' in one ? [one.paper] : []));
  const [missing] = found;
  if (papers.length === 0 && missing && !('paper' in missing)) return missing;
  const others = await alikeTo(papers, SHOWN, context);
  const blocks = [
    ...titled(
      named ?? `${counted(papers.length, 'paper')} in this message`,
      papers.map((paper) => cardOf(paper)),
    ),
    ...(others.length > 0
      ? titled('Related papers', others.map(cardOfAlike))
      : [text('No related papers are stored here.', 'quiet')]),
  ];
  return reply(blocks, { actions: followActions(papers) });
}

function titled(heading: string, cards: Card[]): Block[] {
  return [
    { kind: 'heading', text: heading },
    { kind: 'cards', cards },
  ];
}

function cardOfAlike({ paper, shared }: Alike): Card {
  const card = cardOf(paper);
  return shared.length === 0 ? card : { ...card, reason: reasonOf(shared) };
}

/** The button that subscribes to papers like these, where a topic has room for their words. */
function followActions(papers: readonly Paper[]): Action[] {
  const values = papers.flatMap((paper) => likeOf(paper) ?? []).map((like) => `"${printLike(like)}"`);
  const query = `like:${values.join(',')}`;
  if (values.length === 0 || query.length > queryLimits.length) return [];
  return [{ label: 'Subscribe to papers like this', act: { do: 'subscribe', query } }];
}

/** Stored papers that are most like these, most like first. */
export async function relatedTo(
  papers: readonly Paper[],
  context: Pick<FindPaperNeeds, 'archive' | 'search'>,
): Promise<Paper[]> {
  return (await alikeTo(papers, SHOWN, context)).map(({ paper }) => paper);
}
