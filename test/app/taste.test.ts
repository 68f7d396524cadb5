import { expect, test } from 'vitest';
import { changesAnything } from '../../src/commands/changes.ts';
import type { AppWorld } from './world.ts';
import { ada, createAppWorld, digestOf, general, paperOf, titlesOf, wordsOf } from './world.ts';

const words = ['adapters', 'rank', 'merging', 'forgetting', 'sparse', 'tuning'];
const liked = words.map((word, at) => ({
  ...paperOf(`Low-rank adapters and ${word}`),
  id: `2611.0000${at}`,
}));
const others = [
  'Galaxy rotation',
  'Protein folding',
  'Traffic forecasts',
  'Quantum chips',
  'Ocean waves',
].map((title, at) => ({ ...paperOf(title), id: `2611.1000${at}`, upvotes: 50 }));
const fresh = { ...paperOf('Low-rank adapters, again'), id: '2611.20000', upvotes: 1 };
const popular = { ...paperOf('Galaxy clusters'), id: '2611.20001', upvotes: 90 };

async function world(): Promise<AppWorld> {
  const made = await createAppWorld();
  made.digests = [digestOf('2026-11-23', ...liked, ...others)];
  await made.app.readSources();
  return made;
}

/** The papers of the last post, in its order. */
function lastTitles({ readers }: AppWorld): string[] {
  const last = readers.seen.at(-1);
  return last === undefined ? [] : titlesOf(last);
}

async function likeAll(made: AppWorld) {
  for (const { id } of liked) {
    made.now += 1000;
    await made.press({ do: 'mark', id, as: 'relevant' });
  }
}

test('a mark is answered after it is written, stands when it is made again, and is taken back by Undo', async () => {
  const made = await world();
  const marked = await made.press({ do: 'mark', id: liked[0]!.id, as: 'relevant' });
  expect(wordsOf(marked)).toContain(`Marked ${liked[0]!.title} as relevant.`);
  expect(wordsOf(await made.ask('taste'))).toContain('1 of 5 signals');
  const again = await made.press({ do: 'mark', id: liked[0]!.id, as: 'relevant' });
  expect(wordsOf(again)).toContain('is already marked as relevant');
  expect(again.actions[0]).toEqual(marked.actions[0]);
  expect(wordsOf(await made.ask('taste'))).toContain('1 of 5 signals');
  const back = await made.press(marked.actions[0]!.act);
  expect(wordsOf(back)).toContain('is no longer marked as relevant');
  expect(wordsOf(await made.ask('taste'))).toContain('Not enough to go on yet');
});

test('how a person marked papers is told of the place where they marked them, and of nobody else', async () => {
  const made = await world();
  const [one, two, three] = liked.map(({ id }) => id);
  await made.press({ do: 'mark', id: one!, as: 'relevant' });
  await made.press({ do: 'mark', id: two!, as: 'not-relevant' });
  const ids = [one!, two!, three!, '__proto__'];
  const { service } = made.app;
  const asked = { place: general, person: ada, ids };
  expect([...(await service.marks(asked))].sort()).toEqual([
    [one, 'relevant'],
    [two, 'not-relevant'],
  ]);
  expect(await service.marks({ ...asked, person: { id: 'test:t:u9', name: 'Bob' } })).toEqual(new Map());
  expect(await service.marks({ ...asked, place: { id: 'test:t:other', name: '#other' } })).toEqual(new Map());
});

test('a mark that is taken back leaves the save and the share that were there', async () => {
  const made = await world();
  const id = liked[0]!.id;
  await made.press({ do: 'save', id });
  await made.press({ do: 'share-paper', id });
  const marked = await made.press({ do: 'mark', id, as: 'not-relevant' });
  expect(wordsOf(await made.ask('taste'))).toContain('1 of 5 signals');
  await made.press(marked.actions[0]!.act);
  expect(wordsOf(await made.ask('taste'))).toContain('1 of 5 signals');
  await made.press({ do: 'unsave', id });
  expect(wordsOf(await made.ask('taste'))).toContain('1 of 5 signals');
});

test('words that were marked for as often as against are told to cancel out, and the others as they are', async () => {
  const made = await world();
  const mark = async (papers: readonly { id: string }[], as: 'relevant' | 'not-relevant') => {
    made.now += 1000;
    for (const { id } of papers) await made.press({ do: 'mark', id, as });
  };
  await mark(liked.slice(0, 3), 'relevant');
  await mark(liked.slice(3), 'not-relevant');
  const shown = wordsOf(await made.ask('taste'));
  expect(shown).toMatch(/For and against equally often, so they cancel out: .*adapters/);
  expect(shown).not.toMatch(/too few words|For: |Against: /);
  await mark(liked.slice(3, 5), 'relevant');
  const after = wordsOf(await made.ask('taste'));
  expect(after).toMatch(/For: .*adapters/);
  expect(after).not.toContain('cancels out');
});

test('from five signals on a channel sees what it likes, and why a paper suits it', async () => {
  const made = await world();
  await likeAll(made);
  const shown = wordsOf(await made.ask('taste'));
  expect(shown).toContain('adapters');
  expect(shown).toContain('6 signals');
  made.digests = [digestOf('2026-11-24', fresh)];
  await made.app.readSources();
  expect(wordsOf(await made.ask(`why ${fresh.id}`))).toMatch(/suits what this channel likes.*adapters/);
});

