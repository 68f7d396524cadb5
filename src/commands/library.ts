/** `library`: shows the library that a channel was given, how to hand one over, and deletes it. */
import { z } from 'zod';
import { counted } from '../model/counted.ts';
import { sayMoment } from '../model/day-format.ts';
import type { LibraryState } from '../model/library.ts';
import type { Block, Line, Reply } from '../model/message.ts';
import type { Command } from './command.ts';
import type { Caller, Context } from './context.ts';
import { says } from './phrases/match.ts';
import { code, reply, text } from './reply.ts';

export const library: Command<{ clears?: 'ask' | 'now'; imports?: true }> = {
  name: 'library',
  keywords: 'zotero mendeley library'.split(' '),
  group: 'read',
  usage: 'library [import|clear]',
  does: 'show the library of this channel, and how to add one',
  details:
    'A library is what your team has read and kept: papers from BibTeX, RIS or CSL-JSON files, or from Zotero. `library import` says how to hand over a file here, and `library clear` deletes the library, once you press a button.',
  changes: 'given',
  isTyped: true,
  phrases: [
    {
      says: says(
        '(?:import|add|upload|connect|sync|use) (?:my|our|the|a) (?:zotero|bibtex|mendeley|library|references)(?: library| file)?',
      ),
      means: 'library',
    },
  ],
  arguments: [{ name: 'does', does: 'Hand over a file, or delete it', value: z.enum(['import', 'clear']) }],
  parse(rest) {
    if (rest === '') return {};
    if (/^(?:import|upload|add)$/i.test(rest)) return { imports: true };
    if (/^(?:clear|delete|reset) now$/i.test(rest)) return { clears: 'now' };
    return /^(?:clear|delete|reset)$/i.test(rest) ? { clears: 'ask' } : undefined;
  },
  run({ clears, imports }, caller, context) {
    if (imports) return reply([text(HAND_OVER), terminalHint(caller)]);
    if (clears === 'ask') return askToClear(caller, context);
    return clears === 'now' ? clear(caller, context) : show(caller, context);
  },
};

/** Platforms take files as they do: attached to a message, to a command, or dropped on the page. */
const HAND_OVER =
  'Hand over a BibTeX, RIS or CSL-JSON file, or an export of Zotero, up to 5 MB. Attach it to this command if the command has a place for a file; otherwise, share it here within the next 10 minutes. Only one file is read.';

function terminalHint({ channel }: Pick<Caller, 'channel'>): Block {
  return text(
    [
      { text: 'Larger files: ' },
      ...code(`paperboy library import FILE --channel ${channel.id}`),
      { text: ' on the machine that runs Paperboy.' },
    ],
    'quiet',
  );
}

type Needs = Pick<Context, 'libraries' | 'delivery'>;

async function show(caller: Caller, { libraries, delivery }: Needs): Promise<Reply> {
  const { channel, place } = caller;
  const { papers, newest, zotero } = await libraries.state(channel.id);
  const whose = place.direct ? 'Your library' : "This channel's library";
  const lines = newest.map(({ paper, title }): Line => (title === '' ? code(paper) : [{ text: title }]));
  const synced: Block[] =
    zotero === undefined ? [] : [text(sayZotero(zotero, delivery.zone(channel)), 'quiet')];
  return reply([
    text(papers === 0 ? `${whose} is empty.` : `${whose} has ${counted(papers, 'paper')}. The newest:`),
    ...(lines.length > 0 ? [{ kind: 'list' as const, lines }] : []),
    ...synced,
    text('`/papers library import` adds papers from a BibTeX, RIS or CSL-JSON file.', 'quiet'),
  ]);
}

function sayZotero({ readAt, problem, isPart }: NonNullable<LibraryState['zotero']>, zone: string): string {
  const last =
    readAt === undefined ? 'Zotero has not been read yet.' : `Zotero was read ${sayMoment(readAt, zone)}.`;
  if (problem !== undefined) return `${last} It failed: ${problem}`;
  return isPart ? `${last} It has more items than are kept here: the newest were read.` : last;
}

async function askToClear({ channel, place }: Caller, { libraries }: Needs): Promise<Reply> {
  const { papers } = await libraries.state(channel.id);
  const whose = place.direct ? 'your library' : "this channel's library";
  if (papers === 0) return reply([text(`There was nothing in ${whose}.`)]);
  const said = `This deletes ${counted(papers, 'paper')} from ${whose}. It can't be undone.`;
  return reply([text(said)], {
    actions: [{ label: 'Delete them', act: { do: 'ask', text: 'library clear now' } }],
  });
}

async function clear({ channel, place, wrote }: Caller, { libraries }: Needs): Promise<Reply> {
  const count = await libraries.items.clear(channel.id);
  const { zotero } = await libraries.state(channel.id);
  const again = zotero === undefined ? '' : ' Zotero fills it again when it is next read.';
  const whose = place.direct ? 'your library' : "this channel's library";
  const said = text(
    count === 0
      ? `There was nothing in ${whose}.`
      : `Deleted ${counted(count, 'paper')} from ${whose}.${again}`,
  );
  wrote([said]);
  return reply([said]);
}
