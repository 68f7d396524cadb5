/** Answers a search: a page of papers, the closest where none has every word, or what is wrong with the query. */
import { cardOf } from '../card.ts';
import type { Action, Block, Reply } from '../model/message.ts';
import type { Paper } from '../model/paper.ts';
import { isLink } from '../model/paper-id.ts';
import { parseQuery } from '../query/parse.ts';
import { printQuery } from '../query/print.ts';
import type { Query } from '../query/tree.ts';
import { type ByAuthor, findByAuthor } from './by-author.ts';
import { COMMAND_NAMES, USAGES } from './command.ts';
import type { Rooms } from './context.ts';
import { beyondAction, beyondBlocks, findPaper, keptPaper, LITTLE } from './external-search.ts';
import { notesActions, notesBlocks, problemReply, useAction } from './problem.ts';
import { code, counted, inline, reply, text, toChannel } from './reply.ts';
import { whyNothing } from './why-nothing.ts';

/** Cards in one answer: what fits a screen in chat. */
const PAGE = 5;

/** @param from how many results were shown before */
export async function search(typed: string, from: number, rooms: Rooms): Promise<Reply> {
  const parsed = parseQuery(typed);
  if (!parsed.ok) {
    const linked = isLink(typed) ? await keptPaper(typed, rooms) : undefined;
    return linked === undefined ? problemReply(typed, parsed.problem) : ofLink(linked);
  }
  const found = rooms.search.search(parsed.query, { limit: PAGE, from, asTyped: typed });
  if (found.total > 0) {
    if (found.hits.length === 0)
      return reply([text(`No more results: ${counted(found.total, 'paper')} in all.`)]);
    const papers = counted(found.total, 'paper');
    const heading = isOfIds(parsed.query) ? papers : `${papers} for ${typed}`;
    const answer = await results(typed, parsed.query, found, from, heading, rooms);
    if (found.total >= LITTLE || isId(parsed.query)) return answer;
    return { ...answer, actions: [...answer.actions, ...beyondAction(typed, parsed.query, rooms)] };
  }
  if (isId(parsed.query) && rooms.beyond) return onePaper(parsed.query.value, rooms);
  const named = findByAuthor(typed, parsed.query, rooms.search, { limit: PAGE, from });
  if (named !== undefined) return byAuthor(named, from, rooms);
  const answer = await closest(typed, parsed.query, from, rooms);
  if (from > 0) return answer;
  return { ...answer, blocks: [...answer.blocks, ...(await beyondBlocks(typed, parsed.query, rooms))] };
}

/** Papers by the author that was searched for without a field, and the query that says so. */
async function byAuthor(
  { typed, query, found, heading }: ByAuthor,
  from: number,
  rooms: Rooms,
): Promise<Reply> {
  const papers = await rooms.archive.getMany(found.hits.map(({ id }) => id));
  const answer = await results(typed, query, found, from, `${heading(papers)}:`, rooms);
  const [first, ...others] = answer.blocks;
  const offer = text([{ text: 'To search for authors, write ' }, ...code(typed), { text: '.' }], 'quiet');
  return { ...answer, blocks: [...(first ? [first] : []), offer, ...others] };
}

/** A paper that is not kept here yet, whole. */
async function onePaper(id: string, rooms: Rooms): Promise<Reply> {
  const found = await findPaper(id, rooms);
  if (!('paper' in found)) return found;
  return reply([
    { kind: 'heading', text: '1 paper, fetched just now' },
    { kind: 'cards', cards: [cardOf(found.paper)] },
  ]);
}

/** The paper whose page was linked to, where no query can name the page. */
function ofLink(paper: Paper): Reply {
  return reply([
    { kind: 'heading', text: '1 paper' },
    { kind: 'cards', cards: [cardOf(paper)] },
  ]);
}

function isId(query: Query): query is Extract<Query, { kind: 'id' }> {
  return query.kind === 'id';
}

/** A query of nothing but ids, as a link in a message makes it, says nothing to people. */
function isOfIds(query: Query): boolean {
  return isId(query) || (query.kind === 'or' && query.of.every(isOfIds));
}

/** The same page for the whole channel, saying who shared it. */
export async function shareSearch(typed: string, from: number, by: string, rooms: Rooms): Promise<Reply> {
  // What is shared is what is kept here: the channel's people did not ask anyone else.
  const { beyond: _, ...here } = rooms;
  const answer = await search(typed, from, here);
  const kept = answer.actions.filter(({ act }) => act.do === 'search');
  const blocks: Block[] = [text([{ text: `${by} shared a search` }], 'quiet'), ...answer.blocks];
  return toChannel({ ...answer, blocks, actions: kept });
}

