import { describe, expect, it } from 'vitest';
import type { Draft, Entry } from '../../../adapters/web/entry.ts';
import { createHistory } from '../../../adapters/web/history.ts';
import type { Given } from '../../../adapters/web/sequence.ts';
import { watchStore } from '../../../adapters/web/store-watch.ts';
import { createShelves } from '../shelves.ts';

async function open(
  shelves = createShelves(),
  kept = { open: 5, personal: 3 },
  shelf = () => shelves.shelf<Entry>('m'),
) {
  const warnings: string[] = [];
  const late: boolean[] = [];
  const log = { debug() {}, info() {}, warn: (message: string) => void warnings.push(message), error() {} };
  const history = createHistory({
    shelf: shelf(),
    numbers: shelves.shelf<Given>('n'),
    clock: () => 1,
    log,
    added: (entry) => void late.push(entry !== undefined),
    kept,
  });
  await history.load();
  return { history, shelves, warnings, late };
}

const line = (text: string, more: Partial<Draft> = {}): Draft => ({ channel: 'general', text, ...more });
const textsOf = (entries: Entry[]) => entries.map((entry) => entry.text);

describe('the history', () => {
  it('gives back what was added, in its order, after a restart too', async () => {
    const { history, shelves } = await open();
    await Promise.all([history.add(line('a')), history.add(line('b')), history.add(line('c'))]);
    const again = await open(shelves);
    expect(textsOf(again.history.page('general', 'me', 10).entries)).toEqual(['a', 'b', 'c']);
    expect(again.history.latest()).toBe(3);
  });

  it('shows entries as they are by now, where another process took something out of them', async () => {
    const { history, shelves } = await open();
    await history.add(line('Ada did it', { id: 'one' }));
    const one = await shelves.shelf<Entry>('m').get('one');
    await shelves.shelf<Entry>('m').set('one', { ...(one as Entry), text: 'Someone did it' });
    await shelves.shelf<Given>('n').set('seq', { seq: 2, ids: [] });
    await history.refresh();
    expect(textsOf(history.page('general', 'me', 10).entries)).toEqual(['Someone did it']);
  });

  it('keeps an entry with an id once, however often and however fast it comes', async () => {
    const { history } = await open();
    const added = await Promise.all([1, 2, 3].map(() => history.add(line('a', { id: 'one' }))));
    expect(new Set(added.map(({ seq }) => seq))).toEqual(new Set([1]));
    expect(textsOf(history.page('general', 'me', 10).entries)).toEqual(['a']);
  });

  it('shows what is for one person to that person alone', async () => {
    const { history } = await open();
    await history.add(line('mine', { onlyFor: 'me' }));
    await history.add(line('all'));
    expect(textsOf(history.page('general', 'me', 10).entries)).toEqual(['mine', 'all']);
    expect(textsOf(history.page('general', 'you', 10).entries)).toEqual(['all']);
    expect(textsOf(history.since(0, 'you'))).toEqual(['all']);
  });

  it('gives pages from the newest back to the first', async () => {
    const { history } = await open();
    for (const text of ['a', 'b', 'c', 'd']) await history.add(line(text));
    const newest = history.page('general', 'me', 3);
    expect([textsOf(newest.entries), newest.more]).toEqual([['b', 'c', 'd'], true]);
    const before = history.page('general', 'me', 3, newest.entries[0]?.seq);
    expect([textsOf(before.entries), before.more]).toEqual([['a'], false]);
  });

  it('gives what came since, over all channels, in order', async () => {
    const { history } = await open();
    await history.add(line('a'));
    const { seq } = await history.add(line('b', { channel: 'other' }));
    await history.add(line('c'));
    await history.add(line('d', { channel: 'other' }));
    expect(textsOf(history.since(seq, 'me'))).toEqual(['c', 'd']);
    expect(history.since(99, 'me')).toEqual([]);
  });

  it('lets the oldest go, and never what is for everyone because of what is for one', async () => {
    const { history, shelves } = await open();
    await history.add(line('first'));
    for (let i = 0; i < 9; i += 1) await history.add(line(`mine ${i}`, { onlyFor: 'me' }));
    expect(textsOf(history.page('general', 'me', 99).entries)).toEqual([
      'first',
      'mine 6',
      'mine 7',
      'mine 8',
    ]);
    for (let i = 0; i < 9; i += 1) await history.add(line(`all ${i}`));
    expect(textsOf(history.page('general', 'you', 99).entries)[0]).toBe('all 4');
    const kept: string[] = [];
    for await (const [id] of shelves.shelf('m').entries()) kept.push(id);
    expect(kept).toHaveLength(8);
  });

  it('gives no number twice to two processes on one store, and finds what the other has kept', async () => {
    const one = await open();
    await one.history.add(line('before'));
    const other = await open(one.shelves);
    const added = await Promise.all(
      ['a', 'b', 'c', 'd'].flatMap((text) => [
        one.history.add(line(text)),
        other.history.add(line(text, { channel: 'other', id: `post ${text}` })),
      ]),
    );
    expect(new Set(added.map(({ seq }) => seq)).size).toBe(8);
    expect((await one.history.find('post a'))?.text).toBe('a');
    const again = await one.history.add(line('a', { channel: 'other', id: 'post a' }));
    expect(again).toEqual(added[1]);
    const later = await open(one.shelves);
    expect(later.history.latest()).toBe(9);
    expect(later.history.page('general', 'me', 9).entries).toHaveLength(5);
  });

  it('takes over what another process adds, in its order, however much that was', async () => {
    const one = await open(createShelves(), { open: 500, personal: 500 });
    await one.history.add(line('a'));
    const other = await open(one.shelves, { open: 500, personal: 500 });
    await other.history.add(line('b'));
    expect(textsOf(await one.history.refresh())).toEqual(['b']);
    expect(await one.history.refresh()).toEqual([]);
    expect(textsOf(await other.history.refresh())).toEqual([]);
    for (let at = 0; at < 200; at += 1) await other.history.add(line(`c${at}`));
    await one.history.add(line('d'));
    expect(textsOf(one.history.page('general', 'me', 500).entries)).toEqual([
      'a',
      'b',
      ...Array.from({ length: 200 }, (_, at) => `c${at}`),
      'd',
    ]);
    expect(textsOf(await other.history.refresh())).toEqual(['d']);
  });

  it('brings a channel that another process added, whatever was added here since', async () => {
    const one = await open();
    const other = await open(one.shelves);
    await other.history.add(line('b', { channel: 'agents' }));
    await one.history.add(line('a'));
    const known = new Set(['general']);
    const channels = {
      has: (name: string) => known.has(name),
      isGone: () => false,
      load: async () => void known.add('agents'),
      refresh: async () => false,
    };
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    const added = Promise.withResolvers<void>();
    const stop = watchStore({ ...one, channels, added: added.resolve, log, everyMs: 1 });
    await added.promise;
    stop();
    expect([...known]).toEqual(['general', 'agents']);
  });

  it('waits for an entry that another process has numbered and not stored yet, and says that it is late', async () => {
    const one = await open();
    const other = await open(one.shelves);
    const shelf = one.shelves.shelf<Entry>('m');
    const { merge } = shelf;
    const gate = Promise.withResolvers<void>();
    shelf.merge = async (entries, join) => {
      if (entries.some(({ key }) => key === 'slow')) await gate.promise;
      return merge(entries, join);
    };
    const slow = (await open(one.shelves, undefined, () => shelf)).history.add(line('slow', { id: 'slow' }));
    const numbers = one.shelves.shelf<Given>('n');
    await expect.poll(() => numbers.get('seq')).toEqual({ seq: 1, ids: ['slow'] });
    await other.history.add(line('quick'));
    expect(textsOf(await one.history.refresh())).toEqual(['quick']);
    gate.resolve();
    await slow;
    expect(textsOf(await one.history.refresh())).toEqual(['slow']);
    expect(one.late).toEqual([false, true]);
    expect(textsOf(one.history.page('general', 'me', 9).entries)).toEqual(['slow', 'quick']);
  });

  it('continues from a number that an earlier version stored alone, and from a damaged one', async () => {
    for (const stored of [41, 'damaged', { seq: -1 }]) {
      const shelves = createShelves();
      await shelves.shelf<unknown>('n').set('seq', stored);
      const { history } = await open(shelves);
      expect((await history.add(line('a'))).seq).toBe(stored === 41 ? 42 : 1);
    }
  });

  it('goes on after the store refused an entry', async () => {
    const { history, shelves } = await open();
    shelves.broken = true;
    await expect(history.add(line('lost', { id: 'x' }))).rejects.toThrow();
    expect(await history.find('x')).toBeUndefined();
    shelves.broken = false;
    expect(await history.add(line('kept', { id: 'x' }))).toMatchObject({ text: 'kept', seq: 1 });
  });

  it('leaves out a kept entry that it cannot read, says so, and reads the others', async () => {
    const { history, shelves } = await open();
    await history.add(line('good'));
    await shelves.shelf('m').set('bad', { nonsense: true });
    const good = history.page('general', 'me', 9).entries[0];
    await shelves.shelf('m').set('never', { ...good, id: 'never', seq: 9, at: 1e300 });
    const again = await open(shelves);
    expect(textsOf(again.history.page('general', 'me', 9).entries)).toEqual(['good']);
    expect(again.warnings).toHaveLength(2);
  });
});
