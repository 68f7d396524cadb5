/** Defines what the core needs from sources of papers. */
import type { Day, Digest, Paper } from './paper.ts';

/** What a source has now. */
export interface Batch {
  /** Newest last. A part that cannot be read is in a digest's `skipped`. */
  digests: Digest[];
  /** Papers that came again in a newer version: what is kept of them changes, and nothing is posted. */
  revised?: Paper[];
  /** What is wrong although the rest could be read, each a sentence for people. */
  problems?: string[];
  /** There is more to give: it is asked again as soon as this is kept. */
  more?: true;
  /** The same list came as before, when a new one was due. */
  stale?: boolean;
  /** When it should be read again, in milliseconds since 1970; absent: at the next tick. */
  nextAt?: number;
  /** To be called once all of it is kept: what is not is given again. */
  kept?(): Promise<void>;
}

/** Where digests come from. */
export interface Source {
  readonly name: string;
  /** Asked over the network: not at every tick, and more rarely while it fails. */
  readonly live?: true;
  /** What it has now; a bare list is a batch with nothing else to say. */
  fetch(): Promise<Digest[] | Batch>;
  /** Digests of one day of the past, none where it had none. Absent where the past cannot be asked for. */
  past?: { readonly since: Day; fetch(day: Day): Promise<Digest[]> };
}

/** Where papers are found that are not kept here. */
export interface Finder {
  /** As people know it, such as `Hugging Face`. */
  readonly name: string;
  /** Best first. Throws when it cannot be asked, or not in the time that a person waits. */
  search(words: string, limit: number): Promise<Paper[]>;
  /** One paper by its id; undefined when there is none. Throws as `search` does. */
  fetch(id: string): Promise<Paper | undefined>;
}
