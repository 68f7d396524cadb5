/** Checks the store: that it can be written and read, how much room it has, and whether its posts are sent. */
import { counted } from '../model/counted.ts';
import { sayMoment } from '../model/day-format.ts';
import { doubtful, type Finding, failed, well } from '../model/finding.ts';
import type { Clock, Shelf } from '../model/ports.ts';

/** Less room is a warning, and less than `LEAST_BYTES` is too little to go on. */
const FEW_BYTES = 1_000_000_000;
const LEAST_BYTES = 50_000_000;
/** A post that was due longer ago than this isn't being sent. Milliseconds. */
const OVERDUE_MS = 10 * 60_000;
/** Clocks of this machine and of a database server that are further apart are told. Milliseconds. */
const APART_MS = 5_000;

/** Writes a value, reads it back, and deletes it. */
export async function checkWriting(shelf: Shelf<number>, name: string, key: string): Promise<Finding> {
  const value = 4_711;
  await shelf.set(key, value);
  const read = await shelf.get(key);
  await shelf.delete(key);
  if (read === value) return well('store', `${name} can be written and read.`);
  return failed(
    'store',
    `${name} returned something other than what was written.`,
    'Check the disk, and restore a backup.',
  );
}

/** @param bytes how many are free where the store is, and how many the store has */
export function sayRoom(where: string, bytes: { free: number; used: number }): Finding {
  const free = `${sayBytes(bytes.free)} are free in ${where}`;
  if (bytes.free < LEAST_BYTES)
    return failed('disk', `Only ${free}.`, 'Make room: soon nothing can be stored or posted.');
  if (bytes.free < Math.max(FEW_BYTES, bytes.used))
    return doubtful('disk', `Only ${free}.`, 'Make room. A backup needs as much as the store itself.');
  return well('disk', `${free}; the store has ${sayBytes(bytes.used)}.`);
}

/** What grows with time, as far as there is any of it. @param counts rows, by what one is */
export function sayRows(counts: ReadonlyMap<string, { count: number; isAbout: boolean }>): string {
  const some = [...counts].filter(([, { count }]) => count > 0);
  if (some.length === 0) return 'Nothing grows in it yet.';
  const each = some.map(([kind, { count, isAbout }]) =>
    isAbout
      ? `about ${count.toLocaleString('en', { maximumSignificantDigits: 2 })} ${kind}`
      : `${count.toLocaleString('en')} ${kind}`,
  );
  return `Its tables have ${each.join(', ')}.`;
}

/** Posts that are not settled yet. */
interface Queue {
  waiting: number;
  /** Could not be confirmed, and wait for a person. */
  forPerson: number;
  /** When the oldest of those that wait for no person was due, in milliseconds; absent where there is none. */
  oldestDue?: number | undefined;
}

/** Whether posts that are due are sent, by whichever process, and how many wait. */
export function sayQueue({ waiting, forPerson, oldestDue }: Queue, now: number): Finding[] {
  const unsure = doubtful(
    'posts',
    `${counted(forPerson, 'post')} couldn't be confirmed.`,
    'Check whether they arrived. If not, `/papers status` in their channels has a button that sends them again.',
  );
  const found = forPerson > 0 ? [unsure] : [];
  if (waiting === 0 || oldestDue === undefined) return [well('posts', 'No post waits to be sent.'), ...found];
  const line = `${counted(waiting, 'post')} to be sent; the oldest was due ${sayMoment(oldestDue, 'UTC')}.`;
  if (oldestDue > now - OVERDUE_MS) return [well('posts', line), ...found];
  return [
    doubtful('posts', line, 'Is `paperboy start` running? If it is, its log says what holds it up.'),
    ...found,
  ];
}

/** Tells which schema a store has, and whether this program knows it. Both are names of migrations. */
export function saySchema(
  state: 'current' | 'older' | 'newer',
  { found, known }: { found: string; known: string },
): Finding {
  if (state === 'current')
    return well('schema', `The store has schema ${found}, the newest of this version.`);
  if (state === 'newer')
    return doubtful(
      'schema',
      `The store has schema ${found}, of a newer version. This one has ${known}, and works with it.`,
      'Update this Paperboy when you can.',
    );

  return doubtful(
    'schema',
    `The store has schema ${found}; this version has ${known}. Its contents were not checked.`,
    'Copy the file, or dump the database; then start Paperboy, which updates the store.',
  );
}

/** A channel that waits until someone mends something: why, and what to do. */
export interface Parked {
  name: string;
  why: string;
  todo: string;
}

/** A warning for each channel, and one for those beyond the first ten. */
export function sayParked(parked: readonly Parked[]): Finding[] {
  const shown = parked
    .slice(0, MOST_PARKED)
    .map(({ name, why, todo }) => doubtful('channel', `${name}: ${why}`, todo));
  const more = parked.length - shown.length;
  return more > 0
    ? [
        ...shown,
        doubtful(
          'channel',
          `${counted(more, 'more channel')} can't be posted to.`,
          '`/papers status` in each says why, and what to do.',
        ),
      ]
    : shown;
}

const MOST_PARKED = 10;

/** Compares this machine's clock with that of a database server. */
export function sayClocks(own: Clock, theirs: Clock): Finding[] {
  const apart = Math.round(Math.abs(own() - theirs()));
  if (apart <= APART_MS) return [];
  return [
    doubtful(
      'clock',
      `The clocks of this machine and of the database are ${counted(Math.round(apart / 1_000), 'second')} apart.`,
      'Set both by NTP. Paperboy goes by the database.',
    ),
  ];
}

function sayBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const at = bytes < 1_000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1_000 ** at).toFixed(at > 2 ? 1 : 0)} ${units[at]}`;
}
