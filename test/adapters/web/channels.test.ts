import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createChannels, nameOf, placeOf, readName } from '../../../adapters/web/channels.ts';
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
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        const name = readName(typed);
        if (name === undefined) return;
        expect(name).toMatch(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
        expect(readName(`#${name.toUpperCase()}`)).toBe(name);
        expect(nameOf(placeOf(name).id)).toBe(name);
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
      message: '#general is already here.',
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
});
