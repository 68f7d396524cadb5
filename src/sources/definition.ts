/** Defines what a source exports to be listed: how `SOURCES` names it, its own settings, and how it is built. */
import type { Env } from '../model/adapter-definition.ts';
import type { Paper } from '../model/paper.ts';
import type { Clock, Shelf } from '../model/ports.ts';
import type { Source } from '../model/source-ports.ts';
import type { Http } from './http.ts';

/**
 * `P` is what an entry of `SOURCES` says, such as the categories of `arxiv:cs.LG+cs.CL`; `S` are the source's own settings,
 * which all of its entries share.
 */
export interface SourceDefinition<P extends object = object, S extends object = object> {
  /** What an entry of `SOURCES` is or begins with: `arxiv`. */
  readonly scheme: string;
  readonly describe: {
    /** An entry as people write it: `arxiv:cs.LG+cs.CL`. */
    example: string;
    /** What it gives, for the list of sources. */
    gives: string;
  };
  /** Names of its own settings, if any; `secrets` are those whose values are never printed or logged. */
  readonly settings?: readonly string[];
  readonly secrets?: readonly string[];
  /** Reads an entry after its scheme and the colon, empty where nothing follows. A problem continues `SOURCES has "...": `. */
  parse(rest: string, cwd: string): P | { problem: string };
  /** Reads its own settings. Absent where there are none. */
  readSettings?(env: Env): { values: S; problems: [] } | { values: undefined; problems: string[] };
  /** @param siblings all entries of this scheme, for names that tell them apart */
  create(entry: P, outside: SourceOutside<S>, siblings: readonly P[]): Source;
  /** Looks up papers that are not in the archive. Absent where the source cannot. */
  lookup?(outside: Pick<SourceOutside<S>, 'settings' | 'http'>): Lookup;
}

export interface SourceOutside<S extends object = object> {
  settings: S;
  http: Http;
  /** What sources remember over a restart; each has keys of its own. */
  memory: <T>() => Shelf<T>;
  clock: Clock;
  random: () => number;
  /** Whether the archive holds no paper. */
  isEmpty: () => boolean;
}

/** What a source asked over the network is built with, besides its own. */
export interface LiveOutside<M> extends Pick<SourceOutside, 'clock' | 'random'> {
  memory: Shelf<M>;
}

/** Looks up papers while a person waits. Every call throws when there is no answer in `withinMs`. */
export interface Lookup {
  /** As people know it, such as `Hugging Face`. */
  readonly name: string;
  /** Best first. Absent where words cannot be searched for. */
  search?(words: string, limit: number, withinMs: number): Promise<Paper[]>;
  /** Whether an id is of a kind that it has papers of. */
  knows(id: string): boolean;
  paper(id: string, withinMs: number): Promise<Paper | undefined>;
}

/** For sources whose entry is their scheme alone. */
export function parseNothing(rest: string): object | { problem: string } {
  return rest === '' ? {} : { problem: "nothing can follow this source's name." };
}
