/** `note`: writes a note on a paper of a person's reading list: `note 2 read section 3 first`. */
import { z } from 'zod';
import { countCharacters } from '../model/characters.ts';
import { counted } from '../model/counted.ts';
import { inline, type Line, type Reply } from '../model/message.ts';
import { MOST_NOTE } from '../reading-lists.ts';
import type { Command } from './command.ts';
import type { Caller, Context } from './context.ts';
import { MOST_ID, readId } from './ids.ts';
import { listedPapers, namedPaper, notListed } from './listed-paper.ts';
import { listed } from './paper-command.ts';
import { says } from './phrases/match.ts';
import { code, reply, text } from './reply.ts';

const PLACE = /^(?:#\d{1,9}|\d{1,3}):?$/;
/** What is typed to take a note away. */
const NONE = /^(?:-|none|remove|delete|clear)?$/i;

interface Noted {
  id: string;
  /** Empty: the note is shown. */
  note: string;
}

export const note: Command<Noted> = {
  name: 'note',
  aliases: ['notes', 'comment'],
  group: 'read',
  usage: 'note <#n | id> <text>',
  does: 'write a note on a paper of your reading list',
  details: `Only you see it. It can have up to ${MOST_NOTE} characters; \`none\` removes it.`,
  example: 'note #2 read section 3 first',
  isTyped: true,
  arguments: [
    {
      name: 'id',
      does: 'The paper: its number on your list, or its ID',
      value: z.string().max(MOST_ID),
      required: true,
    },
    { name: 'text', does: 'The note', value: z.string() },
  ],
  phrases: [
    {
      says: says(`(?:clear|delete|remove) (?:the |my )?note (?:on |of |for |from )?(#?\\d{1,3}|\\S+\\d)`),
      means: (id) => `note ${id} none`,
    },
    {
      says: says('(?:add|write|make|leave) (?:a |my )?note (?:on|to|for|about) ([^\\s:]+):? (.+)'),
      means: (id, words) => (PLACE.test(id) || readId(id) !== undefined ? `note ${id} ${words}` : undefined),
    },
    { says: says('(?:(?:show|list|see) )?(?:all )?(?:my|the) notes'), means: 'saved' },
  ],
  parse(rest) {
    const [, first = '', words = ''] = /^(?:(?:on|for|to)\s+)?(\S+)\s*(.*)$/s.exec(rest) ?? [];
    const place = PLACE.test(first) ? first.replace(':', '') : undefined;
    const id = place ?? readId(first.replace(/:$/, ''));
    // "note taking with LLMs" is a search.
    if (id === undefined)
      return rest === '' ? { problem: 'Which paper? Give its number on your list, or its ID.' } : undefined;
    return { id, note: words.trim() };
  },
  async run({ id, note }, caller, context) {
    const paper = PLACE.test(id) ? (listed(id, await listedPapers(caller, context)) ?? id) : id;
    return note === '' ? sayNote(paper, caller, context) : writeNote(paper, note, caller, context);
  },
};

type Needs = Pick<Context, 'archive' | 'search' | 'saved'>;

/** @param note an empty one, or `none`, removes the one that is there */
export async function writeNote(
  typed: string,
  note: string,
  { person }: Pick<Caller, 'person'>,
  context: Needs,
): Promise<Reply> {
  const length = countCharacters(note.trim());
  if (length > MOST_NOTE) {
    const why = `That note is too long: ${counted(length, 'character')}. A note can have up to ${MOST_NOTE}.`;
    // A form that is closed has lost what was typed in it.
    return reply([text(`Nothing was changed. ${why}`, 'warning'), { kind: 'code', text: note.trim() }]);
  }
  const { id, named } = await namedPaper(typed, context);
  const kept = NONE.test(note.trim()) ? undefined : note.trim();
  if (!(await context.saved.setNote(person.id, id, kept))) return notListed(named);
  const line: Line =
    kept === undefined
      ? [{ text: 'Removed your note on ' }, ...named, { text: '.' }]
      : [{ text: 'Your note on ' }, ...named, { text: `: ${kept}` }];
  return reply([text(line)], { actions: [{ label: 'Reading list', act: { do: 'saved', from: 0 } }] });
}

/** A paper's note, and how to write one. */
export async function sayNote(
  typed: string,
  { person }: Pick<Caller, 'person'>,
  context: Needs,
): Promise<Reply> {
  const { id, named } = await namedPaper(typed, context);
  const list = await context.saved.of(person.id);
  const at = list.findIndex(({ paper }) => paper === id);
  const entry = list[at];
  if (entry === undefined) return notListed(named);
  const line: Line =
    entry.note === undefined
      ? [{ text: 'You have no note on ' }, ...named, { text: '.' }]
      : [{ text: 'Your note on ' }, ...named, { text: `: ${entry.note}` }];
  const how: Line = [
    ...inline('To write one, type '),
    ...code(`/papers note #${at + 1} <text>`),
    { text: '.' },
  ];
  return reply([text(line), text(how, 'quiet')]);
}

/** The note as it is, empty where there is none; undefined where the paper is not on the list. */
export async function noteOn(
  id: string,
  { person }: Pick<Caller, 'person'>,
  { saved }: Pick<Context, 'saved'>,
): Promise<string | undefined> {
  const entry = (await saved.of(person.id)).find(({ paper }) => paper === id);
  return entry && (entry.note ?? '');
}
