import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runRestore } from '../../src/cli/backup.ts';
import { readAllSettings } from '../../src/cli/settings.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { settleRestored } from '../../src/delivery/after-restore.ts';
import { backUp } from '../../src/store/backup.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import {
  type AppWorld,
  createAppWorld,
  digestOf,
  general,
  ml,
  paperOf,
  titlesOf,
  wordsOf,
} from '../app/world.ts';
import { createSchema, noServer } from '../store/server.ts';
import { begin, newFolder, paperboy } from './run.ts';

const env = { SOURCES: 'bundled', PORT: '0' };
const pathIn = (folder: string) => join(folder, 'paperboy.sqlite');

describe('backup and restore', () => {
  test('a backup into a folder that is not there says so, and leaves nothing', async () => {
    const folder = newFolder();
    const store = await openStore(pathIn(folder));
    await store.close();
    const file = join(folder, 'none', 'copy.sqlite');
    await expect(backUp(pathIn(folder), file)).rejects.toMatchObject({
      code: 'bad-usage',
      message: expect.stringMatching(/copy\.sqlite\.part can't be written: /),
    });
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  test('bring back what a running Paperboy holds, on another machine, for its owner alone', async () => {
    const dataDir = newFolder();
    const running = begin(['start'], { dataDir, env });
    await running.line('paperboy ready');
    await paperboy(['ask', 'subscribe "continual learning" as "Mine"'], { dataDir, env });
    const file = join(newFolder(), 'copy.sqlite');
    expect(await paperboy(['backup', file], { dataDir, env })).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining(`Wrote ${file}`),
    });
    await paperboy(['ask', 'unsubscribe all'], { dataDir, env });
    running.signal('SIGTERM');
    await running.ended;
    expect(statSync(file).mode & 0o077).toBe(0);

    const other = join(newFolder(), 'data');
    const restored = await paperboy(['restore', file], { dataDir: other, env });
    expect(restored).toMatchObject({ code: 0, err: '' });
    expect(restored.out).toMatch(
      /^Restored the store of .* UTC\. .*may have been posted after the copy was made/,
    );
    const again = await paperboy(['restore', file, '--post-again'], {
      dataDir: join(newFolder(), 'data'),
      env,
    });
    expect(again.out).toContain("What wasn't posted when the copy was made will be posted.");
    expect((await paperboy(['ask', 'topics'], { dataDir: other, env })).out).toContain('Mine');
    expect(readdirSync(other).filter((name) => name.includes('restoring'))).toEqual([]);
    // What is restored is a store again, and no backup.
    const none = await paperboy(['restore', pathIn(other)], { dataDir: join(newFolder(), 'data'), env });
    expect(none).toMatchObject({
      code: 2,
      err: expect.stringContaining("wasn't made by `paperboy backup`"),
    });
  });

  test('delete no backup that has the name of the file that a restore works in', async () => {
    const dataDir = newFolder();
    const file = `${pathIn(dataDir)}.restoring-${process.pid}`;
    writeFileSync(file, 'a backup');
    const { code, err } = await paperboy(['restore', file], { dataDir, env });
    expect([code, existsSync(file)]).toEqual([2, true]);
    expect(err).toContain('another name');
  });

  test('overwrite nothing, and leave nothing of what failed', async () => {
    const dataDir = newFolder();
    await paperboy(['ask', 'help'], { dataDir, env });
    const file = join(newFolder(), 'copy.sqlite');
    await paperboy(['backup', file], { dataDir, env });
    expect(await paperboy(['backup', file], { dataDir, env })).toMatchObject({
      code: 2,
      err: expect.stringContaining('is there already'),
    });
    expect(await paperboy(['restore', file], { dataDir, env })).toMatchObject({
      code: 2,
      err: expect.stringContaining('There is a store at'),
    });
    const moved = newFolder();
    writeFileSync(join(moved, 'paperboy.sqlite-wal'), 'changes of a store that was moved away');
    expect(await paperboy(['restore', file], { dataDir: moved, env })).toMatchObject({
      code: 2,
      err: expect.stringContaining('paperboy.sqlite-wal'),
    });
    const fresh = join(newFolder(), 'data');
    writeFileSync(file, 'no database at all'.repeat(500));
    const refused = await paperboy(['restore', file], { dataDir: fresh, env });
    expect(refused).toMatchObject({
      code: 1,
      err: expect.stringContaining(`The store ${file} could not be`),
    });
    expect(refused.err).not.toContain('restoring');
    expect(existsSync(pathIn(fresh))).toBe(false);
    expect((await paperboy(['restore', join(fresh, 'missing')], { dataDir: fresh, env })).code).toBe(2);
    expect((await paperboy(['backup'], { dataDir, env })).code).toBe(2);
    expect(await paperboy(['backup', 'x.sqlite'], { dataDir: fresh, env })).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no store at'),
    });
  });

  test('leave a store that another process makes while the copy is prepared, and nothing of their own', async () => {
    const dataDir = newFolder();
    await paperboy(['ask', 'subscribe "continual learning" as "Old"'], { dataDir, env });
    const file = join(newFolder(), 'copy.sqlite');
    await paperboy(['backup', file], { dataDir, env });
    const shared = newFolder();
    const { settings } = readAllSettings({ DATA_DIR: shared }, shared);
    let starting: Promise<Store> | undefined;
    const watched = {
      ...settings,
      get timezone() {
        if (readdirSync(shared).some((name) => name.includes('restoring')))
          starting ??= openStore(pathIn(shared));
        return 'UTC';
      },
    };
    const terminal = { process, settings: () => ({ settings: watched, env: {} }), print: () => 0 };
    await expect(runRestore([file], terminal as unknown as Terminal)).rejects.toThrow('There is a store at');
    const started = (await starting) as Store;
    await started.shelf<number>('numbers').set('a', 1);
    await started.close();
    expect(readdirSync(shared).filter((name) => name.includes('restoring'))).toEqual([]);
    const again = await openStore(pathIn(shared));
    expect(await again.shelf<number>('numbers').get('a')).toBe(1);
    expect(await again.db.selectFrom('subscriptions').selectAll().execute()).toEqual([]);
    await again.close();
  });

  test.skipIf(noServer)(
    `copy a store on Postgres that is written meanwhile${noServer ? `: ${noServer}` : ''}`,
    async () => {
      const { url, drop } = await createSchema(4);
      const store = await openStore(url);
      const shelf = store.shelf<number>('numbers');
      let isOver = false;
      // Each pair is written as one: a copy of one moment holds both or none.
      const writing = (async () => {
        for (let at = 0; !isOver; at++)
          await shelf.setMany([
            { key: `a${at}`, value: at },
            { key: `b${at}`, value: at },
          ]);
      })();
      const file = join(newFolder(), 'copy.sqlite');
      await backUp(url, file);
      isOver = true;
      await writing;
      await store.close();
      const copy = await openStore(file);
      const keys = await Array.fromAsync(copy.shelf<number>('numbers').entries(), ([key]) => key);
      expect(keys.filter((key) => key.startsWith('a')).length).toBe(
        keys.filter((key) => key.startsWith('b')).length,
      );
      await copy.close();
      await drop();
    },
  );
});

