/** `save`: puts papers on a person's reading list. */
import { type Action, inline, type Reply } from '../model/message.ts';
import { MOST_SAVED, type SavedPaper } from '../reading-lists.ts';
import { misused } from './command.ts';
import type { Caller, Context } from './context.ts';
import { type FindPaperNeeds, withPaper } from './find-paper.ts';
import { readIds } from './ids.ts';
import { paperCommand } from './paper-command.ts';
import { says } from './phrases/match.ts';
import { reply, text } from './reply.ts';
import { noteSignal } from './signal.ts';

/** Only papers are saved: "keep calm" is a search. */
function savable(rest: string): string | undefined {
  return readIds(rest).length > 0 ? `save ${rest}` : undefined;
}

export const save = paperCommand({
  name: 'save',
  group: 'read',
  usage: 'save <id> ...',
  does: 'save a paper to your reading list',
  details: '`<id>` is a paper ID, a DOI, a PubMed number, or a link.',
  example: 'save 2511.08544',
  phrases: [
    {
      says: says(
        '(?:bookmark|remember|keep|star|add to (?:my )?(?:reading )?list|read later|(?:remind me|i want|i need|want) to read|to read:?) (.+)',
      ),
      means: (rest) => savable(rest),
    },
    { says: says('read (.+) later'), means: (rest) => savable(rest) },
    {
      says: says(
        '(?:add|put|save) (.+) (?:to|on|in|for) (?:(?:my|the) )?(?:(?:reading )?list|bookmarks|library|later)',
      ),
      means: (rest) => savable(rest),
    },
    {
      says: says(
        '(?:save|bookmark|keep|star)(?: (?:this|that|it|one|papers?|these|them|the|first|second|third|last|top|newest|all|of|two|three|\\d{1,2}))*',
      ),
      means: misused('save', 'Which paper? Press Save below it, or give its ID or link.', ['saved']),
    },
  ],
  each: savePaper,
});

const FULL = ` was not saved: your reading list is full, with ${MOST_SAVED} papers. Remove some first, such as those that are done.`;

/** @param kept what it had on the list before it was removed */
export function savePaper(
  id: string,
  { person, place, wrote }: Pick<Caller, 'person' | 'place' | 'wrote'>,
  context: FindPaperNeeds & Pick<Context, 'saved' | 'signals' | 'clock' | 'log'>,
  kept: Omit<SavedPaper, 'paper'> = {},
): Promise<Reply> {
  return withPaper(id, context, async ({ id, title }) => {
    const name = { text: title, style: 'strong' as const };
    const added = await context.saved.add(person.id, { paper: id, ...kept });
    const list: Action = { label: 'Reading list', act: { do: 'saved', from: 0 } };
    if (added === 'full') return reply([text([name, ...inline(FULL)], 'warning')], { actions: [list] });
    const line =
      added === 'added'
        ? [{ text: 'Saved ' }, name, ...inline(' to your reading list. `/papers saved` shows it.')]
        : [name, { text: ' is already on your reading list.' }];
    const said = [text(line)];
    if (added === 'added') {
      wrote(said);
      await noteSignal(id, 'saved', { person, place }, context);
    }
    return reply(said, { actions: [{ label: 'Remove', act: { do: 'unsave', id } }, list] });
  });
}
