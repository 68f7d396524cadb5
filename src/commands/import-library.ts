/** Reads the file of a library in for a channel, and says exactly what was imported and what was not. */
import { MOST_ENTRIES, type ReadLibrary, readLibrary } from '../library/read-library.ts';
import { createTurns } from '../library/turns.ts';
import { counted } from '../model/counted.ts';
import type { Block, Line, Reply } from '../model/message.ts';
import { cleanPlain } from '../text/clean.ts';
import type { Caller, Context } from './context.ts';
import { code, reply, text } from './reply.ts';

/** Entries that were not imported, and feeds, that are named. */
const MOST_NAMED = 10;

/** Files that wait while another is read: each is held in memory. */
const MOST_WAITING = 3;

interface GivenFile {
  /** As the person knows it. */
  name: string;
  content: string;
}

/** Returns the command: of all files that are handed to the process, one is read at a time. */
export function createImport({ libraries }: Pick<Context, 'libraries'>) {
  const inTurn = createTurns(MOST_WAITING);
  return async (given: GivenFile, caller: Caller): Promise<Reply> => {
    const file = cleanPlain(given.name.slice(0, 100)) || 'file';
    const answer = await inTurn(() => importLibrary(file, given.content, caller, libraries));
    const busy = ': other libraries are being read right now. Nothing was imported. Try again in a minute.';
    return answer ?? reply([text([...code(file), { text: busy }], 'warning')]);
  };
}

async function importLibrary(
  file: string,
  content: string,
  { channel, place, wrote }: Caller,
  libraries: Context['libraries'],
): Promise<Reply> {
  const read = await readLibrary(content);
  if ('problem' in read)
    return reply([text([...code(file), { text: `: ${read.problem} Nothing was imported.` }], 'warning')]);
  if (read.format === 'OPML') return feeds(read);
  const { added, known, over } = await libraries.add(channel.id, 'file', read.entries);
  const ids = read.entries.filter(({ isKnown }) => isKnown).length;
  const whose = place.direct ? 'your library' : "this channel's library";
  const said = text([
    ...code(file),
    {
      text: `: ${counted(added, 'paper')} added to ${whose}${known > 0 ? `; ${known.toLocaleString('en')} ${known === 1 ? 'was' : 'were'} already there` : ''}.`,
    },
  ]);
  wrote([said]);
  const listed = Math.min(read.found, read.entries.length + read.skipped.length);
  const beyond = Math.max(0, read.found - MOST_ENTRIES);
  const twice = read.found - beyond - listed;
  const more = read.isMore ? 'more than ' : '';
  const notes = [
    `${read.format}, ${more}${counted(read.found, 'entry', 'entries')}: ${ids.toLocaleString('en')} with an arXiv ID or DOI, ${(read.entries.length - ids).toLocaleString('en')} by title alone.`,
    ...(twice > 0 ? [`${counted(twice, 'entry', 'entries')} not imported: listed twice.`] : []),
    ...(beyond > 0
      ? [
          `${read.isMore ? 'More than ' : ''}${counted(beyond, 'entry', 'entries')} not imported: one file can have ${MOST_ENTRIES.toLocaleString('en')}. Split it.`,
        ]
      : []),
    ...(over > 0 ? [`${counted(over, 'paper')} not imported: the library is full.`] : []),
  ];
  return reply([said, ...notes.map((note) => text([{ text: note }], 'quiet')), ...skippedBlocks(read)]);
}

function skippedBlocks({ skipped }: ReadLibrary): Block[] {
  if (skipped.length === 0) return [];
  const lines = skipped
    .slice(0, MOST_NAMED)
    .map(({ where, reason }): Line => [...code(where), { text: `: ${reason}.` }]);
  const more = skipped.length - lines.length;
  return [
    text(`${counted(skipped.length, 'entry', 'entries')} not imported:`),
    {
      kind: 'list',
      lines: more > 0 ? [...lines, [{ text: `and ${more.toLocaleString('en')} more` }]] : lines,
    },
  ];
}

/** Feeds are sources, which the settings name. */
function feeds({ feeds: addresses }: ReadLibrary): Reply {
  if (addresses.length === 0)
    return reply([text('This OPML file lists no feeds. Nothing was imported.', 'warning')]);
  const shown = addresses.slice(0, MOST_NAMED);
  return reply([
    text(
      `Nothing was imported: this file lists ${counted(addresses.length, 'feed')}, and feeds are sources. Whoever runs Paperboy can add these to \`SOURCES\`:`,
      'warning',
    ),
    {
      kind: 'list',
      lines: [
        ...shown.map((address): Line => code(`feed:${address}`)),
        ...(addresses.length > shown.length
          ? [[{ text: `and ${addresses.length - shown.length} more` }]]
          : []),
      ],
    },
  ]);
}
