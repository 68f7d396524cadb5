import { describe, expect, it } from 'vitest';
import { readMailbox } from '../../../adapters/email/mailbox.ts';
import { placeOf, readPlaceId } from '../../../adapters/email/places.ts';

describe('an email address', () => {
  it.each([
    ['me@lab.org', 'me@lab.org'],
    [' Me@Lab.ORG ', 'me@lab.org'],
    ['<me@lab.org>', 'me@lab.org'],
    ['mailto:me@lab.org', 'me@lab.org'],
    ['Me Myself <me@lab.org>', 'me@lab.org'],
    ['a.b+c/d=e@lab.org', 'a.b+c/d=e@lab.org'],
    ['me@bücher.example', 'me@xn--bcher-kva.example'],
    ['me@localhost', 'me@localhost'],
  ])('is read from %j', (typed, address) => {
    expect(readMailbox(typed)).toMatchObject({ mailbox: { address } });
  });

  it.each([
    '',
    '@',
    'me',
    'me@',
    '@lab.org',
    'me@lab..org',
    'me@-lab.org',
    'm e@lab.org',
    '.me@lab.org',
    'me.@lab.org',
    '"me"@lab.org',
    'me@127.0.0.1',
    'me@[127.0.0.1]',
    'me@lab.org, you@lab.org',
    'me@lab.org\r\nBcc: you@lab.org',
    'me\u0000@lab.org',
    'mé@lab.org',
    '\u212a@lab.org',
    `${'m'.repeat(65)}@lab.org`,
    `me@${'l'.repeat(60)}.${'l'.repeat(60)}.org`,
  ])('is not read from %j', (typed) => {
    expect(readMailbox(typed)).toEqual({ problem: expect.any(String) });
  });

  it('has a channel of its own, and one for each channel that it copies, that the store can hold', () => {
    const address = `${'m'.repeat(43)}@${'l'.repeat(42)}.org`;
    const read = readMailbox(address);
    if (!('mailbox' in read)) throw new Error(read.problem);
    const places = [undefined, 'web:local:general', 'slack:T1:C1'].map((copied) =>
      placeOf(read.mailbox, copied),
    );
    expect(new Set(places.map(({ id }) => id)).size).toBe(3);
    for (const { id } of places) {
      expect(id.length).toBeLessThanOrEqual(200);
      expect(readPlaceId(id)).toEqual(read.mailbox);
    }
  });

  it.each([
    'email:lab.org:me@other.org',
    'email:lab.org:me',
    'email:lab.org:me@lab.org,you@lab.org',
    'email:lab.org:ME@lab.org',
    'web:lab.org:me@lab.org',
    'email:lab.org:me@lab.org\r\nRCPT TO:<you@lab.org>',
  ])('is none of the channel %j', (id) => {
    expect(() => readPlaceId(id)).toThrow(expect.objectContaining({ code: 'no-access' }));
  });
});
