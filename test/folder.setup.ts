/** One folder for all files that the tests of a run make, deleted at its end. */
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** In memory, where stores on files need not wait for the disk at each write. */
const MEMORY = '/dev/shm';
/** What it must have free, in bytes: several times what a run makes. */
const ROOM = 2 ** 31;

export default function setup(): () => void {
  const folder = mkdtempSync(join(hasRoom() ? MEMORY : tmpdir(), 'paperboy-test-'));
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ROOM;
  } catch {
    return false;
  }
}
