/** The driver for SQLite: one file, one connection for each process, and locks by the file's own. */

import { resolve } from 'node:path';
import type { Driver } from '../driver.ts';
import { createWatchers, type Watchers } from '../watchers.ts';
import { backupsBeside } from './backups.ts';
import { createBulk } from './bulk.ts';
import { storeError } from './failure.ts';
import { type FileOptions, openFile } from './open.ts';
import { openShelf } from './shelf.ts';

const WAYS = {
  elsewhere: 'set DATA_DIR to another folder',
  restore:
    'Replace it with a backup and delete the -wal and -shm files next to it, or move it away to start fresh.',
};

/** Stores that one process opens on the same file hear each other. */
const watchersOf = new Map<string, { watchers: Watchers; stores: number }>();

/**
 * @param path of the file; `:memory:` keeps nothing
 * @param clock in milliseconds since 1970: processes that share a file share a machine and its clock
 * @throws PaperboyError `store` naming the file and what to do
 */
export function openSqlite(path: string, options: FileOptions, clock: () => number): Driver {
  const dialect = openFile(path, options);
  const { watchers, leave } = joinWatchers(path);
  return {
    kind: 'sqlite',
    name: path,
    ways: {
      ...WAYS,
      get restore() {
        return WAYS.restore + backupsBeside(path);
      },
    },
    dialect,
    now: clock,
    failure: (access, error) => storeError(path, access, error),
    isWorthAnotherTry: () => false,
    // A transaction is the only one that writes, from its beginning.
    lock: async () => {},
    announce: async () => {},
    committed: (changes) => changes.forEach(watchers.tell),
    watch: watchers.add,
    openShelf,
    bulk: createBulk(path),
    close: async () => leave(),
  };
}

function joinWatchers(path: string): { watchers: Watchers; leave(): void } {
  if (path === ':memory:') return { watchers: createWatchers(), leave() {} };
  const key = resolve(path);
  const shared = watchersOf.get(key) ?? { watchers: createWatchers(), stores: 0 };
  shared.stores++;
  watchersOf.set(key, shared);
  return {
    watchers: shared.watchers,
    leave() {
      shared.stores--;
      if (shared.stores === 0 && watchersOf.get(key) === shared) watchersOf.delete(key);
    },
  };
}
