/** Shows a paper's whole abstract, and details that a card has no room for, when the button below the card is pressed. */
import { cardOf } from '../card.ts';
import { sayDay } from '../model/day-format.ts';
import type { Block, Line, Reply } from '../model/message.ts';
import type { Paper } from '../model/paper.ts';
import { doiUrl } from '../model/paper-id.ts';
import { type FindPaperNeeds, withPaper } from './find-paper.ts';
import { code, reply } from './reply.ts';

export function showAbstract(id: string, context: FindPaperNeeds): Promise<Reply> {
  return withPaper(id, context, (paper) => {
    const card = cardOf(paper, { wholeAbstract: true });
    const actions = card.actions.filter(({ act }) => act.do !== 'abstract');
    const blocks: Block[] = [
      { kind: 'cards', cards: [{ ...card, actions }] },
      { kind: 'list', lines: factsOf(paper) },
    ];
    return reply(blocks, { summary: `Abstract of ${paper.title}` });
  });
}

/** The IDs, what the authors say beside the abstract, categories, newer versions, the DOI and other pages. */
function factsOf(paper: Paper): Line[] {
  const ids = [paper.id, ...(paper.otherIds ?? [])].join(', ');
  // `why`, `cite` and `save` want an id, and a reader finds it nowhere else.
  const lines: Line[] = [[{ text: 'ID ' }, ...code(ids)]];
  if (paper.withdrawn) lines.push([{ text: 'This paper was withdrawn.', style: 'strong' }]);
  if (paper.comment) lines.push([{ text: paper.comment }]);
  if (paper.categories?.length) lines.push([{ text: paper.categories.join(', '), style: 'quiet' }]);
  if (paper.revisedOn) lines.push([{ text: `A newer version appeared on ${sayDay(paper.revisedOn)}.` }]);
  if (paper.doi) lines.push([{ text: `doi:${paper.doi}`, url: doiUrl(paper.doi) }]);
  for (const url of paper.otherUrls ?? []) lines.push([{ text: 'Also at ' }, { text: url, url }]);
  return lines;
}
