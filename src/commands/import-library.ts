/** Reads the file of a library in for a channel, and says exactly what was imported and what was not. */
import { type ReadLibrary, readLibrary } from '../library/read-library.ts';
import { counted } from '../model/counted.ts';
import type { Block, Line, Reply } from '../model/message.ts';
import type { Caller, Context } from './context.ts';
import { code, reply, text } from './reply.ts';

/** Entries that were not imported, and feeds, that are named. */
const MOST_NAMED = 10;

/** @param name of the file, as the person knows it */
export async function importLibrary(
  { name, content }: { name: string; content: string },
  { channel, place, wrote }: Caller,
  { libraries }: Pick<Context, 'libraries'>,
): Promise<Reply> {
  const read = await readLibrary(content);
  const file = name.replace(/\s+/g, ' ').slice(0, 100);
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
  const twice = Math.min(read.found, read.entries.length + read.skipped.length);
  const notes = [
    `${read.format}, ${counted(read.found, 'entry', 'entries')}: ${ids.toLocaleString('en')} with an arXiv ID or DOI, ${(read.entries.length - ids).toLocaleString('en')} by title alone.`,
    ...(read.found > twice
      ? [
          `${counted(read.found - twice, 'entry', 'entries')} not imported: listed twice, or beyond the limit.`,
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
