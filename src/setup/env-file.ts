/** Writes settings into a `.env` file: for its owner alone, all at once or not at all, and beside a copy of what it was. */
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { codeOf, fileReason, PaperboyError } from '../model/errors.ts';
import { withSettings } from './env-text.ts';

const OWNER_ALONE = 0o600;

/**
 * Writes the settings and returns the path of the copy; undefined where there was no file, or nothing was to be changed.
 * @param now names the copy. Milliseconds since 1970
 * @throws PaperboyError `bad-settings` when that is not possible; the file is as it was then
 */
export function writeEnvFile(
  path: string,
  changes: Readonly<Record<string, string>>,
  now: number,
): string | undefined {
  try {
    // A link stays a link.
    const real = realPath(path);
    const old = readOld(real);
    const text = withSettings(old ?? '', changes);
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
    return copy;
  } catch (cause) {
    if (cause instanceof PaperboyError) throw cause;
    throw new PaperboyError('bad-settings', `${path} can't be written: ${fileReason(cause)}.`, { cause });
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return path;
    throw error;
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
    const copy = `${path}.${stamp}${number === 1 ? '' : `-${number}`}.bak`;
    try {
      writeFileSync(copy, text, { mode: OWNER_ALONE, flag: 'wx' });
      return copy;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
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
