/** What people type after `email`, and what it is read as. */
import { describe, expect, it } from 'vitest';
import { readEmail } from '../../src/commands/email-words.ts';
import { cpuMs } from '../linear.ts';

const address = 'me@lab.org';

describe('what follows `email`', () => {
  it.each([
    'me@lab.org',
    'to me@lab.org',
    'add me@lab.org',
    "this channel's posts to me@lab.org",
    'mailto:me@lab.org',
    '<mailto:me@lab.org|me@lab.org>',
    '"me@lab.org"',
    '`me@lab.org`',
    'me@lab.org,',
    'me＠lab.org',
  ])('is an address in %s', (typed) => expect(readEmail(typed)).toEqual({ address }));

  it.each([
    ['me@lab.org lora', 'lora'],
    ['me@lab.org about lora', 'lora'],
    ['me@lab.org subscribe to lora', 'lora'],
    ['me@lab.org papers on lora', 'lora'],
    ['papers on lora to me@lab.org', 'lora'],
    ['me@lab.org on policy gradients', 'on policy gradients'],
    ['me@lab.org stop words', 'stop words'],
    ['me@lab.org weekly earthquakes', 'weekly earthquakes'],
    ['me@lab.org *', '*'],
  ])('has a topic in %s', (typed, topic) => expect(readEmail(typed)).toEqual({ address, topic }));

  it.each([
    ['me@lab.org every monday', { schedule: 'every monday' }],
    ['me@lab.org lora every monday at 9', { topic: 'lora', schedule: 'every monday at 9' }],
    ['me@lab.org weekly trending', { topic: 'trending', schedule: 'weekly' }],
  ])('has a schedule in %s', (typed, values) => expect(readEmail(typed)).toEqual({ address, ...values }));

  it.each(['lora daily 25:00', 'weekly mon 9:75', 'every day at 99'])(
    'is refused with a time that is none: %s',
    (typed) => expect(readEmail(`me@lab.org ${typed}`)).toHaveProperty('problem'),
  );

  it('is answered with what to type instead', () =>
    expect(readEmail('me@lab.org lora daily 25:00')).toEqual({
      problem: "I couldn't read `25:00` as a time. Try `/papers email me@lab.org lora daily 9:00`.",
    }));

  it('is read at once, however many words begin a schedule', () => {
    const typed = `me@lab.org ${'every '.repeat(600)}`;
    expect(cpuMs(() => expect(readEmail(typed)).toMatchObject({ address }))).toBeLessThan(2_000);
  });

  it.each([
    'stop me@lab.org',
    'unsubscribe me@lab.org',
    'remove me@lab.org',
    'me@lab.org stop',
    'me@lab.org off',
    'me@lab.org unsubscribe',
  ])('ends what an address gets: %s', (typed) => expect(readEmail(typed)).toEqual({ does: 'stop', address }));

  it.each(['confirm me@lab.org 12345678', 'me@lab.org confirm 12345678', 'me@lab.org 12345678'])(
    'confirms: %s',
    (typed) => expect(readEmail(typed)).toEqual({ does: 'confirm', address, code: '12345678', isOwn: true }),
  );

  it.each([
    'me@lab.org you@lab.org',
    'me@lab.org, you@lab.org',
    'team: me@lab.org, you@lab.org;',
    '"a b"@lab.org',
    'Ada Lovelace <me@lab.org>',
    'lora <mailto:me@lab.org|me@lab.org>',
    'me@lab.org pause',
  ])('is not understood by half, and not searched for: %s', (typed) =>
    expect(readEmail(typed)).toHaveProperty('problem'),
  );

  it.each([
    'spam detection',
    'stop words',
    'address of the maintainer',
    'recall@10 metrics',
    'remove duplicates',
  ])('is a search without an address: %s', (typed) => expect(readEmail(typed)).toBeUndefined());

  it('lists the addresses', () => expect(['', 'list'].map(readEmail)).toEqual([{}, {}]));
});
