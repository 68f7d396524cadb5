/** `unsave`: takes papers off a person's reading list, by ID or by their number on it. */
import { counted } from '../model/counted.ts';
import type { Reply } from '../model/message.ts';
import type { Caller, Context } from './context.ts';
import { NUMBERS, ORDINAL, placesOf } from './list-numbers.ts';
import { listedPapers, namedPaper, notListed } from './listed-paper.ts';
import { paperCommand } from './paper-command.ts';
import { firstOf, says } from './phrases/match.ts';
import { reply, text } from './reply.ts';
import { dropSignal, dropSignals } from './signal.ts';

const LIST = '(?:(?:my|the) )?(?:(?:reading |saved )?list|library|bookmarks|saved papers)';

export const unsave = paperCommand({
  name: 'unsave',
  group: 'read',
  usage: 'unsave <#n | id> ... | all',
  does: 'remove a paper from your reading list',
  details: '`#1` is the first paper on it; `#2-4` are three.',
  example: 'unsave 2511.08544',
  phrases: [
    {
      says: says(
        `(?:remove|delete|drop|clear|take|unsave) (${NUMBERS}) (?:from|off) ${LIST}`,
        `(?:remove|delete|drop|take) (?:papers? )(${NUMBERS}) (?:from|off) ${LIST}`,
      ),
      means: (...found) => `unsave ${firstOf(found)}`,
    },
    {
      says: says(`(?:remove|delete|drop|take|unsave) (${ORDINAL}) (?:from|off) ${LIST}`),
      means: (named) => {
        const places = placesOf(named);
        return places && `unsave ${places}`;
      },
    },
    {
      says: says(
        `(?:clear|empty|delete|reset|wipe|purge) ${LIST}`,
        `(?:remove|delete|clear) (?:all|everything)(?: papers)? (?:from|on|off|in) ${LIST}`,
        '(?:remove|delete|clear) (?:all )?(?:my |the )?(?:saved papers|bookmarks|saves)',
      ),
      means: 'unsave all',
    },
  ],
  each: unsavePaper,
  numbered: listedPapers,
  all: unsaveAll,
});

/** The reply names the paper by its title where it is stored. */
export async function unsavePaper(
  typed: string,
  { person, wrote }: Pick<Caller, 'person' | 'wrote'>,
  context: Pick<Context, 'archive' | 'search' | 'saved' | 'signals' | 'clock' | 'log'>,
): Promise<Reply> {
  const { id, named } = await namedPaper(typed, context);
  const removed = await context.saved.remove(person.id, id);
  if (removed === undefined) return notListed(named);
  const { paper: _, ...kept } = removed;
  const said = [text([{ text: 'Removed ' }, ...named, { text: ' from your reading list.' }])];
  wrote(said);
  await dropSignal(id, 'saved', { person }, context);
  return reply(said, { actions: [{ label: 'Undo', act: { do: 'save', id, ...kept } }] });
}

/** Removes the whole list once a person has confirmed how many papers that are: notes and marks go with them. */
async function unsaveAll(
  confirmed: number,
  { person }: Pick<Caller, 'person'>,
  context: Pick<Context, 'saved' | 'signals' | 'clock' | 'log'>,
): Promise<Reply> {
  const { saved } = context;
  const count = (await saved.of(person.id)).length;
  if (count === 0) return reply([text('Your reading list is empty.')]);
  const all = counted(count, 'paper');
  if (confirmed > 0 && (await saved.removeAll(person.id, confirmed))) {
    await dropSignals('saved', { person }, context);
    return reply([text(`Removed ${all} from your reading list. It is empty now.`)]);
  }
  const what = count === 1 ? 'the only paper' : `all ${all}`;
  return reply([text(`Remove ${what} from your reading list, with your notes? That can't be undone.`)], {
    actions: [
      { label: `Remove ${all}`, act: { do: 'ask', text: `unsave all ${count}` } },
      { label: 'Reading list', act: { do: 'saved', from: 0 } },
    ],
  });
}
