/** Shows what is wrong with a query, or what else it may have meant, with a suggestion. */
import { type Action, type Block, inline, type Reply } from '../model/message.ts';
import { notesOn, type QueryProblem } from '../query/parse.ts';
import { action, code, reply, text } from './reply.ts';

/** What is done with a query: the button of a suggestion does it too. */
export type Use = 'search' | 'subscribe' | { edit: number };

/** A query longer than this, in UTF-16 units, is not shown with its place marked. */
const MOST_MARKED = 200;

/** What is wrong, where, and the query that was probably meant. Nothing was changed. */
export function problemReply(typed: string, problem: QueryProblem, use: Use = 'search'): Reply {
  const blocks = [text(problem.message, 'warning'), ...placeOf(typed, problem)];
  const { suggestion } = problem;
  if (suggestion === undefined)
    return reply([...blocks, text('`/papers help` shows what you can type.', 'quiet')]);
  return reply([...blocks, didYouMean(suggestion)], { actions: [useAction(suggestion, use)] });
}

export function didYouMean(suggestion: string): Block {
  return text([{ text: 'Did you mean ' }, ...code(suggestion), { text: '?' }]);
}

/** The query with its place marked below it; nothing where it would not fit one line. */
export function placeOf(typed: string, { at, length }: QueryProblem): Block[] {
  if (typed.length === 0 || typed.length > MOST_MARKED || typed.includes('\n')) return [];
  const marks = '^'.repeat(Math.max(1, Math.min(length, 80)));
  return [{ kind: 'code', text: `${typed}\n${' '.repeat(at)}${marks}`, toRead: true }];
}

/** What the query was understood as where it can be understood otherwise, and the other reading. */
export function notesBlocks(typed: string): Block[] {
  return notesOn(typed).map(({ message, suggestion }) =>
    text([...inline(`${message} If you meant something else: `), ...code(suggestion)], 'quiet'),
  );
}

/** A button for the other reading of each. */
export function notesActions(typed: string): Action[] {
  return notesOn(typed).map(({ suggestion }) => useAction(suggestion, 'search'));
}

export function useAction(typed: string, use: Use): Action {
  if (typeof use === 'object') {
    const text = `edit #${use.edit} ${typed}`;
    return action(`Use ${typed}`, { do: 'ask', text });
  }
  return use === 'search'
    ? action(`Search ${typed}`, { do: use, query: typed, from: 0 })
    : action(`Subscribe to ${typed}`, { do: use, query: typed });
}
