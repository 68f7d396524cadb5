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
  let atHand = new Map<string, Paper>();
  let revision = archive.revision();
  return async (ids) => {
    if (revision !== archive.revision() || atHand.size > MOST) {
      revision = archive.revision();
      atHand = new Map();
    }
    const missing = ids.filter((id) => !atHand.has(id));
    // Another call may empty the cache in the meantime; this one continues with its own reference.
    const known = atHand;
    for (const paper of missing.length > 0 ? await archive.getMany(missing) : []) known.set(paper.id, paper);
    return ids.flatMap((id) => known.get(id) ?? []);
  };
}
