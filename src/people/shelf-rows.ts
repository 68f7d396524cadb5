/** Finds what a shelf holds of a person or a workspace, and deletes it, or takes the person out of what others share. */
import { isSame, type ShelfTraces, type Subject } from '../model/traces.ts';
import type { Store } from '../store/store.ts';

type KeptShelf = Pick<ReturnType<Store['shelf']>, 'entries' | 'get' | 'deleteUnchanged' | 'merge'>;
type Traces = Extract<ShelfTraces, { kind: string }>;

/** How often a value that others change meanwhile is taken out. */
const TRIES = 4;

/**
 * Reads the whole shelf before it changes it: a shelf must not change while it is read.
 * @returns how much of its kind goes, how many values name the subject and stay, and how many of them were changed again and again, and stayed
 */
export async function takeFromShelf(
  shelf: KeptShelf,
  { without, count }: Traces,
  subject: Subject,
  isDry: boolean,
): Promise<{ deleted: number; changed: number; left: number }> {
  const found: [string, unknown][] = [];
  const counts = { deleted: 0, changed: 0, left: 0 };
  for await (const [key, value] of shelf.entries()) {
    const rest = without(key, value, subject);
    if (isSame(rest, value)) continue;
    found.push([key, value]);
    if (count !== undefined) counts.deleted += count(value, subject);
    else counts[rest === undefined ? 'deleted' : 'changed']++;
  }
  if (isDry) return counts;
  for (const [key, value] of found) if (!(await takeOut(shelf, without, key, value, subject))) counts.left++;
  return counts;
}

/** Takes the subject out of a value; of what was changed since it was read, out of what it is then. Returns whether that was done. */
async function takeOut(
  shelf: KeptShelf,
  without: Traces['without'],
  key: string,
  value: unknown,
  subject: Subject,
): Promise<boolean> {
  let now = value;
  for (let tries = 0; tries < TRIES; tries++) {
    if (without(key, now, subject) === undefined) await shelf.deleteUnchanged(key, now);
    else await shelf.merge([{ key, value: undefined }], (kept) => without(key, kept, subject) ?? kept);
    now = await shelf.get(key);
    if (now === undefined || isSame(without(key, now, subject), now)) return true;
  }
  return false;
}
