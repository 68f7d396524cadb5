/** Shows one paper for a button below its card: with the whole abstract and its details, or to the channel. */
import { cardOf, NAMES_SHOWN, type Shown } from '../card.ts';
import { sayDay } from '../model/day-format.ts';
import type { Block, ButtonAction, Line, Reply } from '../model/message.ts';
import type { Paper } from '../model/paper.ts';
import { doiUrl } from '../model/paper-id.ts';
import type { Caller, Context } from './context.ts';
import { type FindPaperNeeds, withPaper } from './find-paper.ts';
import { code, reply, text, toChannel } from './reply.ts';
import { noteSignal } from './signal.ts';

export function showAbstract(id: string, context: FindPaperNeeds): Promise<Reply> {
  return withPaper(id, context, (paper) => {
    const blocks: Block[] = [
      cardWithout('abstract', paper, { wholeAbstract: true }),
      { kind: 'list', lines: factsOf(paper) },
      // Last, since it is what can be cut where a platform has no room for all.
      ...allAuthors(paper),
    ];
    return reply(blocks, { summary: `Abstract of ${paper.title}` });
  });
}

/** Characters of the list of authors: some papers have thousands. */
const MOST_AUTHORS = 3_000;

/** All authors, where the card above names only some of them. */
function allAuthors({ authors = [], authorCount }: Paper): Block[] {
  if (authors.length <= NAMES_SHOWN) return [];
  let room = MOST_AUTHORS;
  const end = authors.findIndex((name) => {
    room -= name.length + 2;
    return room < 0;
  });
  const shown = end < 0 ? authors : authors.slice(0, end);
  const left = Math.max(authors.length, authorCount ?? 0) - shown.length;
  const more = left > 0 ? ` and ${left.toLocaleString('en')} more` : '';
  const names = shown.join(shown.some((name) => name.includes(',')) ? '; ' : ', ');
  return [text([{ text: 'Authors: ', style: 'strong' }, { text: `${names}${more}` }])];
}

/** The paper's card for the channel, which says who shared it. Sharing is a signal of taste. */
export function sharePaper(
  id: string,
  { person, place }: Pick<Caller, 'person' | 'place'>,
  context: FindPaperNeeds & Pick<Context, 'signals' | 'clock' | 'log'>,
): Promise<Reply> {
  const { name: by } = person;
  return withPaper(id, context, async (paper) => {
    await noteSignal(paper.id, 'shared', { person, place }, context);
    const blocks = [text([{ text: `${by} shared a paper` }], 'quiet'), cardWithout('share-paper', paper)];
    return toChannel(reply(blocks, { summary: `${by} shared: ${paper.title}` }));
  });
}

/** The paper's card without the button that was pressed. */
function cardWithout(pressed: ButtonAction['do'], paper: Paper, shown?: Shown): Block {
  const card = cardOf(paper, shown);
  return {
    kind: 'cards',
    cards: [{ ...card, actions: card.actions.filter(({ act }) => act.do !== pressed) }],
  };
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