describe('a store that was restored', () => {
  const shown = (world: AppWorld, channel = general.id) =>
    world.readers.seen.filter((post) => post.channel === channel).flatMap(titlesOf);

  test('repeats nothing that was posted after its backup, and goes on with what came later', async () => {
    const path = pathIn(newFolder());
    const world = await createAppWorld('2026-11-22T12:00:00Z', { store: await openStore(path) });
    await world.app.service.join(general);
    await world.app.service.join(ml);
    await world.ask('schedule weekly fri 9:00', ml);
    const days = [23, 24, 25, 26].map((day) => digestOf(`2026-11-${day}`, paperOf(`Paper of the ${day}th`)));
    world.digests = days.slice(0, 1);
    await world.tick('2026-11-23T09:00:00Z');
    const copied = Date.parse('2026-11-23T12:00:00Z');
    const file = join(newFolder(), 'copy.sqlite');
    await backUp(path, file);
    world.digests = days.slice(0, 3);
    await world.tick('2026-11-24T09:00:00Z');
    await world.tick('2026-11-25T09:00:00Z');
    expect(shown(world)).toHaveLength(3);

    const store = await openStore(file);
    const now = Date.parse('2026-11-25T15:00:00Z');
    const later = await createAppWorld('2026-11-25T15:00:00Z', { store });
    const { channels, ledger, archive } = later.app;
    const defaults = { postAt: '09:00', timezone: 'UTC' };
    const head = await archive.head();
    const times = { copied, now, head, defaults };
    expect(await settleRestored([...channels.all()], archive, ledger, times)).toEqual({
      papers: 1,
      channels: 1,
    });
    later.digests = days.slice(0, 3);
    await later.tick('2026-11-25T15:01:00Z');
    expect(wordsOf(await later.ask('status'))).toContain(
      'restored from a backup of Mon, Nov 23, 2026 at 12:00 UTC',
    );
    later.digests = days;
    await later.tick('2026-11-26T09:00:00Z');
    expect(shown(later)).toEqual(['Paper of the 26th']);
    // Nothing was due there since the backup by the schedule that it knows, which may have been changed since.
    await later.tick('2026-11-27T09:00:00Z');
    expect(shown(later, ml.id)).toEqual(['Paper of the 26th']);
  });

  test('repeats nothing where a schedule was changed and what waited was posted after its backup', async () => {
    const path = pathIn(newFolder());
    const world = await createAppWorld('2026-11-23T01:00:00Z', { store: await openStore(path) });
    await world.app.service.join(general);
    world.digests = [digestOf('2026-11-23', paperOf('Posted at 4:17'))];
    await world.tick('2026-11-23T02:00:00Z');
    const file = join(newFolder(), 'copy.sqlite');
    await backUp(path, file);
    await world.ask('schedule daily 4:17');
    await world.tick('2026-11-23T04:17:00Z');
    expect(shown(world)).toEqual(['Posted at 4:17']);

    const later = await createAppWorld('2026-11-23T05:00:00Z', { store: await openStore(file) });
    const { channels, ledger, archive } = later.app;
    const times = { copied: Date.parse('2026-11-23T02:30:00Z'), now: later.now, head: await archive.head() };
    const defaults = { postAt: '09:00', timezone: 'UTC' };
    expect(await settleRestored([...channels.all()], archive, ledger, { ...times, defaults })).toEqual({
      papers: 1,
      channels: 1,
    });
    later.digests = world.digests;
    await later.tick('2026-11-23T09:00:00Z');
    await later.tick('2026-11-24T09:00:00Z');
    expect(shown(later)).toEqual([]);
    later.digests = [...world.digests, digestOf('2026-11-24', paperOf('New'))];
    await later.tick('2026-11-25T09:00:00Z');
    expect(shown(later)).toEqual(['New']);
  });

  test('looks for a post that was waiting before it sends it', async () => {
    const path = pathIn(newFolder());
    const world = await createAppWorld('2026-11-22T12:00:00Z', { store: await openStore(path) });
    await world.app.service.join(general);
    world.digests = [digestOf('2026-11-23', paperOf('In flight'))];
    world.faultFor = () => 'later';
    await world.tick('2026-11-23T09:00:00Z');
    const file = join(newFolder(), 'copy.sqlite');
    await backUp(path, file);
    world.faultFor = () => 'none';
    await world.tick('2026-11-23T09:10:00Z');
    expect(shown(world)).toEqual(['In flight']);

    const later = await createAppWorld('2026-11-23T10:00:00Z', { store: await openStore(file) });
    const { channels, ledger, archive } = later.app;
    const times = { copied: Date.parse('2026-11-23T09:05:00Z'), now: later.now, head: await archive.head() };
    const defaults = { postAt: '09:00', timezone: 'UTC' };
    await settleRestored([...channels.all()], archive, ledger, { ...times, defaults });
    // The platform shows what the first one posted.
    later.readers.seen.push(...world.readers.seen);
    for (const minute of ['01', '05', '30']) await later.tick(`2026-11-23T10:${minute}:00Z`);
    expect(shown(later)).toEqual(['In flight']);
    expect((await ledger.history(general.id, 1))[0]?.state).toBe('posted');
  });
});
