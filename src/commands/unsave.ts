/** `unsave`: takes papers off a person's reading list, by ID or by their number on it. */
import type { Reply } from '../model/message.ts';
import type { Caller, Context } from './context.ts';
import { listedPapers, namedPaper, notListed } from './listed-paper.ts';
import { paperCommand } from './paper-command.ts';
import { reply, text } from './reply.ts';

export const unsave = paperCommand({
  name: 'unsave',
  group: 'read',
  usage: 'unsave <#n | id> ...',
  does: 'remove a paper from your reading list',
  details: '`#1` is the first paper on it.',
  example: 'unsave 2511.08544',
  each: unsavePaper,
  numbered: listedPapers,
});

/** The reply names the paper by its title where it is stored. */
export async function unsavePaper(
  typed: string,
  { person }: Pick<Caller, 'person'>,
  context: Pick<Context, 'archive' | 'search' | 'saved'>,
): Promise<Reply> {
  const { id, named } = await namedPaper(typed, context);
  const removed = await context.saved.remove(person.id, id);
  if (removed === undefined) return notListed(named);
  const { paper: _, ...kept } = removed;
  return reply([text([{ text: 'Removed ' }, ...named, { text: ' from your reading list.' }])], {
    actions: [{ label: 'Undo', act: { do: 'save', id, ...kept } }],
  });
}
