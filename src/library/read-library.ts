/** Reads the file of a library, whatever its format: BibTeX, RIS, CSL-JSON, an export of Zotero, or an OPML list of feeds. */
import { parseOpml } from 'feedsmith';
import { messageOf } from '../model/errors.ts';
import { withoutLengthElements } from '../text/array-likes.ts';
import { cleanPlain } from '../text/clean.ts';
import { readBibtex } from './bibtex.ts';
import { readCsl } from './csl.ts';
import type { ReadEntries } from './entry.ts';
import { readRis } from './ris.ts';

/** The largest file, in UTF-16 units, and the most entries of it. */
export const MOST_TEXT = 20_000_000;
export const MOST_ENTRIES = 10_000;
/** Feeds that are named. */
const MOST_FEEDS = 200;

export type LibraryFormat = 'BibTeX' | 'RIS' | 'CSL-JSON' | 'OPML';

export interface ReadLibrary extends ReadEntries {
  format: LibraryFormat;
  /** Entries in the file, read or not. */
  found: number;
  /** Addresses of feeds, which are no papers. */
  feeds: string[];
}

/** The library, or why the file is none. Each entry once; never throws. */
export async function readLibrary(text: string): Promise<ReadLibrary | { problem: string }> {
  if (text.length > MOST_TEXT)
    return {
      problem: `It is larger than ${MOST_TEXT / 1_000_000} million characters. Export a part of the library.`,
    };
  const plain = text.replace(/^\ufeff/, '');
  const start = plain.slice(0, 5_000).trimStart();
  try {
    if (/^[[{]/.test(start) && !/^\{\s*\\/.test(start))
      return withFormat('CSL-JSON', readCsl(JSON.parse(plain), MOST_ENTRIES));
    if (/^<\?xml|^<opml/i.test(start)) return readFeeds(plain);
    if (/^TY {2}-/m.test(plain)) return withFormat('RIS', await readRis(plain, MOST_ENTRIES));
    if (/^[ \t]*@[ \t]*[a-z]+[ \t]*[{(]/im.test(plain))
      return withFormat('BibTeX', await readBibtex(plain, MOST_ENTRIES));
  } catch (error) {
    return { problem: `It can't be read: ${cleanPlain(messageOf(error).slice(0, 200))}.` };
  }
  return { problem: "This isn't a BibTeX, RIS, CSL-JSON or OPML file." };
}

function withFormat(
  format: LibraryFormat,
  { entries, skipped, found }: ReadEntries & { found: number },
): ReadLibrary {
  const once = new Map(entries.map((entry) => [entry.paper, entry]));
  return { format, found, feeds: [], entries: [...once.values()], skipped };
}

interface Outline {
  xmlUrl?: string;
  outlines?: Outline[];
}

function readFeeds(text: string): ReadLibrary | { problem: string } {
  if (!/<opml/i.test(text.slice(0, 5_000))) return { problem: 'It is XML, but no OPML list of feeds.' };
  const open: Outline[] = [
    ...((parseOpml(withoutLengthElements(text)) as { body?: { outlines?: Outline[] } }).body?.outlines ?? []),
  ];
  const feeds = new Set<string>();
  // The list grows as it is walked.
  for (const one of open) {
    if (feeds.size === MOST_FEEDS) break;
    if (one.xmlUrl !== undefined && /^https?:\/\/\S{1,500}$/i.test(one.xmlUrl)) feeds.add(one.xmlUrl);
    open.push(...(one.outlines ?? []));
  }
  return { format: 'OPML', found: feeds.size, feeds: [...feeds], entries: [], skipped: [] };
}
