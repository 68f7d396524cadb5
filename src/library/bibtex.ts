/** Reads BibTeX entry by entry with citation-js, so that one bad entry costs nothing but itself. */
import { setImmediate as breathe } from 'node:timers/promises';
import { messageOf } from '../model/errors.ts';
import { entryOf, type ReadEntries, skippedOf } from './entry.ts';

/** Where an entry begins: at the start of a line. */
const START = /^[ \t]*@[ \t]*([a-z]+)[ \t]*[{(]/gim;
/** Abbreviations and text between entries. */
const NO_ENTRY = /^(?:comment|preamble|string)$/i;
/** A longer entry is none that a program wrote. UTF-16 units. */
const MOST_ENTRY = 50_000;
/** Entries between which other work of the process runs. */
const AT_ONCE = 10;

/** @param most entries that are read; what comes after is left to the caller */
export async function readBibtex(text: string, most: number): Promise<ReadEntries & { found: number }> {
  const starts = [...text.matchAll(START)].filter(([, type = '']) => !NO_ENTRY.test(type));
  const edges = [...text.matchAll(START)].map(({ index }) => index);
  const next = new Map(edges.map((edge, at) => [edge, edges[at + 1] ?? text.length]));
  const read: ReadEntries = { entries: [], skipped: [] };
  const parse = await loadParser();
  for (const [at, { index }] of starts.slice(0, most).entries()) {
    if (at % AT_ONCE === 0) await breathe();
    const chunk = text.slice(index, next.get(index));
    const label = /[{(]\s*([^,\s{}=]{1,60})/.exec(chunk.slice(0, 200))?.[1] ?? '';
    const entry = chunk.length > MOST_ENTRY ? 'it is too long' : readChunk(chunk, parse);
    if (typeof entry === 'string') read.skipped.push(skippedOf(label, entry, `number ${at + 1}`));
    else read.entries.push(entry);
  }
  return { ...read, found: starts.length };
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

function readChunk(chunk: string, parse: Parse) {
  try {
    // Keys are of no use here, and some programs write none or such with spaces.
    const [entry] = parse(chunk.replace(/^\s*@\s*([a-z]+)\s*([{(])[^,={}]{0,200}(?=,)/i, '@$1$2key'));
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
