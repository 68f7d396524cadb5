/** Keeps up to which version a Zotero library was read, so that a library that is cleared meanwhile, in any process, stays cleared. */
import type { Tx } from '../store/database.ts';
import type { Store } from '../store/store.ts';

/** Up to which version it was read, and when; 0 where it has yet to be read. */
export interface ZoteroRead {
  version: number;
  at: number;
  problem?: string;
  /** Whether it has more items than were read. */
  isPart?: boolean;
  /** How often the library was cleared here. */
  clears?: number;
}

/** Thrown where the library was cleared since its reading began. */
export class Cleared extends Error {}

export type ZoteroState = ReturnType<typeof openZoteroState>;

/** @param name of the library and its channel */
export function openZoteroState(store: Pick<Store, 'shelf'>, name: string) {
  const states = store.shelf<ZoteroRead>('zotero');
  const isSince = (kept: ZoteroRead | undefined, { clears = 0 }: ZoteroRead) =>
    (kept?.clears ?? 0) === clears;
  return {
    /** Makes what `check` and `forget` need, which their transactions cannot. */
    ready: () => states.ready(),
    get: () => states.get(name),
    /** Stores how far it was read, unless the library was cleared since `begun`. */
    async keep(read: ZoteroRead, begun: ZoteroRead): Promise<void> {
      const value = { ...read, clears: begun.clears ?? 0 };
      await states.merge([{ key: name, value }], (kept, came) =>
        isSince(kept, begun) ? came : (kept as ZoteroRead),
      );
    },
    /** @throws Cleared where nothing that was read since `begun` is to be stored */
    async check({ query }: Tx, begun: ZoteroRead): Promise<void> {
      const [kept] = await states.within({ query }).getMany([name]);
      if (!isSince(kept, begun)) throw new Cleared();
    },
    /** Lets it be read anew from its first version. */
    async forget({ query }: Tx): Promise<void> {
      const anew = { version: 0, at: 0 };
      await states
        .within({ query })
        .merge([{ key: name, value: anew }], (kept) => ({ ...anew, clears: (kept?.clears ?? 0) + 1 }));
    },
  };
}
