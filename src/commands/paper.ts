/** Shows a paper's whole abstract or BibTeX, shares it, and keeps reading lists. */
import { cardOf } from '../card.ts';
import { sayDay } from '../model/day-format.ts';
import type { Action, Block, Card, Line, Reply } from '../model/message.ts';
import type { Paper } from '../model/paper.ts';
import { doiUrl } from '../model/paper-id.ts';
import { bibtex } from './bibtex.ts';
import type { Caller, Rooms } from './context.ts';
import { findPaper, keptPaper } from './external-search.ts';
import { code, counted, inline, reply, text, toChannel } from './reply.ts';

/** Papers of the reading list in one answer. */
const LIST_PAGE = 10;

export function abstract(id: string, rooms: Rooms): Promise<Reply> {
  return withPaper(id, rooms, (paper) => {
    const card = cardOf(paper, { wholeAbstract: true });
    const actions = card.actions.filter(({ act }) => act.do !== 'abstract');
    const facts = factsOf(paper);
    const more: Block[] = facts.length > 0 ? [{ kind: 'list', lines: facts }] : [];
    return reply([{ kind: 'cards', cards: [{ ...card, actions }] }, ...more], {
      summary: `Abstract of ${paper.title}`,
    });
  });
}

export function cite(id: string, rooms: Rooms): Promise<Reply> {
  return withPaper(id, rooms, (paper) =>
    reply([{ kind: 'code', text: bibtex(paper) }], { summary: `BibTeX of ${paper.title}` }),
  );
}

export function sharePaper(id: string, by: string, rooms: Rooms): Promise<Reply> {
  return withPaper(id, rooms, (paper) => {
    const card = cardOf(paper);
    const actions = card.actions.filter(({ act }) => act.do !== 'share-paper');
    const blocks = [
      text([{ text: `${by} shared a paper` }], 'quiet'),
      { kind: 'cards' as const, cards: [{ ...card, actions }] },
    ];
    return toChannel(reply(blocks, { summary: `${by} shared: ${paper.title}` }));
  });
}

export function save(id: string, { person }: Caller, rooms: Rooms): Promise<Reply> {
  return withPaper(id, rooms, async (paper) => {
    if (!(await rooms.saved.add(person.id, paper.id)))
      return reply([
        text([{ text: paper.title, style: 'strong' }, { text: ' is already on your reading list.' }]),
      ]);
    return reply([
      text([
        { text: 'Saved ' },
        { text: paper.title, style: 'strong' },
        ...inline(' to your reading list. `/papers saved` shows it.'),
      ]),
    ]);
  });
}

/** Takes a paper off the person's reading list; the reply names it by its title where the archive knows it. */
export async function unsave(typed: string, { person }: Caller, rooms: Rooms): Promise<Reply> {
  const paper = await keptPaper(typed, rooms);
  const id = paper?.id ?? typed;
  const named: Line = paper ? [{ text: paper.title, style: 'strong' }] : code(typed);
  if (!(await rooms.saved.remove(person.id, id)))
    return reply([text([...named, { text: ' is not on your reading list.' }])]);
  return reply([text([{ text: 'Removed ' }, ...named, { text: ' from your reading list.' }])]);
}

/** A page of the person's reading list, newest first, from its `from`-th paper on. */
export async function saved(from: number, { person }: Caller, rooms: Rooms): Promise<Reply> {
  const ids = await rooms.saved.of(person.id);
  if (ids.length === 0)
    return reply([
      text('Your reading list is empty. Press Save below a paper, or type `/papers save <id>`.'),
    ]);
  // A page that was emptied since its button was shown is the last one that is left.
  const start = from < ids.length ? from : Math.floor((ids.length - 1) / LIST_PAGE) * LIST_PAGE;
  const papers = await rooms.archive.getMany(ids.slice(start, start + LIST_PAGE));
  const end = Math.min(ids.length, start + LIST_PAGE);
  const range = ids.length > LIST_PAGE ? `, ${start + 1} to ${end}` : '';
  const left = ids.length - end;
  return reply(
    [
      { kind: 'heading', text: `Your reading list: ${counted(ids.length, 'paper')}${range}` },
      { kind: 'cards', cards: papers.map(listedCard) },
    ],
    { actions: left > 0 ? [{ label: `Show more (${left})`, act: { do: 'saved', from: end } }] : [] },
  );
}

/** A card of the reading list: it can be removed, and not saved again. */
function listedCard(paper: Paper): Card {
  const card = cardOf(paper, { titleOnly: true });
  const remove: Action = { label: 'Remove', act: { do: 'unsave', id: paper.id } };
  return { ...card, actions: card.actions.map((action) => (action.act.do === 'save' ? remove : action)) };
}

async function withPaper(
  id: string,
  rooms: Rooms,
  answer: (paper: Paper) => Reply | Promise<Reply>,
): Promise<Reply> {
  const found = await findPaper(id, rooms);
  return 'paper' in found ? answer(found.paper) : found;
}

/** What a card has no room for: what the authors say beside it, the DOI, newer versions, other pages. */
function factsOf(paper: Paper): Line[] {
  const ids = [paper.id, ...(paper.otherIds ?? [])].join(', ');
  // `why`, `cite` and `save` want an id, and a reader finds it nowhere else.
  const lines: Line[] = [[{ text: 'ID ' }, ...code(ids)]];
  if (paper.withdrawn) lines.push([{ text: 'This paper was withdrawn.', style: 'strong' }]);
  if (paper.comment) lines.push([{ text: paper.comment }]);
  if (paper.categories?.length) lines.push([{ text: paper.categories.join(', '), style: 'quiet' }]);
  if (paper.revisedOn) lines.push([{ text: `A newer version appeared on ${sayDay(paper.revisedOn)}.` }]);
  if (paper.doi) {
    lines.push([{ text: `doi:${paper.doi}`, url: doiUrl(paper.doi) }]);
  }
  for (const url of paper.otherUrls ?? []) lines.push([{ text: 'Also at ' }, { text: url, url }]);
  return lines;
}
