/** `done`, `undone`: marks papers on a person's reading list as done, or as still to be read. They stay on it. */
import type { Reply } from '../model/message.ts';
import type { Caller, Context } from './context.ts';
import { readIds } from './ids.ts';
import { listedPapers, namedPaper, notListed } from './listed-paper.ts';
import { says } from './near.ts';
import { paperCommand } from './paper-command.ts';
import { reply, text } from './reply.ts';

/** A place on the list, or a paper: "done deal" is a search. */
const isNamed = (rest: string) => /^#\d{1,3}$/.test(rest) || readIds(rest).length > 0;

export const done = paperCommand({
  name: 'done',
  group: 'read',
  usage: 'done <#n | id> ...',
  does: 'mark a paper on your reading list as done',
  details: 'It stays on the list, apart from what is to be read.',
  example: 'done #1',
  isTyped: true,
  near: [
    {
      says: says(
        '(?:mark|set) (.+?) (?:as )?(?:done|read|finished)',
        "(?:finished|completed|done with|(?:i have|i've|i) (?:read|finished)) (.+)",
      ),
      means: (...found) => {
        const rest = found.find((one) => one !== '') ?? '';
        return isNamed(rest) ? `done ${rest}` : undefined;
      },
    },
  ],
  each: (id, caller, context) => markDone(id, true, caller, context),
  numbered: listedPapers,
});

export const undone = paperCommand({
  name: 'undone',
  aliases: ['unread'],
  group: 'read',
  usage: 'undone <#n | id> ...',
  does: 'mark a paper on your reading list as still to be read',
  example: 'undone #5',
  isTyped: true,
  near: [
    {
      says: says('(?:mark|set) (.+?) (?:as )?(?:undone|unread|not (?:done|read)|to be read)'),
      means: (rest) => (isNamed(rest) ? `undone ${rest}` : undefined),
    },
  ],
  each: (id, caller, context) => markDone(id, false, caller, context),
  numbered: listedPapers,
});

export async function markDone(
  typed: string,
  isDone: boolean,
  { person }: Pick<Caller, 'person'>,
  context: Pick<Context, 'archive' | 'search' | 'saved' | 'clock'>,
): Promise<Reply> {
  const { id, named } = await namedPaper(typed, context);
  const isListed = await context.saved.setDone(person.id, id, isDone ? context.clock() : undefined);
  if (!isListed) return notListed(named);
  return isDone
    ? reply([text([{ text: 'Marked ' }, ...named, { text: ' as done. It stays on your reading list.' }])], {
        actions: [{ label: 'Undo', act: { do: 'undone', id } }],
      })
    : reply([text([{ text: 'Moved ' }, ...named, { text: ' back to what you want to read.' }])], {
        actions: [{ label: 'Undo', act: { do: 'done', id } }],
      });
}
