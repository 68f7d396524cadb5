/** Reads libraries in: files that people hand over, and a Zotero library from time to time. */
import type { Archive } from '../archive/archive.ts';
import type { Settings } from '../config/settings.ts';
import type { LibraryEntry } from '../library/entry.ts';
import { type LibraryItems, type LibraryOwner, openLibraryItems } from '../library/items.ts';
import { createZotero } from '../library/zotero.ts';
import { Cleared, openZoteroState, type ZoteroRead } from '../library/zotero-state.ts';
import { messageOf } from '../model/errors.ts';
import type { LibraryState } from '../model/library.ts';
import type { Runtime } from '../model/ports.ts';
import type { InOneProcess } from '../store/alone.ts';
import type { Tx } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { MOST_READ, type Signals, UNDATED } from '../taste/signals.ts';
import { createBackgroundWork } from './background-work.ts';

/** A library changes slowly. Milliseconds. */
const EVERY_MS = 3_600_000;
/** Ids that are looked up among those that papers go by elsewhere; more would keep a person waiting. */
const MOST_LOOKED_UP = 2_000;

interface LibrariesOutside extends Runtime {
  settings: Settings;
  store: Store;
  archive: Pick<Archive, 'get' | 'getMany'>;
  /** From which taste is learned. */
  signals: Pick<Signals, 'addLibrary' | 'remove' | 'clearLibrary'>;
  unlessElsewhere: InOneProcess['unlessElsewhere'];
  userAgent: string;
  /** Another address than Zotero's own, for tests. */
  zoteroUrl?: string;
}

/** Throws, in a transaction, where what was read is not to be stored any more. */
type Check = (tx: Tx) => Promise<void>;

export type Libraries = ReturnType<typeof createLibraries>;

export function createLibraries(outside: LibrariesOutside) {
  const { settings, store, archive, signals, unlessElsewhere, clock, log, zoteroUrl } = outside;
  const items: LibraryItems = openLibraryItems(store);
  const stopping = new AbortController();
  const library = settings.zotero;
  const zotero =
    library &&
    createZotero({
      ...outside,
      settings: { ...library, ...(zoteroUrl === undefined ? {} : { url: zoteroUrl }) },
      signal: stopping.signal,
    });

  const zoteroState = library && openZoteroState(store, `${library.user} ${library.channel}`);

  /** The same entries under the ids that their papers have here, where they are kept. */
  const resolved = async (entries: readonly LibraryEntry[]): Promise<LibraryEntry[]> => {
    const here = new Set((await archive.getMany(entries.map(({ paper }) => paper))).map(({ id }) => id));
    const made: LibraryEntry[] = [];
    let lookups = 0;
    for (const entry of entries) {
      const isOpen = entry.isKnown && !here.has(entry.paper) && lookups++ < MOST_LOOKED_UP;
      const paper = isOpen ? (await archive.get(entry.paper))?.id : undefined;
      made.push(paper === undefined ? entry : { ...entry, paper });
    }
    return made;
  };

  /**
   * Taste is learned from the newest papers, each as old as it is in the library. A failure is only logged: the papers are stored by
   * then, and reading the library in again teaches what is missing.
   * @throws Cleared
   */
  const teach = async (
    owner: LibraryOwner,
    entries: readonly LibraryEntry[],
    check?: Check,
  ): Promise<void> => {
    const papers = entries.map(({ paper, title, abstract, addedAt = UNDATED }) => {
      return { paper, at: addedAt, text: `${title}\n${abstract}` };
    });
    try {
      await signals.addLibrary(owner, papers.sort((a, b) => b.at - a.at).slice(0, MOST_READ), check);
    } catch (error) {
      if (error instanceof Cleared) throw error;
      log.warn('taste could not learn from a library', { reason: messageOf(error) });
    }
  };

  const add = async (
    owner: LibraryOwner,
    origin: 'file' | 'zotero',
    entries: readonly LibraryEntry[],
    check?: Check,
  ) => {
    const own = await resolved(entries);
    const added = await items.add(owner, origin, own, clock(), check);
    await teach(owner, own, check);
    return added;
  };

  /** Reads what changed, and says how many papers came and went. */
  const sync = async (): Promise<void> => {
    if (zotero === undefined || library === undefined || zoteroState === undefined) return;
    const before = (await zoteroState.get()) ?? { version: 0, at: 0 };
    if (clock() - before.at < EVERY_MS) return;
    const keep = (read: ZoteroRead) => zoteroState.keep(read, before);
    const check: Check = (tx) => zoteroState.check(tx, before);
    await zoteroState.ready();
    try {
      const changes = await zotero.changesSince(before.version);
      if (changes !== undefined) {
        const { added } = await add(library.channel, 'zotero', changes.entries, check);
        const removed = await items.remove(library.channel, 'zotero', changes.removed);
        const owner = library.channel;
        for (const paper of removed)
          await signals.remove({ person: owner, channel: owner, paper, kind: 'library' });
        log.info('a Zotero library was read', {
          added,
          removed: removed.length,
          skipped: changes.skipped.length,
        });
      }
      const isPart = changes?.isPart || before.isPart;
      await keep({
        version: changes?.version ?? before.version,
        at: clock(),
        ...(isPart ? { isPart } : {}),
      });
    } catch (error) {
      if (stopping.signal.aborted) return;
      if (error instanceof Cleared)
        return log.info('a Zotero library was cleared while it was read, and is read anew');
      const problem = messageOf(error);
      log.warn('a Zotero library could not be read', { reason: problem });
      await keep({ ...before, at: clock(), problem });
    }
  };

  const { start, settled } = createBackgroundWork({
    name: 'read the Zotero library',
    failed: 'a Zotero library could not be read',
    work: sync,
    unlessElsewhere,
    log,
  });

  return {
    items: {
      ...items,
      /** With what taste learned of it. */
      async clear(owner: LibraryOwner): Promise<number> {
        const own = library?.channel === owner ? zoteroState : undefined;
        await own?.ready();
        const count = await items.clear(owner, own?.forget);
        await signals.clearLibrary(owner);
        return count;
      },
    },
    add,
    /** How the library of a channel stands; `origin` where Zotero fills it. */
    async state(owner: LibraryOwner): Promise<LibraryState> {
      const isOwn = library?.channel === owner;
      const read = isOwn ? await zoteroState?.get() : undefined;
      return {
        papers: await items.count(owner),
        newest: await items.of(owner, 5),
        ...(isOwn
          ? { zotero: { readAt: read?.at || undefined, problem: read?.problem, isPart: read?.isPart } }
          : {}),
      };
    },
    /** Begins to read the Zotero library if it is time, unless that is in progress. Never throws. */
    start(): void {
      if (zotero !== undefined && !stopping.signal.aborted) start();
    },
    settled,
    async stop(): Promise<void> {
      stopping.abort();
      await settled();
    },
  };
}
