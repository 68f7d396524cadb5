/** `save`: puts papers on a person's reading list. */
import { inline, type Reply } from '../model/message.ts';
import type { Caller, Context } from './context.ts';
import { type FindPaperNeeds, withPaper } from './find-paper.ts';
import { paperCommand } from './paper-command.ts';
import { reply, text } from './reply.ts';

export const save = paperCommand({
  name: 'save',
  group: 'read',
  usage: 'save <id> ...',
  does: 'save a paper to your reading list',
  details: '`<id>` is a paper ID, a DOI, a PubMed number, or a link.',
  example: 'save 2511.08544',
  each: savePaper,
});

export function savePaper(
  id: string,
  { person }: Pick<Caller, 'person'>,
  context: FindPaperNeeds & Pick<Context, 'saved'>,
): Promise<Reply> {
  return withPaper(id, context, async ({ id, title }) => {
    const name = { text: title, style: 'strong' as const };
    const added = await context.saved.add(person.id, id);
    const line = added
      ? [{ text: 'Saved ' }, name, ...inline(' to your reading list. `/papers saved` shows it.')]
      : [name, { text: ' is already on your reading list.' }];
    return reply([text(line)]);
  });
}
