/** Files and schemas that tests move stores between, deleted at the end. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { createSchema } from '../server.ts';
import { fillStore, type Size } from './filled.ts';

export interface Places {
  /** The file of a filled store, which no test changes. */
  readonly filled: string;
  newFile(): string;
  newSchema(): Promise<string>;
}

/** To be called outside of tests. */
export function usePlaces(size: Size): Places {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-move-'));
  const filled = join(folder, 'filled.sqlite');
  const drops: (() => Promise<unknown>)[] = [];
  let files = 0;
  beforeAll(() => fillStore(filled, size));
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    for (const drop of drops) await drop();
  });
  return {
    filled,
    newFile: () => join(folder, `${++files}.sqlite`),
    async newSchema() {
      const { url, drop } = await createSchema();
      drops.push(drop);
      return url;
    },
  };
}