type Found = ReturnType<Rooms['search']['search']>;

async function closest(typed: string, query: Query, from: number, rooms: Rooms): Promise<Reply> {
  const suggestion = rooms.search.suggest(query);
  const near = rooms.search.closest(query, { limit: PAGE, from, asTyped: typed });
  const hints = hintsFor(typed, suggestion, rooms);
  if (near.total === 0) {
    const none = whyNothing(query, rooms.search);
    return reply(
      [
        text([{ text: `Nothing found for ` }, ...code(typed), ...inline(`. ${none}`)]),
        ...hints.blocks,
        ...notesBlocks(typed),
      ],
      {
        actions: [...hints.actions, ...notesActions(typed)],
      },
    );
  }
  const answer = await results(
    typed,
    query,
    near,
    from,
    `No paper matches all of ${typed}. Closest matches:`,
    rooms,
  );
  const [heading, ...rest] = answer.blocks;
  return {
    ...answer,
    blocks: [...(heading ? [heading] : []), ...hints.blocks, ...rest],
    actions: [...hints.actions, ...answer.actions],
  };
}

function hintsFor(
  typed: string,
  suggestion: string | undefined,
  rooms: Rooms,
): { blocks: Block[]; actions: Action[] } {
  const blocks: Block[] = [];
  const actions: Action[] = [];
  if (suggestion !== undefined) {
    blocks.push(text([{ text: 'Did you mean ' }, ...code(suggestion), { text: '?' }]));
    actions.push(useAction(suggestion, 'search'));
  }
  const usage = usageMeant(typed, rooms);
  if (usage !== undefined)
    blocks.push(text(inline(`If you meant the command: \`/papers ${usage}\`.`), 'quiet'));
  return { blocks, actions };
}

/**
 * How the command goes whose name was typed as the first word, or nearly: one letter off, or two swapped. A word that
 * papers use, such as `data`, is no slip.
 */
function usageMeant(typed: string, rooms: Rooms): string | undefined {
  const first = typed.split(/\s+/, 1)[0]?.toLowerCase() ?? '';
  const exact = COMMAND_NAMES.find((name) => name === first);
  if (exact !== undefined) return USAGES[exact].usage;
  const near =
    first.length < 4 ? undefined : COMMAND_NAMES.find((name) => name !== 'search' && isOneSlip(first, name));
  if (near === undefined || isUsed(first, rooms)) return undefined;
  return USAGES[near].usage;
}

function isUsed(word: string, rooms: Rooms): boolean {
  const parsed = parseQuery(word);
  return parsed.ok && rooms.search.search(parsed.query, { limit: 1 }).total > 0;
}

function isOneSlip(typed: string, name: string): boolean {
  let at = 0;
  while (at < typed.length && typed[at] === name[at]) at++;
  const rest = typed.slice(at);
  const wanted = name.slice(at);
  if (rest.slice(1) === wanted || rest === wanted.slice(1) || rest.slice(1) === wanted.slice(1)) return true;
  return rest[0] === wanted[1] && rest[1] === wanted[0] && rest.slice(2) === wanted.slice(2);
}

async function results(
  typed: string,
  query: Query,
  found: Found,
  from: number,
  heading: string,
  rooms: Rooms,
): Promise<Reply> {
  const papers = await rooms.archive.getMany(found.hits.map(({ id }) => id));
  const shown = from + found.hits.length;
  const left = found.total - shown;
  const actions: Action[] = [];
  if (from === 0) actions.push(...notesActions(typed));
  if (left > 0) actions.push(searchAction(`More results (${left})`, typed, shown));
  if (typed.length <= 1000) {
    actions.push({ label: 'Share to channel', act: { do: 'share', query: typed, from } });
    actions.push({
      label: 'Follow this here',
      act: { do: 'subscribe', query: printQuery(query).slice(0, 1000) },
    });
  }
  const blocks: Block[] = [
    { kind: 'heading', text: from === 0 ? heading : `${heading} (from ${from + 1})` },
    ...(from === 0 ? notesBlocks(typed) : []),
    { kind: 'cards', cards: papers.map((paper) => cardOf(paper, { query })) },
  ];
  return reply(blocks, { actions });
}

function searchAction(label: string, query: string, from = 0): Action {
  return { label: label.slice(0, 75), act: { do: 'search', query: query.slice(0, 1000), from } };
}
