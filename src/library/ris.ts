/** Reads RIS record by record with citation-js. */
import { messageOf } from '../model/errors.ts';
import { entryOf, skippedOf } from './entry.ts';
import { type FoundEntries, readInTurn } from './in-turn.ts';

const START = /^TY {2}-/gm;
const MOST_ENTRY = 50_000;

/** @param most records that are read */
export async function readRis(text: string, most: number): Promise<FoundEntries> {
  const { default: core } = await import('@citation-js/core');
  await import('@citation-js/plugin-ris');
  const options = { forceType: '@ris/file', target: '@csl/list+object', generateGraph: false } as const;
  return readInTurn(recordsOf(text), most, (record, number) => {
    const entry =
      record.length > MOST_ENTRY ? 'it is too long' : readRecord(record, core.plugins.input.chain, options);
    return typeof entry === 'string' ? skippedOf('', entry, `record ${number}`) : entry;
  });
}

function* recordsOf(text: string): Generator<string> {
  let from: number | undefined;
  for (const { index } of text.matchAll(START)) {
    if (from !== undefined) yield text.slice(from, index);
    from = index;
  }
  if (from !== undefined) yield text.slice(from);
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
