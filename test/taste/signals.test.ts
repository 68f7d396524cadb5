import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openLibraryItems } from '../../src/library/items.ts';
import { MIGRATIONS } from '../../src/store/migrate.ts';
import { MOST_READ, openSignals, type Signal } from '../../src/taste/signals.ts';
import { describeOnStores } from '../store/stores.ts';

const ADA = 'slack:T:U1';
const BOB = 'slack:T:U2';
const ML = 'slack:T:C1';

describeOnStores('signals', (stores) => {
  test('belong to a person and a channel, and the newest come first', async () => {
    const signals = openSignals(await stores.open());
    await signals.add({ person: ADA, channel: ML, paper: 'p1', kind: 'relevant', at: 1 });
    await signals.add({ person: BOB, channel: ML, paper: 'p1', kind: 'not-relevant', at: 2 });
    await signals.add({ person: ADA, paper: 'p2', kind: 'library', at: 3, text: 'A paper' });
    expect((await signals.of({ channel: ML })).map(({ person }) => person)).toEqual([BOB, ADA]);
    expect((await signals.of({ person: ADA })).map(({ paper }) => paper)).toEqual(['p2', 'p1']);
    expect((await signals.of({ person: ADA }))[0]).toEqual({
      person: ADA,
      paper: 'p2',
      kind: 'library',
      at: 3,
      text: 'A paper',
    });
  });

  test('one mark replaces the other, and a save, a share and a library stand beside it', async () => {
    const signals = openSignals(await stores.open());
    const said = { person: ADA, channel: ML, paper: 'p1' };
    const ofAda = () => signals.of({ person: ADA });
    await signals.add({ ...said, kind: 'saved', at: 1 });
    await signals.add({ ...said, kind: 'shared', at: 2 });
    await signals.add({ ...said, kind: 'relevant', at: 3 });
    await signals.add({ ...said, kind: 'not-relevant', at: 4 });
    await signals.add({ ...said, kind: 'saved', at: 5 });
    // The mark counts, however new the others are; all of them are one signal.
    expect(await ofAda()).toEqual([{ ...said, kind: 'not-relevant', at: 4 }]);
    expect(await signals.state({ channel: ML })).toMatchObject({ count: 1 });
    expect(await signals.remove({ ...said, kind: 'relevant' })).toBe(false);
    expect(await signals.remove({ ...said, kind: 'not-relevant' })).toBe(true);
    expect(await ofAda()).toEqual([{ ...said, kind: 'saved', at: 5 }]);
    expect(await signals.removeAnywhere({ person: ADA, paper: 'p1', kind: 'saved' })).toBe(1);
    expect(await ofAda()).toEqual([{ ...said, kind: 'shared', at: 2 }]);
    expect(await signals.reset({ person: ADA })).toBe(1);
  });

  test('tell how one person marked papers in one channel', async () => {
    const signals = openSignals(await stores.open());
    await signals.add({ person: ADA, channel: ML, paper: 'p1', kind: 'relevant', at: 1 });
    await signals.add({ person: ADA, channel: ML, paper: 'p2', kind: 'not-relevant', at: 1 });
    await signals.add({ person: ADA, channel: ML, paper: 'p3', kind: 'saved', at: 1 });
    await signals.add({ person: ADA, channel: 'slack:T:C2', paper: 'p4', kind: 'relevant', at: 1 });
    await signals.add({ person: BOB, channel: ML, paper: 'p5', kind: 'relevant', at: 1 });
    const papers = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6'];
    expect([...(await signals.marksOf({ person: ADA, channel: ML, papers }))].sort()).toEqual([
      ['p1', 'relevant'],
      ['p2', 'not-relevant'],
    ]);
    expect(await signals.marksOf({ person: ADA, channel: ML, papers: [] })).toEqual(new Map());
  });

  test('what was said at the same time by many is all kept', async () => {
    const signals = openSignals(await stores.open());
    const people = Array.from({ length: 20 }, (_, at) => `slack:T:U${at}`);
    await Promise.all(
      people.map((person, at) => signals.add({ person, channel: ML, paper: 'p1', kind: 'relevant', at })),
    );
    expect(await signals.state({ channel: ML })).toMatchObject({ count: 20 });
  });

  test('of a library crowd out no mark, and reading it in again makes nothing newer', async () => {
    const signals = openSignals(await stores.open());
    await signals.add({ person: ADA, channel: ML, paper: 'p0', kind: 'not-relevant', at: 5 });
    const library = Array.from({ length: MOST_READ + 5 }, (_, at) => ({ paper: `p${at}`, at: 10 + at }));
    await signals.addLibrary(ML, library);
    await signals.addLibrary(ML, [{ paper: 'p7', at: 99_999 }]);
    const said = await signals.of({ channel: ML });
    expect(said).toHaveLength(MOST_READ + 1);
    expect(said[0]).toMatchObject({ paper: `p${MOST_READ + 4}` });
    expect(said.at(-1)).toMatchObject({ paper: 'p0', kind: 'not-relevant' });
  });

  test('are taken back in every channel where they were given', async () => {
    const signals = openSignals(await stores.open());
    const said = { person: ADA, paper: 'p1', kind: 'saved' as const };
    await signals.add({ ...said, channel: ML, at: 1 });
    await signals.add({ ...said, channel: 'slack:T:C2', at: 2 });
    expect(await signals.removeAnywhere(said)).toBe(2);
    expect(await signals.of({ person: ADA })).toEqual([]);
  });

  test('of a library go alone when it is cleared, and those of saved papers alone with the reading list', async () => {
    const signals = openSignals(await stores.open());
    // In a conversation of their own, whose library it is.
    await signals.add({ person: ADA, channel: ADA, paper: 'p1', kind: 'relevant', at: 1 });
    await signals.add({ person: ADA, channel: ML, paper: 'p2', kind: 'saved', at: 2 });
    await signals.add({ person: ADA, channel: 'slack:T:C2', paper: 'p3', kind: 'saved', at: 3 });
    await signals.add({ person: BOB, channel: ML, paper: 'p2', kind: 'saved', at: 4 });
    await signals.addLibrary(ADA, [
      { paper: 'p1', at: 5 },
      { paper: 'p4', at: 6 },
    ]);
    expect(await signals.clearLibrary(ADA)).toBe(2);
    expect((await signals.of({ person: ADA })).map(({ kind }) => kind)).toEqual([
      'saved',
      'saved',
      'relevant',
    ]);
    expect(await signals.removeAll({ person: ADA, kind: 'saved' })).toBe(2);
    expect((await signals.of({ person: ADA })).map(({ kind }) => kind)).toEqual(['relevant']);
    expect(await signals.of({ person: BOB })).toHaveLength(1);
  });

  test('of a library that was cleared after a reset are not put back with the others', async () => {
    const store = await stores.open();
    const signals = openSignals(store);
    const items = openLibraryItems(store);
    const entries = ['p1', 'p2'].map((paper) => ({ paper, title: paper, abstract: '', isKnown: true }));
    await items.add(ML, 'file', entries, 1);
    await signals.addLibrary(
      ML,
      entries.map(({ paper }) => ({ paper, at: 1 })),
    );
    await signals.add({ person: ADA, channel: ML, paper: 'p1', kind: 'relevant', at: 2 });
    let kept: Signal[] = [];
    const reset = () =>
      signals.reset({ channel: ML }, async (deleted) => {
        kept = deleted;
      });
    expect(await reset()).toBe(3);
    await signals.putBack(ML, kept);
    expect(await signals.state({ channel: ML })).toMatchObject({ count: 3, rows: 3 });
    await reset();
    await items.clear(ML);
    await signals.putBack(ML, kept);
    expect((await signals.of({ channel: ML })).map(({ kind }) => kind)).toEqual(['relevant']);
  });

  test('of a store that had one of each paper are kept, and others stand beside them from then on', async () => {
    const place = await stores.newPlace();
    const before = await place.open();
    await before.db.schema.dropTable('signals').execute();
    await MIGRATIONS['0008-signals']?.up(before.db);
    await sql`INSERT INTO signals (person, channel, paper, kind, at, text)
      VALUES (${ADA}, ${ML}, 'p1', 'saved', 7, 'A paper')`.execute(before.db);
    await sql`DELETE FROM kysely_migration WHERE name > '0008-signals'`.execute(before.db);
    await before.close();
    const signals = openSignals(await place.open());
    const said = { person: ADA, channel: ML, paper: 'p1' };
    expect(await signals.of({ person: ADA })).toEqual([{ ...said, kind: 'saved', at: 7, text: 'A paper' }]);
    await signals.add({ ...said, kind: 'relevant', at: 8 });
    expect(await signals.remove({ ...said, kind: 'relevant' })).toBe(true);
    expect(await signals.of({ person: ADA })).toHaveLength(1);
  });

  test('are deleted with their space, and only with it', async () => {
    const signals = openSignals(await stores.open());
    await signals.add({ person: ADA, channel: ML, paper: 'p1', kind: 'relevant', at: 1 });
    await signals.add({
      person: 'slack:T2:U1',
      channel: 'slack:T2:C1',
      paper: 'p1',
      kind: 'relevant',
      at: 1,
    });
    await signals.forgetSpace('slack:T');
    expect(await signals.of({ channel: ML })).toEqual([]);
    expect(await signals.of({ channel: 'slack:T2:C1' })).toHaveLength(1);
  });
});
