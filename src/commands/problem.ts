/** Shows what is wrong with a query, or what else it may have meant, with a suggestion. */
import type { Action, Block, Reply } from '../model/message.ts';
import { type Note, notesOn, type QueryProblem } from '../query/parse.ts';
import { code, inline, reply, text } from './reply.ts';

/** What is done with a query: the button of a suggestion does it too. */
export type Use = 'search' | 'subscribe';

/** A query longer than this, in UTF-16 units, is not shown with its place marked. */
const MOST_MARKED = 200;
const MOST_LABEL = 75;

/** What is wrong, where, and the query that was probably meant. Nothing was changed. */
export function problemReply(typed: string, problem: QueryProblem, use: Use = 'search'): Reply {
  const blocks = [text(problem.message, 'warning'), ...placeOf(typed, problem)];
  const { suggestion } = problem;
  if (suggestion === undefined)
    return reply([...blocks, text('`/papers help` shows what you can type.', 'quiet')]);
  const meant = text([...inline('Did you mean '), ...code(suggestion), { text: '?' }]);
  return reply([...blocks, meant], { actions: [useAction(suggestion, use)] });
}

/** The query with its place marked below it; nothing where it would not fit one line. */
export function placeOf(typed: string, { at, length }: QueryProblem): Block[] {
  if (typed.length === 0 || typed.length > MOST_MARKED || typed.includes('\n')) return [];
  const marks = '^'.repeat(Math.max(1, Math.min(length, 80)));
  return [{ kind: 'code', text: `${typed}\n${' '.repeat(at)}${marks}`, toRead: true }];
}

/** What the query was understood as where it can be understood otherwise, and the other reading. */
export function notesBlocks(typed: string): Block[] {
  return notesOn(typed).map(noteBlock);
}

/** A button for the other reading of each. */
export function notesActions(typed: string): Action[] {
  return notesOn(typed).map(({ suggestion }) => useAction(suggestion, 'search'));
}

function noteBlock({ message, suggestion }: Note): Block {
  return text([...inline(`${message} If you meant something else: `), ...code(suggestion)], 'quiet');
}

export function useAction(query: string, use: Use, from = 0): Action {
  const label = `${use === 'search' ? 'Search' : 'Subscribe to'} ${query}`.slice(0, MOST_LABEL);
  const kept = query.slice(0, 1000);
  return {
    label,
    act: use === 'search' ? { do: 'search', query: kept, from } : { do: 'subscribe', query: kept },
  };
}
