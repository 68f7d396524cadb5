/** Searches a live source for papers that are not stored, and marks what was found there. */
import { cardOf } from '../card.ts';
import type { Action, Block, Reply } from '../model/message.ts';
import { parseQuery } from '../query/parse.ts';
import { isPlainWords, positiveLeaves, type Query } from '../query/tree.ts';
import type { Context } from './context.ts';
import { action, code, reply, text } from './reply.ts';

type Needs = Pick<Context, 'external'>;

/** Papers shown from there: below the answer's own, so fewer. */
const SHOWN = 4;
/** Fewer results than this are little: looking further is offered. */
export const LITTLE = 3;

/** The button that looks further; none where there is nowhere to look. */
export function externalAction(typed: string, query: Query, context: Needs): Action[] {
  if (!context.external || wordsOf(typed, query) === '') return [];
  return [action(`Look on ${context.external.name}`, { do: 'beyond', query: typed })];
}

/** What was found there, as part of an answer; nothing where there is nowhere to look or nothing was found. */
export async function externalBlocks(typed: string, query: Query, context: Needs): Promise<Block[]> {
  const words = wordsOf(typed, query);
  if (!context.external || words === '') return [];
  const { name } = context.external;
  try {
    const papers = await context.external.search(words, SHOWN);
    if (papers.length === 0) return [];
    return [
      { kind: 'heading', text: `From ${name}, not stored here yet` },
      { kind: 'cards', cards: papers.slice(0, SHOWN).map((paper) => cardOf(paper, { query })) },
    ];
  } catch {
    return [text(`${name} couldn't be reached just now.`, 'quiet')];
  }
}

/** The answer to the button that looks further. */
export async function searchExternally(typed: string, context: Needs): Promise<Reply> {
  const parsed = parseQuery(typed);
  const { external } = context;
  if (!external || !parsed.ok)
    return reply([text('Only stored papers can be searched: no live source is configured.')]);
  const blocks = await externalBlocks(typed, parsed.query, context);
  if (blocks.length > 0) return reply(blocks);
  return reply([text([{ text: `${external.name} found nothing for ` }, ...code(typed), { text: '.' }])]);
}

/**
 * The words of a query for a search that knows no operators: as typed where they are words alone, otherwise those that
 * are asked for, without exclusions and filters.
 */
export function wordsOf(typed: string, query: Query): string {
  const leaves = positiveLeaves(query).map((leaf) => (leaf.kind === 'prefix' ? leaf.start : leaf.text));
  const words = isPlainWords(query) ? typed.replace(/["\u201c\u201d()|*]/g, ' ') : leaves.join(' ');
  return words.replace(/\s+/g, ' ').trim().slice(0, 250);
}
