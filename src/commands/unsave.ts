/** `unsave`: takes papers off a person's reading list, by ID or by their number on it. */
import type { Line, Reply } from '../model/message.ts';
import type { Caller, Context } from './context.ts';
import { storedPaper } from './find-paper.ts';
import { paperCommand } from './paper-command.ts';
import { code, reply, text } from './reply.ts';

export const unsave = paperCommand({
  name: 'unsave',
  group: 'read',
  usage: 'unsave <#n | id> ...',
  does: 'remove a paper from your reading list',
  details: '`#1` is the newest paper on it.',
  example: 'unsave 2511.08544',
  each: unsavePaper,
  numbered: ({ person }, { saved }) => saved.of(person.id),
});

/** The reply names the paper by its title where it is stored. */
export async function unsavePaper(
  typed: string,
  { person }: Pick<Caller, 'person'>,
  context: Pick<Context, 'archive' | 'search' | 'saved'>,
): Promise<Reply> {
  const paper = await storedPaper(typed, context);
  const named: Line = paper ? [{ text: paper.title, style: 'strong' }] : code(typed);
  const removed = await context.saved.remove(person.id, paper?.id ?? typed);
  const line: Line = removed
    ? [{ text: 'Removed ' }, ...named, { text: ' from your reading list.' }]
    : [...named, { text: " isn't on your reading list." }];
  return reply([text(line)]);
}
