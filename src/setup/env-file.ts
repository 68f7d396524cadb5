/** Writes settings into a `.env` file: for its owner alone, all at once or not at all, and beside a copy of what it was. */
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { codeOf, fileReason, PaperboyError } from '../model/errors.ts';
import { settingsIn, type Values, withSettings } from './env-text.ts';

const OWNER_ALONE = 0o600;
/** How long another process may take, how old a lock is that one left behind, and how often it is looked at. Milliseconds. */
const PATIENCE_MS = 3_000;
const STALE_MS = 10_000;
const LOOK_MS = 10;
/** Copies that are kept of what the file was: they hold its secrets. */
const MOST_COPIES = 5;
const BAK = '.bak';

/**
 * Writes the settings and returns the path of the copy; undefined where there was no file, or nothing was to be changed.
 * @param changes the settings, or what chooses them by those that the file has, while no other process changes it
 * @param now names the copy. Milliseconds since 1970
 * @throws PaperboyError `bad-settings` when that is not possible; the file is as it was then
 */
export function writeEnvFile(
  path: string,
  changes: Values | ((present: Values) => Values),
  now: number,
): string | undefined {
  let unlock = () => {};
  let real = path;
  try {
    // A link stays a link.
    real = realPath(path);
    unlock = lock(real);
    const old = readOld(real);
    const text = withSettings(
      old ?? '',
      typeof changes === 'function' ? changes(settingsIn(old ?? '')) : changes,
    );
    if (text === old) {
      chmodSync(real, OWNER_ALONE);
      return undefined;
    }
    const copy = old === undefined ? undefined : keepCopy(real, old, now);
    try {
      replace(real, text);
    } catch (error) {
      if (copy !== undefined) rmSync(copy, { force: true });
      throw error;
    }
    dropOldCopies(real, copy);
    return copy;
  } catch (cause) {
    if (cause instanceof PaperboyError) throw cause;
    throw new PaperboyError('bad-settings', `${path} can't be written: ${reasonOf(cause, path, real)}.`, {
      cause,
    });
  } finally {
    unlock();
  }
}

/** A file that is not there yet is made: what does not exist is its folder. @param real where the path leads */
function reasonOf(cause: unknown, path: string, real: string): string {
  if (codeOf(cause) !== 'ENOENT') return fileReason(cause);
  return real === path
    ? 'its folder does not exist'
    : `it is a link to ${real}, and the folder ${dirname(real)} does not exist`;
}

/** Where a link leads, also where nothing is there yet. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
    return isLink ? realPath(resolve(dirname(path), readlinkSync(path))) : path;
  }
}

/**
 * Waits until no other process changes the file, and keeps others from it until the returned function is called. A lock that is older
 * than any change takes was left behind by a process that ended.
 * @throws PaperboyError `bad-settings` where the lock is held for too long
 */
function lock(path: string): () => void {
  const held = `${path}.lock`;
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      closeSync(openSync(held, 'wx', OWNER_ALONE));
      return () => rmSync(held, { force: true });
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    const since = statSync(held, { throwIfNoEntry: false })?.mtimeMs;
    if (since !== undefined && Date.now() - since > STALE_MS) rmSync(held, { force: true });
    else if (Date.now() > end)
      throw new PaperboyError(
        'bad-settings',
        `Another process is changing ${path}, so nothing was changed. Try again, or delete ${held} if nothing else runs.`,
      );
    // The whole change is made at once, without giving way to anything else in this process.
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_MS);
  }
}

function readOld(path: string): string | undefined {
  try {
    const bytes = readFileSync(path);
    const text = bytes.toString('utf8');
    if (Buffer.from(text, 'utf8').equals(bytes)) return text;
    throw new PaperboyError('bad-settings', `${path} is not UTF-8 text, so nothing was changed in it.`);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Of two changes within one second, each has a copy of its own. */
function keepCopy(path: string, text: string, now: number): string {
  const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-');
  for (let number = 1; ; number++) {
    const copy = `${path}.${stamp}${number === 1 ? '' : `-${number}`}${BAK}`;
    try {
      writeFileSync(copy, text, { mode: OWNER_ALONE, flag: 'wx' });
      return copy;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
}

/** What is named otherwise, or is a link or a folder, was not made here and stays. A copy that can't be deleted stays too. */
function dropOldCopies(path: string, newest: string | undefined): void {
  const folder = dirname(path);
  const isStamp = /^\.\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d(-\d+)?\.bak$/;
  const name = basename(path);
  try {
    const copies = readdirSync(folder, { withFileTypes: true })
      .filter((one) => one.isFile() && one.name.startsWith(name) && isStamp.test(one.name.slice(name.length)))
      .map((one) => one.name.slice(0, -BAK.length))
      .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
    const paths = copies.map((copy) => join(folder, copy + BAK));
    // A clock that was set back gives the newest copy an older name.
    for (const old of paths.slice(0, -MOST_COPIES)) if (old !== newest) rmSync(old);
  } catch {
    // The settings are written all the same.
  }
}

/** Readers see the old file or the new one, also after a power failure. It keeps its owner. */
function replace(path: string, text: string): void {
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    const file = openSync(draft, 'wx', OWNER_ALONE);
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    const before = statSync(path, { throwIfNoEntry: false });
    if (before !== undefined && before.uid !== process.getuid?.()) chownSync(draft, before.uid, before.gid);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