test('a channel that orders by taste gets what suits first, however many votes others have', async () => {
  const made = await world();
  await made.ask('subscribe *');
  await made.tick('2026-11-23T09:00:00Z');
  await likeAll(made);
  await made.ask('order taste');
  made.digests = [digestOf('2026-11-24', popular, fresh)];
  await made.tick('2026-11-24T09:00:00Z');
  expect(lastTitles(made)).toEqual([fresh.title, popular.title]);
});

test('a floor leaves out what suits less, and is taken away again', async () => {
  const made = await world();
  await made.ask('subscribe *');
  await made.tick('2026-11-23T09:00:00Z');
  await likeAll(made);
  expect(wordsOf(await made.ask('taste min 80%'))).toContain('better than 80%');
  made.digests = [digestOf('2026-11-24', popular, fresh)];
  await made.tick('2026-11-24T09:00:00Z');
  expect(lastTitles(made)).toEqual([fresh.title]);
  expect(wordsOf(await made.ask(`why ${popular.id}`))).toContain("doesn't suit what this channel likes");
  made.digests = [digestOf('2026-11-25', { ...popular, id: '2611.20002', title: 'Galaxy dust' })];
  await made.app.readSources();
  expect(wordsOf(await made.ask('preview'))).toContain("the only new paper doesn't suit");
  expect(wordsOf(await made.ask('taste min off'))).toContain('No papers are left out by taste.');
});

test('below five signals votes decide', async () => {
  const made = await world();
  await made.ask('subscribe *');
  await made.tick('2026-11-23T09:00:00Z');
  await made.ask('order taste');
  made.digests = [digestOf('2026-11-24', fresh, popular)];
  await made.tick('2026-11-24T09:00:00Z');
  expect(lastTitles(made)).toEqual([popular.title, fresh.title]);
});

test('what was said in a channel is deleted with it', async () => {
  const made = await world();
  await made.ask('subscribe *');
  await likeAll(made);
  await made.ask('taste reset now');
  expect(await Array.fromAsync(made.store.shelf('taste_resets').entries())).toHaveLength(1);
  await likeAll(made);
  await made.app.service.leave('test:t:general');
  expect(await Array.fromAsync(made.store.shelf('taste_resets').entries())).toEqual([]);
  expect(wordsOf(await made.ask('taste'))).toContain('0 of 5 signals');
});

test('a mark counts as a change: it is not simply tried again', () => {
  expect(changesAnything({ act: { do: 'mark', id: 'p', as: 'relevant' } })).toBe(true);
  expect(changesAnything({ text: 'taste relevant 2611.00001' })).toBe(true);
  expect(changesAnything({ text: 'taste' })).toBe(false);
});

test('a mark that is made after a reset stands when that is undone, and a reset is too old after 30 days', async () => {
  const made = await world();
  await likeAll(made);
  const forgot = await made.ask('taste reset now');
  const { id } = liked[0]!;
  await made.press({ do: 'mark', id, as: 'not-relevant' });
  await made.press(forgot.actions[0]!.act);
  const marks = await made.app.service.marks({ place: general, person: ada, ids: [id] });
  expect(marks.get(id)).toBe('not-relevant');
  expect(wordsOf(await made.ask('taste'))).toContain('6 signals, 1 of them against');
  const again = await made.ask('taste reset now');
  made.now += 31 * 24 * 3_600_000;
  expect(wordsOf(await made.press(again.actions[0]!.act))).toContain('too old to undo');
  made.app.retention.start();
  await made.app.retention.settled();
  expect(await Array.fromAsync(made.store.shelf('taste_resets').entries())).toEqual([]);
});

test('of two resets at the same time, the one that found nothing offers no Undo', async () => {
  const made = await world();
  await likeAll(made);
  const both = await Promise.all([made.ask('taste reset now'), made.ask('taste reset now')]);
  const [forgot, none] = both.sort((a, b) => b.actions.length - a.actions.length);
  expect(wordsOf(forgot!)).toContain('Forgot 6 signals');
  expect(wordsOf(none!)).toContain('There was nothing to forget.');
  expect(none!.actions).toEqual([]);
  expect(wordsOf(await made.press(forgot!.actions[0]!.act))).toContain('has 6 signals again');
});

test('a reset forgets what was said in the channel, until that is undone', async () => {
  const made = await world();
  await likeAll(made);
  const asked = await made.ask('taste reset');
  expect(wordsOf(asked)).toContain('This forgets 6 signals of everyone in this channel.');
  expect(asked.actions).toMatchObject([{ act: { do: 'ask', text: 'taste reset now' } }]);
  expect(wordsOf(await made.ask('taste'))).not.toContain('Not enough to go on yet');
  const before = wordsOf(await made.ask('taste'));
  const forgot = await made.ask('taste reset now');
  expect(wordsOf(forgot)).toContain('Forgot 6 signals');
  expect(wordsOf(await made.ask('taste'))).toContain('Not enough to go on yet');
  const undo = forgot.actions[0]!.act;
  const elsewhere = { id: 'test:t:other', name: '#other' } as const;
  expect(wordsOf(await made.press(undo, elsewhere))).toContain('Nothing was changed');
  expect(wordsOf(await made.press(undo))).toContain('has 6 signals again');
  expect(wordsOf(await made.ask('taste'))).toBe(before);
  expect(wordsOf(await made.press(undo))).toContain('Nothing was changed');
});
