/** `search`: shows a page of matching papers, the closest matches if none has every word, or what is wrong with the query. */
import { z } from 'zod';
import { cardOf } from '../card.ts';
import type { Action, Block, Reply } from '../model/message.ts';
import type { Paper } from '../model/paper.ts';
import { isLink } from '../model/paper-id.ts';
import { parseQuery } from '../query/parse.ts';
import { printQuery } from '../query/print.ts';
import { type Query, queryLimits } from '../query/tree.ts';
import { type ByAuthor, findByAuthor } from './by-author.ts';
import type { Command } from './command.ts';
import { commandMeant } from './command-meant.ts';
import type { Context } from './context.ts';
import { externalAction, externalBlocks, LITTLE } from './external-search.ts';
import { type FindPaperNeeds, storedPaper, withPaper } from './find-paper.ts';
import { notesActions, notesBlocks, problemReply, useAction } from './problem.ts';
import { code, counted, inline, reply, text, toChannel } from './reply.ts';
import { whyNothing } from './why-nothing.ts';

/** Cards in one answer: what fits a screen in chat. */
const PAGE = 5;

export const search: Command<{ query: string }> = {
  name: 'search',
  group: 'find',
  usage: '<words>',
  does: 'search all papers',
  details: 'Buttons show more results, share them with the channel, or follow the search.',
  example: 'hyperparameter tuning',
  isDefault: true,
  arguments: [
    {
      name: 'query',
      does: 'Words, a "phrase", -without, title:..., or a command',
      value: z.string().max(queryLimits.length),
      required: true,
      completes: 'query',
    },
  ],
  parse: (rest) => (rest === '' ? { problem: 'Add some words to search for.' } : { query: rest }),
  run: ({ query }, _caller, context) => searchPage(query, 0, context),
};

type Needs = FindPaperNeeds & Pick<Context, 'commands'>;

/** @param from how many results were shown before */
export async function searchPage(typed: string, from: number, context: Needs): Promise<Reply> {
  const parsed = parseQuery(typed);
  if (!parsed.ok) {
    const linked = isLink(typed) ? await storedPaper(typed, context) : undefined;
    return linked === undefined ? problemReply(typed, parsed.problem) : onePaper(linked, '1 paper');
  }
  const found = context.search.search(parsed.query, { limit: PAGE, from, asTyped: typed });
  if (found.total > 0) {
    if (found.hits.length === 0)
      return reply([text(`No more results: ${counted(found.total, 'paper')} in all.`)]);
    const papers = counted(found.total, 'paper');
    const heading = isOfIds(parsed.query) ? papers : `${papers} for ${typed}`;
    const answer = await results(typed, parsed.query, found, from, heading, context);
    if (found.total >= LITTLE || isId(parsed.query)) return answer;
    return { ...answer, actions: [...answer.actions, ...externalAction(typed, parsed.query, context)] };
  }
  if (isId(parsed.query) && context.external) return fetched(parsed.query.value, context);
  const named = findByAuthor(typed, parsed.query, context.search, { limit: PAGE, from });
  if (named !== undefined) return byAuthor(named, from, context);
  const answer = await closest(typed, parsed.query, from, context);
  if (from > 0) return answer;
  return { ...answer, blocks: [...answer.blocks, ...(await externalBlocks(typed, parsed.query, context))] };
}

/** Papers by the author that was searched for without a field, and the query that says so. */
async function byAuthor(
  { typed, query, found, heading }: ByAuthor,
  from: number,
  context: Needs,
): Promise<Reply> {
  const papers = await context.archive.getMany(found.hits.map(({ id }) => id));
  const answer = await results(typed, query, found, from, `${heading(papers)}:`, context);
  const [first, ...others] = answer.blocks;
  const offer = text([{ text: 'To search for authors, write ' }, ...code(typed), { text: '.' }], 'quiet');
  return { ...answer, blocks: [...(first ? [first] : []), offer, ...others] };
}

/** A paper that is not stored here yet, whole. */
async function fetched(id: string, context: Needs): Promise<Reply> {
  return withPaper(id, context, (paper) => onePaper(paper, '1 paper, fetched just now'));
}

/** One paper, where no query can name what was asked for. */
function onePaper(paper: Paper, heading: string): Reply {
  return reply([
    { kind: 'heading', text: heading },
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
export async function shareSearch(typed: string, from: number, by: string, context: Needs): Promise<Reply> {
  // What is shared is what is kept here: the channel's people did not ask anyone else.
  const { external: _, ...here } = context;
  const answer = await searchPage(typed, from, here);
  const kept = answer.actions.filter(({ act }) => act.do === 'search');
  const blocks: Block[] = [text([{ text: `${by} shared a search` }], 'quiet'), ...answer.blocks];
  return toChannel({ ...answer, blocks, actions: kept });
}

type Found = ReturnType<Needs['search']['search']>;

async function closest(typed: string, query: Query, from: number, context: Needs): Promise<Reply> {
  const suggestion = context.search.suggest(query);
  const near = context.search.closest(query, { limit: PAGE, from, asTyped: typed });
  const hints = hintsFor(typed, suggestion, context);
  if (near.total === 0) {
    const none = whyNothing(typed, query, context.search);
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
    context,
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
  context: Needs,
): { blocks: Block[]; actions: Action[] } {
  const blocks: Block[] = [];
  const actions: Action[] = [];
  if (suggestion !== undefined) {
    blocks.push(text([{ text: 'Did you mean ' }, ...code(suggestion), { text: '?' }]));
    actions.push(useAction(suggestion, 'search'));
  }
  const usage = commandMeant(typed, context)?.usage;
  if (usage !== undefined)
    blocks.push(text(inline(`If you meant the command: \`/papers ${usage}\`.`), 'quiet'));
  return { blocks, actions };
}

async function results(
  typed: string,
  query: Query,
  found: Found,
  from: number,
  heading: string,
  context: Needs,
): Promise<Reply> {
  const papers = await context.archive.getMany(found.hits.map(({ id }) => id));
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
