/** Opens the archive with its search index, and keeps the index in a file between runs. */
import { openArchive } from '../archive/archive.ts';
import { openArrivalLog } from '../archive/arrival-log.ts';
import type { KeptDigest } from '../archive/calendar.ts';
import type { Paper } from '../model/paper.ts';
import type { Clock, Log } from '../model/ports.ts';
import { createSearchIndex } from '../search/search-index.ts';
import type { Store } from '../store/store.ts';
import { openIndexFile } from './index-file.ts';

/** @param indexFolder where the index is kept; nowhere when absent */
export async function openLibrary(store: Store, log: Log, clock: Clock, indexFolder: string | undefined) {
  const arrivals = await openArrivalLog(store);
  const indexFile = indexFolder === undefined ? undefined : openIndexFile(indexFolder, arrivals.storeId, log);
  const kept = await indexFile?.load((await arrivals.head()).rev);
  const search = kept?.index ?? createSearchIndex();
  const archive = openArchive({
    papers: store.shelf<Paper>('papers'),
    digests: store.shelf<KeptDigest>('digests'),
    arrivals,
    database: store,
    index: search,
    clock,
    indexed: kept?.revision ?? 0,
    onUnreadable: (shelf, key) =>
      log.warn('a stored value could not be read and was skipped', { shelf, key }),
  });
  return {
    archive,
    search,
    storeId: arrivals.storeId,
    /** Writes the index to its folder, if it changed since. */
    async keepIndex(): Promise<void> {
      const revision = archive.revision();
      if (revision > 0) await indexFile?.keep(search, revision);
    },
  };
}
