/** Damaged numbers of the arrival log are mended when it is opened, by one process at a time. */
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openArrivalLog } from '../../src/archive/arrival-log.ts';
import { describeOnStores } from '../store/stores.ts';

const noted = (id: string) => ({ id, hash: id, work: id });

describeOnStores('an arrival log with damaged rows', (stores) => {
  test('that several processes open at once is mended once, and papers that come meanwhile keep their numbers', async () => {
    const place = await stores.newPlace();
    const [one, two, three] = [await place.open(), await place.open(), await place.open()];
    const log = await openArrivalLog(one);
    const ids = Array.from({ length: 12 }, (_, at) => `p${at}`);
    await log.record(ids.map(noted), '2026-11-23');
    await sql`UPDATE arrivals SET seq = -seq, rev = -rev, day = 'bad' WHERE seq <= 8`.execute(one.db);
    const [, , added] = await Promise.all([
      openArrivalLog(two),
      openArrivalLog(three),
      log.record([noted('new')], '2026-11-24'),
    ]);
    const rows = await one.db.selectFrom('arrivals').selectAll().orderBy('seq').execute();
    const numbers = Array.from({ length: 13 }, (_, at) => at + 1);
    expect(added.added).toEqual(['new']);
    expect(rows.map(({ seq }) => seq)).toEqual([9, 10, 11, 12, ...numbers.slice(0, 9).map((at) => at + 12)]);
    // What came in one digest has one revision.
    expect(new Set(rows.map(({ rev }) => rev)).size).toBe(10);
    expect(rows.filter(({ day }) => day === 'bad')).toEqual([]);
  });
});
