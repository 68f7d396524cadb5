/** Writes a whole store into one SQLite file, as it is at one moment, while Paperboy runs; and reads when such a file was made. */
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { sql } from 'kysely';
import { badUsage, codeOf, fileReason, PaperboyError } from '../model/errors.ts';
import { moveBetween } from './move/move-store.ts';
import { openAlone, withSide } from './move/open-side.ts';
import { isPostgresUrl } from './postgres/address.ts';
import { FILE_MODE, storeFiles } from './sqlite/files.ts';
import { openDriver, openStore, type Store } from './store.ts';

/** What a backup says of itself. */
interface Made {
  /** Milliseconds since 1970, by the clock of the store that was copied. */
  at: number;
}

const SHELF = 'backup';
const KEY = 'made';

/**
 * @param url the store, as `openStore` takes it
 * @param path the file; it appears when it is complete, and must not be there before
 * @throws PaperboyError `bad-usage` when it is, `store` when the store or the file can't be used
 */
export async function backUp(url: string, path: string): Promise<void> {
  if (existsSync(path))
    throw new PaperboyError('bad-usage', `${path} is there already. Name a file that isn't.`);
  const part = `${path}.part`;
  removeStore(part);
  assertWritable(part);
  try {
    const at = await copyTo(url, part);
    const copy = await openStore(part);
    await copy.shelf<Made>(SHELF).set(KEY, { at });
    await copy.close();
    renameSync(part, path);
  } finally {
    removeStore(part);
  }
}

/** Makes the empty file, which only its owner may read. @throws PaperboyError `bad-usage` */
function assertWritable(path: string): void {
  try {
    closeSync(openSync(path, 'wx', FILE_MODE));
  } catch (cause) {
    throw badUsage(`${path} can't be written: ${fileReason(cause)}.`);
  }
}

/** When a backup was made. @throws PaperboyError `bad-usage` for a store that is none */
export async function readMade(store: Store): Promise<number> {
  const made = await store.shelf<Made>(SHELF).get(KEY);
  if (typeof made?.at === 'number') return made.at;
  throw new PaperboyError('bad-usage', `${store.name} wasn't made by \`paperboy backup\`.`);
}

/** It is a backup no more, but a store that is used. */
export async function forgetMade(store: Store): Promise<void> {
  await store.shelf<Made>(SHELF).delete(KEY);
}

/**
 * What SQLite keeps beside a file that is gone would be taken for changes of the new one.
 * @throws PaperboyError `bad-usage` when any file of a store is at that path
 */
export function assertNoStore(path: string): void {
  const there = storeFiles(path).find(existsSync);
  if (there !== undefined)
    throw badUsage(
      `There is a store at ${there} already. Stop Paperboy and move it away first, with the -wal and -shm files beside it.`,
    );
}

/**
 * Makes a closed SQLite file the store at a path, in one step that fails where another process has made one meanwhile.
 * @throws PaperboyError `bad-usage` when there is a store; then it is left as it is
 */
export function placeStore(part: string, path: string): void {
  assertNoStore(path);
  try {
    linkSync(part, path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') assertNoStore(path);
    // Some file systems have no links.
    if (!NO_LINKS.has(String(codeOf(error)))) throw error;
    placeCopy(part, path);
  }
}

const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

function placeCopy(part: string, path: string): void {
  try {
    copyFileSync(part, path, constants.COPYFILE_EXCL);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') assertNoStore(path);
    throw error;
  }
}

/** Deletes a SQLite file with what is written beside it; nothing where there is none. */
export function removeStore(path: string): void {
  for (const one of storeFiles(path)) rmSync(one, { force: true });
}

/** Returns the moment, by the store's clock, before which nothing is missing. */
async function copyTo(url: string, path: string): Promise<number> {
  // Opened as it is: a backup that is made before an update doesn't update the store itself.
  const driver = await openDriver(url, {});
  const at = driver.now();
  if (!isPostgresUrl(url)) {
    // One statement reads the store as it is at one moment, whoever writes meanwhile.
    await withSide(driver, ({ db }) => sql`VACUUM INTO ${path}`.execute(db));
    return at;
  }
  // A new store makes its file itself.
  rmSync(path);
  await moveBetween(
    driver,
    () => openAlone(path),
    () => {},
    'atOneMoment',
  );
  return at;
}
