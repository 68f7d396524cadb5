/** Offers to follow an author when a topic is an author's name and no paper has its words. */
import type { Action, Block } from '../model/message.ts';
import { notesOn, parseQuery } from '../query/parse.ts';
import { findByAuthor } from './by-author.ts';
import type { Context } from './context.ts';
import { useAction } from './problem.ts';
import { code, counted, inline, text } from './reply.ts';

/** The offers for these topics as typed, with a button for each; none where papers have the words. */
export async function authorOffers(
  parts: readonly string[],
  context: Pick<Context, 'archive' | 'search'>,
): Promise<{ blocks: Block[]; actions: Action[] }> {
  const blocks: Block[] = [];
  const actions: Action[] = [];
  for (const part of parts) {
    const parsed = parseQuery(part);
    if (!parsed.ok || context.search.search(parsed.query, { limit: 1 }).total > 0) continue;
    const author = findByAuthor(part, parsed.query, context.search, { limit: 5 });
    if (author === undefined || notesOn(part).some(({ suggestion }) => suggestion === author.typed)) continue;
    const papers = await context.archive.getMany(author.found.hits.map(({ id }) => id));
    const verb = author.found.total === 1 ? 'is' : 'are';
    const said = `${counted(author.found.total, 'paper')} ${verb} by ${author.nameIn(papers)}. To follow the author, subscribe to `;
    blocks.push(text([...inline(said), ...code(author.typed), { text: '.' }], 'warning'));
    actions.push(useAction(author.typed, 'subscribe'));
  }
  return { blocks, actions };
}
