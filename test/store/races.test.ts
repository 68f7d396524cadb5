/** Several processes on one server at once: what locks, advisory locks and compare-and-retry must hold. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openArchive } from '../../src/archive/archive.ts';
import { openArrivalLog } from '../../src/archive/arrival-log.ts';
import { openChannels } from '../../src/channels/channels.ts';
import { openLedger } from '../../src/delivery/ledger.ts';
import { openReadingLists } from '../../src/reading-lists.ts';
import { NEWEST } from '../../src/store/migrate.ts';
import type { Store } from '../../src/store/store.ts';
import { joinChannel, subscribe } from '../channels/edits.ts';
import { deliveryOf } from '../delivery/world.ts';
import { describeOnStores, type Place } from './stores.ts';

const STORE = fileURLToPath(new URL('../../src/store/store.ts', import.meta.url));

describeOnStores(
  'several processes on one server',
  (stores) => {
    const openMany = async (count: number): Promise<{ place: Place; all: Store[] }> => {
      const place = await stores.newPlace();
      return { place, all: await Promise.all(Array.from({ length: count }, () => place.open())) };
    };

    test('make the tables once when they start at once on an empty database', async () => {
      const place = await stores.newPlace();
      const script = `
        import { openStore } from ${JSON.stringify(STORE)};
        const store = await openStore(process.argv[1]);
        await store.shelf('things').set(process.argv[2], 1);
        process.stdout.write(String(store.kind));
        await store.close();`;
      const run = promisify(execFile);
      const there = ['a', 'b'].map((key) =>
        run(process.execPath, ['--input-type=module', '-e', script, place.url, key]),
      );
      const here = Array.from({ length: 4 }, () => place.open());
      for (const { stdout } of await Promise.all(there)) expect(stdout).toBe('postgres');
      const [one] = await Promise.all(here);
      expect(await one?.shelf('things').getMany(['a', 'b'])).toEqual([1, 1]);
      const applied = await sql`SELECT name FROM kysely_migration`.execute((one as Store).db);
      expect(applied.rows).toHaveLength(Number.parseInt(NEWEST, 10));
    });

    test('number arrivals so that a reader never sees a number before all lower ones', async () => {
      const { all } = await openMany(4);
      const logs = await Promise.all(all.map(openArrivalLog));
      const [reader] = logs;
      let isDone = false;
      const writing = Promise.all(
        logs.map(async (log, at) => {
          for (let number = 0; number < 40; number++)
            await log.record([{ id: `${at}-${number}`, hash: 'h', work: `w${at}-${number}` }], '2026-11-23');
        }),
      ).finally(() => {
        isDone = true;
      });
      const seen: string[] = [];
      let last = 0;
      for (let more = true; more; ) {
        more = !isDone;
        for (const { seq, paper } of (await reader?.after(last)) ?? []) {
          expect(seq).toBe(last + 1);
          last = seq;
          seen.push(paper);
        }
      }
      await writing;
      expect(new Set(seen).size).toBe(160);
    });

    test('keep one work as one paper, whichever of them brings it under which id', async () => {
      const { all } = await openMany(3);
      const archives = await Promise.all(
        all.map(async (store) =>
          openArchive({
            papers: store.shelf('papers'),
            digests: store.shelf('digests'),
            arrivals: await openArrivalLog(store),
            database: store,
            index: { async putEach() {} },
          }),
        ),
      );
      const works = Array.from(
        { length: 40 },
        (_, at) => `A long and telling title of the work ${'x'.repeat(at)}`,
      );
      const digestBy = (source: number) => ({
        date: '2026-11-23',
        papers: works.map((title, at) => ({
          id: `${['aaa', 'bbb', 'ccc'][source]}-${at}`,
          title,
          abstract: 'Words.',
          [['upvotes', 'stars', 'commentCount'][source] ?? '']: at,
        })),
        skipped: [],
      });
      await Promise.all(
        archives.map(async (archive, source) => archive.put(digestBy(source), `source ${source}`)),
      );
      const came = (await archives[0]?.after(0)) ?? [];
      expect(came).toHaveLength(works.length);
      const kept = (await archives[1]?.getMany(came.map(({ paper }) => paper))) ?? [];
      for (const { title, upvotes, stars, commentCount } of kept) {
        const at = works.indexOf(title);
        expect({ upvotes, stars, commentCount }).toEqual({ upvotes: at, stars: at, commentCount: at });
      }
      for (const archive of archives) expect(await archive.days()).toEqual(['2026-11-23']);
    });

    test('delete a value that was read only if nobody changed it', async () => {
      const { all } = await openMany(2);
      const [one, two] = all.map((store) => store.shelf<{ at: number }>('things'));
      await one?.setMany(['a', 'b'].map((key) => ({ key, value: { at: 1 } })));
      await two?.set('b', { at: 2 });
      for (const key of ['a', 'b', 'c']) await one?.deleteUnchanged(key, { at: 1 });
      expect(await two?.getMany(['a', 'b', 'c'])).toEqual([undefined, { at: 2 }, undefined]);
    });

    test('keep every change of one channel', async () => {
      const { all } = await openMany(3);
      const open = (store: Store) =>
        openChannels({
          store,
          listener: { added: (_, { meaning }) => ({ meaning }), removed() {} },
          startNow: async () => ({ now: 7, fromSeq: 9, fromDay: '2026-11-25' }),
          onBadRecord() {},
        });
      const each = await Promise.all(all.map(open));
      const [first] = each;
      if (first === undefined) throw new Error('no process');
      const fresh = { id: 'a', name: '#a', joinedAt: 1, fromSeq: 0, fromDay: '2026-11-23', joined: true };
      await joinChannel(first, fresh);
      await first.update('a', (channel) => ({ ...channel, limit: 1 }));
      await Promise.all(each.map((channels) => channels.refresh()));
      await Promise.all(
        each.flatMap((channels, at) => [
          ...Array.from({ length: 15 }, () =>
            channels.update('a', (channel) => ({ ...channel, limit: channel.limit + 1 })),
          ),
          ...Array.from({ length: 5 }, (_, number) => {
            const query = `topic${at}n${number}`;
            return subscribe(channels, {
              channel: 'a',
              query,
              meaning: query,
              by: { id: 'u', name: 'Ada' },
              at: number,
            });
          }),
        ]),
      );
      for (const channels of each) {
        await channels.refresh();
        expect(channels.get('a')?.limit).toBe(46);
        expect(channels.topics('a')).toHaveLength(15);
      }
    });

    test('plan each delivery once, and give no paper twice to a channel, in whichever order they come', async () => {
      const { all } = await openMany(3);
      const ledgers = all.map((store) => openLedger(store));
      const batch = Array.from({ length: 60 }, (_, at) => [
        deliveryOf(`c${at}`, 23, 'p1', 'p2', `own${at}`),
        deliveryOf(`c${at}`, 24, 'p2', 'p3'),
      ]).flat();
      const orders = [batch, batch.toReversed(), batch.toSorted((a, b) => (a.day < b.day ? 1 : -1))];
      const written = await Promise.all(ledgers.map((ledger, at) => ledger.plan(orders[at] ?? [], 1)));
      const keys = written.flatMap((some) => [...some]);
      expect(new Set(keys).size).toBe(keys.length);
      const { rows } = await sql<{ n: number }>`SELECT count(*) AS n FROM deliveries`.execute(
        (all[0] as Store).db,
      );
      expect(rows[0]?.n).toBe(keys.length);
      for (let at = 0; at < 60; at++) {
        const sent = await ledgers[0]?.sent(`test:t:c${at}`, ['p1', 'p2', 'p3']);
        expect([2]).toContain(sent?.size);
      }
    });

    test('claim each delivery once', async () => {
      const { all } = await openMany(3);
      const ledgers = all.map((store) => openLedger(store));
      const batch = Array.from({ length: 50 }, (_, at) => deliveryOf(`c${at}`, 23, 'p1'));
      await ledgers[0]?.plan(batch, 1);
      const claimed = await Promise.all(
        ledgers.flatMap((ledger, owner) =>
          batch.map(({ channel, day }) => ledger.claim(`${channel} ${day}`, `o${owner}`, 1_000, 5_000)),
        ),
      );
      const keys = claimed.flatMap((delivery) => delivery?.key ?? []);
      expect([keys.length, new Set(keys).size]).toEqual([50, 50]);
    });

    test('merge the same keys in any order without losing a part or waiting in a circle', async () => {
      const { all } = await openMany(3);
      const keys = Array.from({ length: 40 }, (_, at) => `k${at}`);
      const orders = [keys, keys.toReversed(), keys.toSorted()];
      const append = (kept: number[] | undefined, came: number[]) => [...(kept ?? []), ...came];
      await Promise.all(
        all.flatMap((store, at) =>
          Array.from({ length: 8 }, () => {
            const entries = (orders[at] ?? []).map((key) => ({ key, value: [at] }));
            return store.shelf<number[]>('lists').merge(entries, append);
          }),
        ),
      );
      const values = await all[0]?.shelf<number[]>('lists').getMany(keys);
      for (const value of values ?? []) expect(value).toHaveLength(24);
    });

    test('lose no value that one sets while another merges', async () => {
      const { all } = await openMany(2);
      const [one, two] = all.map((store) => store.shelf<string>('lists'));
      const keys = Array.from({ length: 60 }, (_, at) => `k${at}`);
      await one?.set('opened', '');
      await Promise.all(
        keys.flatMap((key) => [
          one?.merge([{ key, value: '+' }], (kept = '', came) => kept + came),
          two?.set(key, 'set'),
        ]),
      );
      // Before the merge or after it, but never forgotten by it.
      const values = new Set(await one?.getMany(keys));
      expect(['set', 'set+']).toEqual(expect.arrayContaining([...values]));
    });

    test("give each paper on a person's reading list a place of its own", async () => {
      const { all } = await openMany(2);
      const lists = all.map(openReadingLists);
      await Promise.all(
        Array.from({ length: 30 }, (_, at) => lists[at % 2]?.add('slack:T:U', { paper: `26.${at}` })),
      );
      const rows = await all[0]?.db.selectFrom('saved').select('seq').execute();
      expect(new Set(rows?.map(({ seq }) => seq)).size).toBe(30);
    });
  },
  ['Postgres'],
);
