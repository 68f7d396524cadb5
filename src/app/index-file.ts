/** Saves the search index in a file next to the store, so that it need not be rebuilt at startup. */
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../model/errors.ts';
import type { Log } from '../model/ports.ts';
import { loadSearchIndex, type SearchIndex } from '../search/search-index.ts';
import { FILE_MODE, FOLDER_MODE } from '../store/sqlite/files.ts';

/** The number is the archive's revision that the index holds: what came since is read from the archive. */
const NAME = /^search-(\d+)\.index$/;

/** @param storeId tells this store's revisions from another's */
export function openIndexFile(folder: string, storeId: string, log: Log) {
  const path = (revision: number) => join(folder, `search-${revision}.index`);
  const fingerprint = (revision: number) => `${storeId} ${revision}`;
  const kept = async (): Promise<number[]> => {
    const names = await readdir(folder).catch(() => []);
    return names
      .flatMap((name) => NAME.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => b - a);
  };

  const write = async (index: SearchIndex, revision: number): Promise<void> => {
    const before = await kept();
    if (before.includes(revision)) return;
    const fresh = `${path(revision)}.${process.pid}`;
    try {
      await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
      // Written aside and renamed: a crash leaves the old one or the new one, never half of one.
      await writeFile(fresh, await index.saveInSlices(fingerprint(revision)), { mode: FILE_MODE });
      await rename(fresh, path(revision));
      for (const old of before) if (old !== revision) await rm(path(old), { force: true });
    } catch (error) {
      await rm(fresh, { force: true }).catch(() => {});
      log.warn('the search index could not be saved; the next start will rebuild it', {
        reason: messageOf(error),
      });
    }
  };
  let last = Promise.resolve();

  return {
    /**
     * The newest index that is whole and of this store, with its revision. A torn or foreign one is never believed, nor one
     * that is ahead of the archive's `head`, as after a backup was put back.
     */
    async load(head: number): Promise<{ index: SearchIndex; revision: number } | undefined> {
      let isOfOther = false;
      for (const revision of await kept()) {
        if (revision > head) continue;
        await chmod(path(revision), FILE_MODE).catch(() => {});
        const bytes = await readFile(path(revision)).catch(() => undefined);
        const index = bytes ? loadSearchIndex(bytes, fingerprint(revision)) : 'damaged';
        if (typeof index !== 'string') return { index, revision };
        if (index === 'damaged') {
          log.warn('the saved search index is incomplete or belongs to another store; rebuilding it', {
            file: path(revision),
          });
        } else if (!isOfOther) {
          const version = index === 'earlier' ? 'an earlier' : 'a later';
          log.info(`the kept search index is of ${version} version, and is built again`);
          isOfOther = true;
        }
      }
      return undefined;
    },
    /** Saves an index, replacing earlier ones, one at a time. A failure is logged; the next start then rebuilds the index. */
    keep(index: SearchIndex, revision: number): Promise<void> {
      last = last.then(() => write(index, revision));
      return last;
    },
  };
}
