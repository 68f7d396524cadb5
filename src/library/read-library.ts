/** Reads the file of a library, whatever its format: BibTeX, RIS, CSL-JSON, an export of Zotero, or an OPML list of feeds. */
import { messageOf } from '../model/errors.ts';
import { withoutLengthElements } from '../text/array-likes.ts';
import { cleanPlain } from '../text/clean.ts';
import { readBibtex } from './bibtex.ts';
import { OPEN } from './bibtex-chunks.ts';
import { readCsl } from './csl.ts';
import type { FoundEntries } from './in-turn.ts';
import { isDenseJson } from './json-size.ts';
import { readRis } from './ris.ts';

/** The largest file, in UTF-16 units, and the most entries of it. */
export const MOST_TEXT = 20_000_000;
export const MOST_ENTRIES = 10_000;
/** Feeds that are named. */
const MOST_FEEDS = 200;

export type LibraryFormat = 'BibTeX' | 'RIS' | 'CSL-JSON' | 'OPML';

export interface ReadLibrary extends FoundEntries {
  format: LibraryFormat;
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
    if (/^<\?xml|^<opml/i.test(start)) return await readFeeds(plain);
    const first = FIRST.exec(plain);
    if (first?.[1] !== undefined) return withFormat('BibTeX', await readBibtex(plain, MOST_ENTRIES));
    if (first !== null) return withFormat('RIS', await readRis(plain, MOST_ENTRIES));
    const isBibtex = OPEN.test(plain);
    const json = /^[[{]/.test(start) ? parseJson(plain, isBibtex) : undefined;
    if (json !== undefined) return withFormat('CSL-JSON', await readCsl(json.value, MOST_ENTRIES));
    if (isBibtex) return withFormat('BibTeX', await readBibtex(plain, MOST_ENTRIES));
  } catch (error) {
    return { problem: `It can't be read: ${cleanPlain(messageOf(error).slice(0, 200)).replace(/\.$/, '')}.` };
  }
  return { problem: "This isn't a BibTeX, RIS, CSL-JSON or OPML file." };
}

/** The first entry at the beginning of a line: no JSON has a line that begins so. */
const FIRST = /(?:^|[\r\n])(?:[ \t]{0,20}(@)[ \t]{0,20}[A-Za-z]{1,40}\s{0,20}[{(]|TY {2}-)/;

/** @param mayBeOther whether what is no JSON may be another format; undefined then */
function parseJson(text: string, mayBeOther: boolean): { value: unknown } | undefined {
  try {
    if (isDenseJson(text))
      throw new Error('it has more parts than a library has. Export a part of the library.');
    return { value: JSON.parse(text) };
  } catch (error) {
    if (mayBeOther) return undefined;
    throw error;
  }
}

function withFormat(format: LibraryFormat, { entries, ...found }: FoundEntries): ReadLibrary {
  const once = new Map(entries.map((entry) => [entry.paper, entry]));
  return { ...found, format, feeds: [], entries: [...once.values()] };
}

interface Outline {
  xmlUrl?: string;
  outlines?: Outline[];
}

async function readFeeds(text: string): Promise<ReadLibrary | { problem: string }> {
  if (!/<opml/i.test(text.slice(0, 5_000))) return { problem: 'It is XML, but no OPML list of feeds.' };
  // Loaded with the first list of feeds, which most processes never read.
  const { parseOpml } = await import('feedsmith');
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
  return { format: 'OPML', found: feeds.size, isMore: false, feeds: [...feeds], entries: [], skipped: [] };
}
