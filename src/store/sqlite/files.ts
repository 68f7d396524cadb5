/** Creates the store's folder and file with access for their owner only, and detects a file that lost its content. */
import { chmodSync, existsSync, linkSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { codeOf, messageOf, PaperboyError } from '../../model/errors.ts';

/** Only the owner reads, writes and lists: the store holds tokens and what people saved. */
export const FOLDER_MODE = 0o700;
export const FILE_MODE = 0o600;
/** SQLite's smallest page. It takes some shorter files for new ones. */
const SMALLEST_BYTES = 512;

/** What SQLite keeps beside the file; it makes them with the file's own mode. */
const BESIDE = ['', '-wal', '-shm', '-journal'];

/**
 * Makes the folder and the file when they are missing, and takes the file from everyone but its owner. A folder that is there
 * may hold other things too, and keeps its rights.
 * @throws PaperboyError `store` when there is a folder instead, or the file is empty or too short for a database
 */
export function prepareFiles(path: string): void {
  if (existsSync(path) && statSync(path).isDirectory()) throw isFolder(path);
  makeFolder(dirname(path));
  if (!existsSync(path)) createFile(path);
  else if (statSync(path).size < SMALLEST_BYTES) throw cutOff(path, statSync(path).size);
  for (const one of storeFiles(path)) if (existsSync(one)) makePrivate(one);
}

/** The paths of a store's file and of what SQLite keeps beside it. */
export function storeFiles(path: string): string[] {
  return BESIDE.map((suffix) => path + suffix);
}

/** Whether two paths lead to one file that exists. */
export function isSameFile(path: string, other: string): boolean {
  return existsSync(path) && existsSync(other) && fileId(path) === fileId(other);
}

/** Identifies a file, whichever path led to it. */
export function fileId(path: string): string {
  const { dev, ino } = statSync(path, { bigint: true });
  return `${dev} ${ino}`;
}

function isFolder(path: string): PaperboyError {
  return new PaperboyError(
    'store',
    `The store ${path} is a folder. Name the file in it, such as ${join(path, 'paperboy.sqlite')}.`,
  );
}

function cutOff(path: string, bytes: number): PaperboyError {
  const what = bytes === 0 ? 'is empty' : `ends after ${bytes} bytes`;
  return new PaperboyError(
    'store',
    `The store ${path} ${what}: its data is lost. Replace it with a backup, or move the file away to start fresh.`,
  );
}

/** One level at a time: made all at once, Node's own way never comes back from a place such as /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: FOLDER_MODE });
  } catch (error) {
    // Another process may have been first.
    if (codeOf(error) !== 'EEXIST' || !statSync(folder).isDirectory()) throw error;
  }
}

/** The owner may be another, or the disk read-only: what is wrong with that is said when the file is opened. */
function makePrivate(path: string): void {
  try {
    if ((statSync(path).mode & 0o777) !== FILE_MODE) chmodSync(path, FILE_MODE);
  } catch {}
}

/** Made whole under another name first, so that an empty file always means that something was lost. */
function createFile(path: string): void {
  const fresh = `${path}.new-${process.pid}`;
  try {
    rmSync(fresh, { force: true });
    const database = new DatabaseSync(fresh);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA user_version = 1');
    database.close();
    chmodSync(fresh, FILE_MODE);
    putInPlace(fresh, path);
  } finally {
    for (const suffix of BESIDE) rmSync(fresh + suffix, { force: true });
  }
}

function putInPlace(fresh: string, path: string): void {
  try {
    linkSync(fresh, path);
  } catch (error) {
    if (existsSync(path)) return;
    // Some file systems have no links.
    if (/EPERM|ENOTSUP|ENOSYS|EMLINK/.test(messageOf(error))) renameSync(fresh, path);
    else throw error;
  }
}
