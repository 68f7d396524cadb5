/** What the benches ask of a search engine, ours or a peer. */
import type { Paper } from '../../src/model/paper.ts';

export interface Engine {
  /** Everything from papers to an index that can be asked. */
  build(papers: readonly Paper[]): Promise<Ready> | Ready;
}

export type Mode = 'any' | 'all';

export interface Ready {
  /** Ids of the best papers, best first, for words as a person types them. */
  search(text: string, mode: Mode, limit: number): string[];
  /** Adds papers to the index, until a search finds them. */
  add?(papers: readonly Paper[]): void;
  /** Bytes that Node's own count cannot see, such as a database in memory. */
  hiddenBytes?(): number;
  /** A snapshot, and the index from one: what a restart costs. */
  save?(): unknown;
  load?(saved: unknown): Ready;
}

/** Words of a text for peers that take them apart; letters and digits of any script. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
