/**
 * Caches papers that are asked for again and again, as when a day's post goes to thousands of channels: each is read
 * once. The cache is emptied as soon as the archive changes.
 */
import type { Paper } from '../model/paper.ts';
import type { Archive } from './archive.ts';

/** A day or two of papers; some megabytes. */
const MOST = 1_000;

/** In the order asked; ids that are not kept are left out. */
export function keepAtHand(
  archive: Pick<Archive, 'getMany' | 'revision'>,
): (ids: readonly string[]) => Promise<Paper[]> {
  let atHand = new Map<string, Paper | Promise<Paper | undefined>>();
  let revision = archive.revision();
  /** Papers that are being read are at hand for others who ask meanwhile; what is not kept, or could not be read, is asked for again. */
  const read = async (ids: readonly string[], known: typeof atHand): Promise<void> => {
    const reading = archive.getMany(ids).then((papers) => new Map(papers.map((paper) => [paper.id, paper])));
    for (const id of ids) {
      const paper = reading.then((found) => found.get(id));
      paper.catch(() => {});
      known.set(id, paper);
    }
    const found = await reading.catch(() => new Map<string, Paper>());
    for (const id of ids) {
      const paper = found.get(id);
      if (paper === undefined) known.delete(id);
      else known.set(id, paper);
    }
  };
  return async (ids) => {
    if (revision !== archive.revision() || atHand.size > MOST) {
      revision = archive.revision();
      atHand = new Map();
    }
    const missing = ids.filter((id) => !atHand.has(id));
    if (missing.length > 0) void read(missing, atHand);
    const papers = await Promise.all(ids.map((id) => atHand.get(id)));
    return papers.filter((paper) => paper !== undefined);
  };
}
