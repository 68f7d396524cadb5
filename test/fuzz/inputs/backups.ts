/** Files for `paperboy restore`: backups that were damaged, and what was never one. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { runRestore } from '../../../src/cli/backup.ts';
import { readAllSettings } from '../../../src/cli/settings.ts';
import type { Terminal } from '../../../src/cli/terminal.ts';
import { PaperboyError } from '../../../src/model/errors.ts';
import { backUp } from '../../../src/store/backup.ts';
import { storeFiles } from '../../../src/store/sqlite/files.ts';
import { openStore } from '../../../src/store/store.ts';
import { createAppWorld, digestOf, general, paperOf } from '../../app/world.ts';
import { isSentence } from '../checks.ts';
import { text } from '../hostile.ts';
import { fixtures, flippedIn, mutated } from '../mutate.ts';
import { target } from '../target.ts';

const newFolder = () => mkdtempSync(join(tmpdir(), 'paperboy-fuzz-'));

/** The bytes of a backup with a channel, its topic, papers and a post. */
async function makeBackup(): Promise<Buffer> {
  const folder = newFolder();
  const [path, file] = [join(folder, 's.sqlite'), join(folder, 'copy.sqlite')];
  const store = await openStore(path);
  const world = await createAppWorld('2026-11-23T08:00:00Z', { store });
  world.digests = [digestOf('2026-11-23', paperOf('Agents that plan', { id: '2611.00001' }))];
  await world.app.service.join(general);
  await world.ask('subscribe agents');
  await world.tick('2026-11-23T09:00:00Z');
  await store.close();
  await backUp(path, file);
  const bytes = readFileSync(file);
  rmSync(folder, { recursive: true });
  return bytes;
}

const whole = await makeBackup();

interface Restored {
  /** What is left beside the store. */
  left: string[];
  topics: number | undefined;
}

export const backups = [
  target({
    name: 'backups',
    cases: 12,
    mostMs: 5_000,
    generate: fc.oneof<fc.Arbitrary<Uint8Array>[]>(
      flippedIn([whole]),
      flippedIn([whole]),
      mutated([whole]),
      flippedIn(fixtures('stores/before-migrations.sqlite')),
      text.map((one) => Buffer.from(one)),
    ),
    open: newFolder,
    async run(bytes, folder: string): Promise<Restored> {
      const file = join(folder, 'copy.sqlite');
      const { settings } = readAllSettings({ DATA_DIR: join(folder, 'data') }, folder);
      assert.ok(settings);
      writeFileSync(file, bytes);
      const terminal = {
        process: { cwd: () => folder },
        settings: () => ({ settings, env: {} }),
        print: () => 0,
      };
      try {
        await runRestore([file], terminal as unknown as Terminal);
        const store = await openStore(settings.storeUrl);
        const { count } = await store.db
          .selectFrom('subscriptions')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow();
        await store.close();
        return {
          left: storeFiles(`${settings.storeUrl}.restoring-${process.pid}`).filter(existsSync),
          topics: count,
        };
      } catch (error) {
        assert.ok(error instanceof PaperboyError, String(error));
        assert.deepEqual(
          [settings.storeUrl, `${settings.storeUrl}.restoring-${process.pid}`]
            .flatMap(storeFiles)
            .filter(existsSync),
          [],
          'what failed leaves a file',
        );
        assert.ok(existsSync(file), 'the backup itself is gone');
        throw error;
      } finally {
        rmSync(join(folder, 'data'), { recursive: true, force: true });
      }
    },
    holds(outcome) {
      if (outcome.refused === undefined) return void assert.deepEqual(outcome.value.left, []);
      assert.ok(['store', 'bad-usage'].includes(outcome.refused.code), `the code ${outcome.refused.code}`);
      assert.doesNotMatch(outcome.refused.message, /restoring/, 'it tells of a copy that is deleted');
      isSentence(outcome.refused);
    },
    close: (folder) => rmSync(folder, { recursive: true }),
  }),
];
