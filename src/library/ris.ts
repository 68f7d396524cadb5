/** Reads RIS record by record with citation-js. */
import { setImmediate as breathe } from 'node:timers/promises';
import { messageOf } from '../model/errors.ts';
import { entryOf, type ReadEntries, skippedOf } from './entry.ts';

const START = /^TY {2}-/gm;
const MOST_ENTRY = 50_000;
const AT_ONCE = 20;

/** @param most records that are read */
export async function readRis(text: string, most: number): Promise<ReadEntries & { found: number }> {
  const starts = [...text.matchAll(START)].map(({ index }) => index);
  const read: ReadEntries = { entries: [], skipped: [] };
  const { default: core } = await import('@citation-js/core');
  await import('@citation-js/plugin-ris');
  const options = { forceType: '@ris/file', target: '@csl/list+object', generateGraph: false } as const;
  for (const [at, index] of starts.slice(0, most).entries()) {
    if (at % AT_ONCE === 0) await breathe();
    const chunk = text.slice(index, starts[at + 1]);
    const entry =
      chunk.length > MOST_ENTRY ? 'it is too long' : readRecord(chunk, core.plugins.input.chain, options);
    if (typeof entry === 'string') read.skipped.push(skippedOf('', entry, `record ${at + 1}`));
    else read.entries.push(entry);
  }
  return { ...read, found: starts.length };
}

type Chain = typeof import('@citation-js/core').default.plugins.input.chain;

function readRecord(chunk: string, chain: Chain, options: Parameters<Chain>[1]) {
  try {
    const own = chain(chunk, options)[0] ?? {};
    // Other names of the title in older exports.
    const title = own.title ?? /^(?:T1|CT) {2}- *(.{1,500})$/m.exec(chunk)?.[1];
    const notes = [...chunk.matchAll(/^(?:N1|M1|M3|C7|AN|PB|JO|T2) {2}- *(.{1,500})$/gm)].map(
      ([, note]) => note,
    );
    return entryOf({ title, abstract: own.abstract, doi: own.DOI, links: [own.URL], texts: notes });
  } catch (error) {
    return `it can't be read: ${messageOf(error).split('\n', 1)[0]?.slice(0, 120)}`;
  }
}
