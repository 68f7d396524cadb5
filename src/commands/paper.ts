/** A paper's id in; its whole abstract, its BibTeX, or itself for the channel out; and the reading list. */
import { cardOf } from '../card.ts';
import { sayDay } from '../delivery/say.ts';
import type { Block, Line, Reply } from '../model/message.ts';
import type { Paper } from '../model/paper.ts';
import { doiUrl } from '../model/paper-id.ts';
import { findPaper } from './beyond.ts';
import { bibtex } from './bibtex.ts';
import { code, counted, inline, reply, text, toChannel } from './reply.ts';
import type { Asker, Rooms } from './rooms.ts';

/** Papers kept on one person's list; the oldest fall off. */
const MOST_SAVED = 500;

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

export function save(id: string, { person }: Asker, rooms: Rooms): Promise<Reply> {
  return withPaper(id, rooms, async (paper) => {
    const list = (await rooms.saved.get(person.id)) ?? [];
    if (list.includes(paper.id))
      return reply([text([{ text: `${paper.title} is on your reading list already.` }])]);
    await rooms.saved.set(person.id, [paper.id, ...list].slice(0, MOST_SAVED));
    return reply([
      text([
        { text: paper.title, style: 'strong' },
        ...inline(' is on your reading list. `saved` shows it.'),
      ]),
    ]);
  });
}

export async function unsave(typed: string, { person }: Asker, rooms: Rooms): Promise<Reply> {
  const id = (await rooms.archive.get(typed))?.id ?? typed;
  const list = (await rooms.saved.get(person.id)) ?? [];
  if (!list.includes(id)) return reply([text([...code(id), { text: ' is not on your reading list.' }])]);
  await rooms.saved.set(
    person.id,
    list.filter((other) => other !== id),
  );
  return reply([text([...code(id), { text: ' is off your reading list.' }])]);
}

export async function saved({ person }: Asker, rooms: Rooms): Promise<Reply> {
  const papers = await rooms.archive.getMany((await rooms.saved.get(person.id)) ?? []);
  if (papers.length === 0)
    return reply([text('Your reading list is empty. `save <id>` puts a paper on it.')]);
  return reply([
    { kind: 'heading', text: `Your reading list: ${counted(papers.length, 'paper')}` },
    { kind: 'cards', cards: papers.slice(0, 20).map((paper) => cardOf(paper, { titleOnly: true })) },
  ]);
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
  const lines: Line[] = [[{ text: 'id ' }, ...code(ids)]];
  if (paper.withdrawn) lines.push([{ text: 'This paper was withdrawn.', style: 'strong' }]);
  if (paper.comment) lines.push([{ text: paper.comment }]);
  if (paper.categories?.length) lines.push([{ text: paper.categories.join(', '), style: 'quiet' }]);
  if (paper.revisedOn) lines.push([{ text: `A newer version came on ${sayDay(paper.revisedOn)}.` }]);
  if (paper.doi) {
    lines.push([{ text: `doi:${paper.doi}`, url: doiUrl(paper.doi) }]);
  }
  for (const url of paper.otherUrls ?? []) lines.push([{ text: 'Also at ' }, { text: url, url }]);
  return lines;
}
