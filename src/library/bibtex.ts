/** Reads BibTeX entry by entry with citation-js, so that one bad entry costs nothing but itself. */
import { messageOf } from '../model/errors.ts';
import { type Chunk, chunksOf } from './bibtex-chunks.ts';
import { defineString, type Strings, withStrings } from './bibtex-strings.ts';
import { entryOf, skippedOf } from './entry.ts';
import { type FoundEntries, readInTurn } from './in-turn.ts';

/** Abbreviations and text between entries. */
const NO_ENTRY = /^(?:comment|preamble|string)$/;
/** What must not lose a part. */
const OWN = /^(?:title|abstract|doi|eprint)$/;
/** A longer entry is none that a program wrote. UTF-16 units. */
const MOST_ENTRY = 50_000;

/** @param most entries that are read; what comes after is left to the caller */
export async function readBibtex(text: string, most: number): Promise<FoundEntries> {
  const parse = await loadParser();
  const strings: Strings = new Map();
  return readInTurn(entriesOf(text, strings), most, ({ text: chunk }, number) => {
    const label = /[{(]\s*([^,\s{}=]{1,60})/.exec(chunk.slice(0, 200))?.[1] ?? '';
    const entry = chunk.length > MOST_ENTRY ? 'it is too long' : readChunk(chunk, strings, parse);
    return typeof entry === 'string' ? skippedOf(label, entry, `number ${number}`) : entry;
  });
}

/** The entries, and undefined for what is none; abbreviations are kept as they are met. */
function* entriesOf(text: string, strings: Strings): Generator<Chunk | undefined> {
  for (const chunk of chunksOf(text)) {
    if (chunk.type === 'string' && chunk.text.length <= MOST_ENTRY) defineString(chunk.text, strings);
    yield NO_ENTRY.test(chunk.type) ? undefined : chunk;
  }
}

type Parse = (chunk: string) => Record<string, unknown>[];

/** Loaded when it is needed: most processes read no library. */
async function loadParser(): Promise<Parse> {
  const { default: core } = await import('@citation-js/core');
  await import('@citation-js/plugin-bibtex');
  // The type is named, as the package would fetch what looks like an address.
  const options = {
    forceType: '@bibtex/text',
    target: '@bibtex/entries+list',
    generateGraph: false,
  } as const;
  return (chunk) => core.plugins.input.chain(chunk, options);
}

function readChunk(chunk: string, strings: Strings, parse: Parse) {
  const { text, unknown } = withStrings(chunk, strings, OWN, MOST_ENTRY);
  if (unknown !== undefined)
    return `the abbreviation ${unknown.name.slice(0, 60)} in its ${unknown.field} isn't defined before it`;
  if (text.length > MOST_ENTRY) return 'it is too long';
  try {
    // Keys are of no use here, and some programs write none or such with spaces.
    const [entry] = parse(text.replace(/^\s*@\s*([a-z]+)\s*([{(])[^,={}]{0,200}(?=,)/i, '@$1$2key'));
    const own = (entry?.properties ?? {}) as Record<string, unknown>;
    const isArxiv = /arxiv/i.test(String(own.archiveprefix ?? own.eprinttype ?? ''));
    return entryOf({
      title: own.title,
      abstract: own.abstract,
      doi: own.doi,
      arxiv: isArxiv || own.archiveprefix === undefined ? own.eprint : undefined,
      links: [own.url, own.howpublished, own.ee],
      texts: [own.note, own.journal, own.annote, own.number, own.publisher, own.volume, own.howpublished],
      added: own['date-added'] ?? own.timestamp,
    });
  } catch (error) {
    return `it can't be read: ${messageOf(error).split('\n', 1)[0]?.slice(0, 120)}`;
  }
}
