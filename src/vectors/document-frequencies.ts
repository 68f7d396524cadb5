/** Loads the shipped table of how many papers each term occurs in, which weighs terms the same in every archive. */
import { readFileSync } from 'node:fs';
import { crc32, gunzipSync } from 'node:zlib';

interface Table {
  /** Papers that were counted. */
  papers: number;
  /** A term that is not listed is in fewer papers. */
  fewest: number;
  counts: ReadonlyMap<string, number>;
}

const file = new URL('./document-frequencies.txt.gz', import.meta.url);
let loaded: Table | undefined;
let checksum: number | undefined;

/** Read on first use, as most commands need none of it: some 10 ms. */
function table(): Table {
  loaded ??= readTable();
  return loaded;
}

function readTable(): Table {
  const [head = '', ...lines] = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');
  const [papers = 0, fewest = 0] = (head.match(/\d+/g) ?? []).slice(1).map(Number);
  const counts = new Map<string, number>();
  for (const line of lines) {
    const space = line.lastIndexOf(' ');
    counts.set(line.slice(0, space), Number(line.slice(space + 1)));
  }
  return { papers, fewest, counts };
}

/** Changes with the table. What `like:` means may change only with it and with the analyzer. The table is not unpacked. */
export function frequenciesChecksum(): number {
  checksum ??= crc32(readFileSync(file));
  return checksum;
}

/** Parts of one in a rarity: whole numbers add up to the same sum in any order. */
const PARTS = 16;

/** Whether the table has the term. */
export function isListed(term: string): boolean {
  return table().counts.has(term);
}

/**
 * How rare a term is: the natural logarithm of the papers over those with the term, in sixteenths, as a whole number. A term
 * that the table lacks counts as in one paper less than the rarest of the table; a function word is worth 0.
 */
export function rarityOf(term: string): number {
  const { counts, papers, fewest } = table();
  return Math.round(PARTS * Math.log(papers / (counts.get(term) ?? fewest - 1)));
}
