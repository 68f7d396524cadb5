/** `done`, `undone`: marks papers on a person's reading list as done, or as still to be read. They stay on it. */
import { counted } from '../model/counted.ts';
import type { Action, Line, Reply } from '../model/message.ts';
import type { Caller, Context } from './context.ts';
import { readIds } from './ids.ts';
import { placesOf, readNumbers } from './list-numbers.ts';
import { listedPapers, namedPaper, notListed } from './listed-paper.ts';
import { paperCommand } from './paper-command.ts';
import { firstOf, says } from './phrases/match.ts';
import { reply, text } from './reply.ts';

/** All of the list, as a sentence names it. */
const ALL = /^(?:all|everything)(?: of)?(?: (?:it|them|my|the|reading|list|papers|saved))*$/i;
/** Places on the list, or a paper: "done deal" is a search. */
const isNamed = (rest: string) =>
  readNumbers(rest) !== undefined || ALL.test(rest) || readIds(rest).length > 0;

export const done = paperCommand({
  name: 'done',
  group: 'read',
  usage: 'done <#n | id> ... | all',
  does: 'mark a paper on your reading list as done',
  details: 'It stays on the list, apart from what is to be read. `done #1-5` marks several.',
  example: 'done #1',
  isTyped: true,
  phrases: [
    {
      says: says(
        '(?:mark|set) (.+?) (?:as )?(?:done|read|finished)',
        "(?:finished|completed|done with|(?:i have|i've|i) (?:read|finished)) (.+)",
      ),
      means: (...found) => {
        const named = firstOf(found);
        const rest = placesOf(named) ?? named;
        return isNamed(rest) ? `done ${ALL.test(rest) ? 'all' : rest}` : undefined;
      },
    },
  ],
  each: (id, caller, context) => markDone(id, true, caller, context),
  numbered: listedPapers,
  all: (_count, caller, context) => markAllDone(caller, context),
});

export const undone = paperCommand({
  name: 'undone',
  aliases: ['unread'],
  group: 'read',
  usage: 'undone <#n | id> ... | all',
  does: 'mark a paper on your reading list as still to be read',
  example: 'undone #5',
  isTyped: true,
  phrases: [
    {
      says: says('(?:mark|set) (.+?) (?:as )?(?:undone|unread|not (?:done|read)|to be read)'),
      means: (named) => {
        const rest = placesOf(named) ?? named;
        return isNamed(rest) ? `undone ${ALL.test(rest) ? 'all' : rest}` : undefined;
      },
    },
  ],
  each: (id, caller, context) => markDone(id, false, caller, context),
  numbered: listedPapers,
  all: (_count, caller, context) => markUndone(undefined, caller, context),
});

export async function markDone(
  typed: string,
  isDone: boolean,
  { person, wrote }: Pick<Caller, 'person' | 'wrote'>,
  context: Pick<Context, 'archive' | 'search' | 'saved' | 'clock'>,
): Promise<Reply> {
  const { id, named } = await namedPaper(typed, context);
  const isListed = await context.saved.setDone(person.id, id, isDone ? context.clock() : undefined);
  if (!isListed) return notListed(named);
  const line: Line = isDone
    ? [{ text: 'Marked ' }, ...named, { text: ' as done. It stays on your reading list.' }]
    : [{ text: 'Moved ' }, ...named, { text: ' back to what you want to read.' }];
  wrote([text(line)]);
  const back: Action = { label: 'Undo', act: { do: isDone ? 'undone' : 'done', id } };
  return reply([text(line)], { actions: [back] });
}

/** Marks all that is still to be read as done. It can be undone, and those that were done before stay so. */
async function markAllDone(
  { person }: Pick<Caller, 'person'>,
  { saved, clock }: Pick<Context, 'saved' | 'clock'>,
): Promise<Reply> {
  const at = clock();
  const count = await saved.setAllDone(person.id, at);
  if (count === 0) return reply([text('Nothing on your reading list is left to be read.')]);
  return reply(
    [
      text(
        `Marked ${counted(count, 'paper')} as done. ${count === 1 ? 'It stays' : 'They stay'} on your reading list.`,
      ),
    ],
    {
      actions: [{ label: 'Undo', act: { do: 'undone-all', at } }],
    },
  );
}

/** Moves what is done back to what is to be read: all of it, or what was marked at one moment. */
export async function markUndone(
  at: number | undefined,
  { person }: Pick<Caller, 'person'>,
  { saved }: Pick<Context, 'saved'>,
): Promise<Reply> {
  const count = await saved.setAllUndone(person.id, at);
  if (count === 0) return reply([text('Nothing on your reading list is marked as done.')]);
  return reply([text(`Moved ${counted(count, 'paper')} back to what you want to read.`)]);
}
