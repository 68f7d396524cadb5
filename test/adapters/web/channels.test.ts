import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOf, placeOf, readName } from '../../../adapters/web/channel-names.ts';
import { createChannels } from '../../../adapters/web/channels.ts';
import { createAlone } from '../../../src/chat/alone.ts';
import { anyCharacter } from '../../any-character.ts';
import { createShelves } from '../shelves.ts';

describe("a channel's name", () => {
  it.each([
    ['rl-agents', 'rl-agents'],
    ['#My Channel', 'my-channel'],
    ['  ## Papers_of.the  Day ', 'papers-of-the-day'],
    ['Café', 'cafe'],
    ['-x-', 'x'],
    ['a'.repeat(80), 'a'.repeat(80)],
  ])('reads %j as %s', (typed, name) => {
    expect(readName(typed)).toBe(name);
  });

  it.each(['', '#', '---', 'a/b', 'a:b', '<b>', '日本', 'a'.repeat(81), 'x\u0000y'])(
    'refuses %j',
    (typed) => {
      expect(readName(typed)).toBeUndefined();
    },
  );

  it('is read again as itself, whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (typed) => {
        const name = readName(typed);
        if (name === undefined) return;
        expect(name).toMatch(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
        expect(readName(`#${name.toUpperCase()}`)).toBe(name);
        expect(keyOf(placeOf({ key: name, name }).id)).toBe(name);
      }),
    );
  });

  it('takes no time that grows with the square of its length', () => {
    // With the square it would take minutes, which the test's timeout ends.
    expect(readName(`${'- '.repeat(1_000_000)}x`)).toBeUndefined();
  });
});

describe('the channels', () => {
  const open = async (shelves = createShelves()) => {
    const channels = createChannels({ shelf: shelves.shelf, clock: () => 1 });
    await channels.load();
    return { channels, shelves };
  };

  it('are #general and #ml-papers at first, and the same after a restart', async () => {
    const { channels, shelves } = await open();
    expect(channels.list().map(({ name }) => name)).toEqual(['general', 'ml-papers']);
    await channels.add('Agents');
    const again = await open(shelves);
    expect(again.channels.list().map(({ name }) => name)).toEqual(['agents', 'general', 'ml-papers']);
  });

  it('say why a name is not taken', async () => {
    const { channels } = await open();
    expect(await channels.add('#General')).toEqual({
      problem: 'duplicate',
      message: '#general already exists.',
    });
    expect(await channels.add(' ')).toMatchObject({
      problem: 'bad-name',
      message: expect.stringContaining('needs a name'),
    });
    expect(await channels.add('a'.repeat(81))).toMatchObject({
      message: expect.stringContaining('80 characters'),
    });
    expect(await channels.add('日本')).toMatchObject({ message: expect.stringContaining('a to z') });
  });

  it('make a name asked for twice at once once', async () => {
    const { channels } = await open();
    const both = await Promise.all([channels.add('x'), channels.add('x')]);
    expect(both.filter((added) => 'channel' in added)).toHaveLength(1);
  });

  it('do not keep one that the store did not take', async () => {
    const { channels, shelves } = await open();
    shelves.broken = true;
    await expect(channels.add('x')).rejects.toThrow();
    expect(channels.has('x')).toBe(false);
  });

  it('keep their id when they are renamed, and take no name that another one has', async () => {
    const { channels, shelves } = await open();
    expect(await channels.rename('general', '#Reading Group')).toMatchObject({
      channel: { key: 'general', name: 'reading-group' },
    });
    expect(await channels.rename('ml-papers', 'reading group')).toMatchObject({ problem: 'duplicate' });
    expect(await channels.rename('nothing', 'x')).toMatchObject({ problem: 'missing' });
    const again = await open(shelves);
    expect(again.channels.places()).toEqual([
      { id: 'web:local:ml-papers', name: '#ml-papers' },
      { id: 'web:local:general', name: '#reading-group' },
    ]);
  });

  it('stay deleted, and a new one of that name is another channel', async () => {
    const { channels, shelves } = await open();
    await channels.remove('ml-papers');
    expect([channels.has('ml-papers'), channels.isGone('ml-papers')]).toEqual([false, true]);
    expect(await channels.remove('ml-papers')).toMatchObject({ channel: { key: 'ml-papers' } });
    expect(await channels.add('ml-papers')).toMatchObject({
      channel: { key: 'ml-papers-2', name: 'ml-papers' },
    });
    const again = await open(shelves);
    expect(again.channels.list().map(({ key }) => key)).toEqual(['general', 'ml-papers-2']);
    expect(again.channels.isGone('ml-papers')).toBe(true);
  });

  it('are never none', async () => {
    const { channels } = await open();
    await channels.remove('ml-papers');
    expect(await channels.remove('general')).toMatchObject({ problem: 'last' });
    expect(channels.has('general')).toBe(true);
  });

  it('are those of all processes on the store: what one changes, the others find', async () => {
    const { channels: one, shelves } = await open();
    const { channels: other } = await open(shelves);
    await one.rename('general', 'news');
    await one.remove('ml-papers');
    expect(await other.find('ml-papers')).toBeUndefined();
    expect(await other.find('general')).toMatchObject({ name: 'news' });
    await one.add('agents');
    expect(await other.refresh()).toBe(true);
    expect(await other.refresh()).toBe(false);
    expect(other.list()).toEqual(one.list());
    expect(await other.rename('agents', 'news')).toMatchObject({ problem: 'duplicate' });
  });

  it('give one name once, also to two processes that ask at the same time', async () => {
    const shelves = createShelves();
    const alone = createAlone();
    const create = () => createChannels({ shelf: shelves.shelf, clock: () => 1, alone });
    const both = [create(), create()];
    for (const channels of both) await channels.load();
    const answers = await Promise.all([
      ...both.map((channels) => channels.add('x')),
      ...both.map((channels) => channels.rename('general', 'y')),
      ...both.map((channels) => channels.rename('ml-papers', 'y')),
    ]);
    const [channels] = both;
    await channels?.load();
    const names = channels?.list().map(({ name }) => name) ?? [];
    expect(names).toEqual(['ml-papers', 'x', 'y']);
    expect(answers.filter((answer) => 'problem' in answer).length).toBe(3);
  });
});
