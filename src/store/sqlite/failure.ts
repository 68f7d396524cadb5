/** Turns what SQLite throws into an error that names the file and what to do. */
import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf, messageOf, PaperboyError } from '../../model/errors.ts';
import type { Access } from '../driver.ts';
import { wrapStoreError } from '../failure.ts';
import { backupsBeside } from './backups.ts';

/** SQLite's primary result codes (https://www.sqlite.org/rescode.html) and what a person can do about each. */
const ADVICE: Record<number, string> = {
  5: 'another process is using it; stop that process, or wait and try again',
  8: 'it is read-only; make the file and its folder writable, or set DATA_DIR to another folder',
  10: 'the disk reported an error; check it (nothing already stored was changed)',
  11: 'it is damaged; replace it with a backup and delete the -wal and -shm files next to it, or move it away to start fresh',
  13: 'the disk is full; free up some space (nothing already stored was lost)',
  14: 'it cannot be opened; check that the folder exists and is writable, or set DATA_DIR to another folder',
  26: 'it is not a SQLite file; replace it with a backup, move it away, or set DATA_DIR to another folder',
};

const BUSY = 5;
const IO_ERROR = 10;
/** What is damaged, or no store at all: a backup is the way back. */
const LOST: ReadonlySet<number> = new Set([11, 26]);
/** With less free space than this, SQLite cannot create the files next to its own. Bytes. */
const LEAST_ROOM = 100_000;

/** SQLite's own messages, for errors that arrive without their code: Keyv's iterator keeps only the message. */
const SAID: [RegExp, number][] = [
  [/is locked/, 5],
  [/readonly/, 8],
  [/disk I\/O error/, 10],
  [/malformed/, 11],
  [/is full/, 13],
  [/unable to open/, 14],
  [/not a database/, 26],
];

/** Wraps anything that SQLite or the file system threw. */
export function storeError(path: string, access: Access, error: unknown): PaperboyError {
  if (error instanceof PaperboyError) return error;
  const detail = LOST.has((errorCode(error) ?? 0) & 0xff)
    ? backupsBeside(path).trim() || undefined
    : undefined;
  return wrapStoreError(path, access, error, adviceOn(error, path), { detail });
}

/** @param path of the store, to check its disk for free space */
function adviceOn(error: unknown, path: string): string | undefined {
  const code = errorCode(error);
  const system = codeOf(error);
  const isFull = system === 'ENOSPC' || system === 'EDQUOT';
  if (isFull || (((code ?? 0) & 0xff) === IO_ERROR && hasNoRoom(path))) return ADVICE[13];
  return (
    (code === undefined ? undefined : ADVICE[code & 0xff]) ??
    (system === 'EACCES' || system === 'EROFS' ? ADVICE[8] : undefined) ??
    (system === 'ENOTDIR' || system === 'EEXIST'
      ? 'a file has the name of its folder; set DATA_DIR to another folder'
      : undefined) ??
    (system === 'ENOENT' || system === 'ENAMETOOLONG' || system === 'EPERM'
      ? 'its folder cannot be created; set DATA_DIR to another folder'
      : undefined)
  );
}

/** Whether another process has a lock that was needed. */
export const isBusy = (error: unknown) => ((errorCode(error) ?? 0) & 0xff) === BUSY;

/** SQLite's own code, where it is known. */
export function errorCode(error: unknown): number | undefined {
  const message = messageOf(error);
  return (error as { errcode?: number })?.errcode ?? SAID.find(([words]) => words.test(message))?.[1];
}

/** SQLite reports a full disk as an I/O error if a file next to the store could not grow. */
function hasNoRoom(path: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(path));
    return bavail * bsize < LEAST_ROOM;
  } catch {
    return false;
  }
}
