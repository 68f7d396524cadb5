/** What mail that comes back changes: each report is about a message that a real server took. */
import { afterEach, describe, expect, it } from 'vitest';
import { readReport } from '../../../adapters/email/report.ts';
import { samplePost } from '../samples.ts';
import { createShelves } from '../shelves.ts';
import { type Original, returned } from './bounce-samples.ts';
import { openImapServer } from './imap-server.ts';
import { CHANNEL, ME, openRig, type Rig, type RigOptions } from './rig.ts';

const BOUNCES = { address: 'bounces@paperboy.example', domain: 'paperboy.example' };
const DAY_MS = 24 * 3_600_000;

const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
});

async function open(options: RigOptions = { bounces: { address: BOUNCES } }): Promise<Rig> {
  const rig = await openRig(options);
  rigs.push(rig);
  return rig;
}

let posts = 0;
/** Sends a post, and returns what its server was told. */
async function send(rig: Rig, channel = CHANNEL): Promise<Original> {
  posts += 1;
  await rig.adapter.messenger.post(samplePost({ channel, key: `post ${posts}` }));
  const { from = '', to = '', mail } = rig.server.taken.at(-1) ?? {};
  return { from, to, messageId: mail?.messageId ?? '' };
}

async function confirm(rig: Rig): Promise<void> {
  rig.clock.now += 1_000;
  await rig.addresses.invite({ address: ME, wish: { topic: 'lora' }, person: { id: 'p', name: 'P' } });
  await rig.addresses.idle();
  const code = /confirm me@lab\.example (\d{8})/.exec(rig.mailsTo(ME).at(-1)?.text ?? '')?.[1] ?? '';
  expect(await rig.addresses.confirm(ME, code)).toMatchObject({ reply: {} });
}

const take = (rig: Rig, name: string, original: Original) =>
  rig.addresses.takeReturned(returned(name, original));
const edited = (bytes: Buffer, from: string | RegExp, to: string) =>
  Buffer.from(bytes.toString().replaceAll(from, to));
const whyNot = (rig: Rig) =>
  send(rig).then(
    () => 'sent',
    (error: Error) => error.message,
  );

const FINAL: [string, RegExp][] = [
  ['postfix', /came back: "550 5.1.1 <me@lab.example>: No such mailbox"/],
  ['exim', /came back: "550 5.7.1 We take no mail for this person"/],
  ['exim-plain', /came back: "550 5.2.1 The mailbox is closed"/],
  [
    'exchange',
    /came back: "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"/,
  ],
  ['gmail', /came back: "550 5.1.1 The address that you wrote to is not known here\. Look for/],
  ['qmail', /came back: "550 5.1.1 Nobody here has a mailbox of that name. \(#5.1.1\)"/],
  ['sendmail', /came back: "550 5.1.1 User unknown"/],
];

describe('a message that comes back', () => {
  it('has a return path of its own, which is short enough and keeps its meaning in capitals', async () => {
    const rig = await open();
    const [one, other] = [await send(rig), await send(rig)];
    expect(one.from).toMatch(/^bounces\+[0-9a-f]{32}@paperboy\.example$/);
    expect(other.from).not.toBe(one.from);
    expect(one.from.split('@')[0]?.length).toBeLessThanOrEqual(64);
    const loud = { ...one, from: one.from.toUpperCase() };
    expect(await take(rig, 'postfix', loud)).toBe('taken');
  });

  it('has the same return path when it is sent again, and the sender where none is set for bounces', async () => {
    const rig = await open();
    rig.server.faults.push({ at: 'data', drop: true });
    const post = samplePost({ channel: CHANNEL });
    await rig.adapter.messenger.post(post).catch(() => {});
    await rig.adapter.messenger.post(post);
    expect(rig.server.taken[1]?.from).toBe(rig.server.taken[0]?.from);
    const plain = await open({});
    expect((await send(plain)).from).toBe('papers@paperboy.example');
  });

  it.each(FINAL)('from %s parks the channel with the reason', async (name, why) => {
    const rig = await open();
    const original = await send(rig);
    expect(await take(rig, name, original)).toBe('taken');
    expect(rig.service.parked).toEqual([{ channel: CHANNEL, why: expect.stringMatching(why) }]);
  });

  it.each(FINAL)('from %s is known by its Message-ID where nothing is set for bounces', async (name, why) => {
    const rig = await open({});
    const original = await send(rig);
    expect(await take(rig, name, original)).toBe('taken');
    expect(rig.service.parked).toEqual([{ channel: CHANNEL, why: expect.stringMatching(why) }]);
  });

  it('and may still arrive changes nothing', async () => {
    const rig = await open();
    expect(await take(rig, 'postfix-delayed', await send(rig))).toBe('unchanged');
    expect([...rig.service.parked, ...rig.service.cameBack]).toEqual([]);
    expect(await whyNot(rig)).toBe('sent');
  });

  it.each(['expired', 'too-large'])(
    'and was given up, for no fault of the address, frees its papers alone: %s',
    async (name) => {
      const rig = await open();
      expect(await take(rig, name, await send(rig))).toBe('taken');
      expect(rig.service.cameBack).toEqual([{ channel: CHANNEL, delivery: `post ${posts}` }]);
      expect(rig.service.parked).toEqual([]);
      expect(await whyNot(rig)).toBe('sent');
    },
  );

  it.each(['out-of-office', 'delivered'])('as an answer or a receipt is no bounce: %s', async (name) => {
    const rig = await open();
    expect(await take(rig, name, await send(rig))).toBe('other');
    expect(rig.service.parked).toEqual([]);
  });

  it('is told three times before the address is left alone, until it confirms again', async () => {
    const rig = await open();
    for (const _ of [1, 2, 3]) {
      rig.clock.now += DAY_MS;
      await take(rig, 'postfix', await send(rig));
    }
    expect(await whyNot(rig)).toMatch(/No such mailbox.*After 3 refusals nothing more is sent/);
    await confirm(rig);
    expect(await whyNot(rig)).toBe('sent');
  });

  it('does not count against an address that confirmed since it was sent', async () => {
    const rig = await open();
    const before = [await send(rig), await send(rig), await send(rig)];
    await confirm(rig);
    await send(rig);
    for (const original of before) expect(await take(rig, 'postfix', original)).toBe('taken');
    expect(rig.service.parked).toEqual([]);
    expect(await whyNot(rig)).toBe('sent');
  });

  it('counts once, however often it is told, and by how many processes', async () => {
    const shelves = createShelves();
    const bounces = { address: BOUNCES };
    const rig = await open({ shelves, bounces });
    const other = await open({ shelves, bounces, server: rig.server });
    const original = await send(rig);
    const all = [rig, other, rig, other].map((one) => take(one, 'postfix', original));
    expect(await Promise.all(all)).toContain('taken');
    for (const one of [rig, other]) expect(await take(one, 'gmail', original)).toBe('unchanged');
    expect(await whyNot(rig)).toBe('sent');
  });

  it('is forgotten once a later message has not come back for as long as servers try', async () => {
    const rig = await open();
    for (const _ of [1, 2]) await take(rig, 'postfix', await send(rig));
    await send(rig);
    rig.clock.now += 7 * DAY_MS;
    await send(rig);
    await take(rig, 'postfix', await send(rig));
    expect(await whyNot(rig)).toBe('sent');
  });

  it('to another address, as where mail is forwarded, counts where it came to the return path alone', async () => {
    for (const bounces of [{ address: BOUNCES }, undefined]) {
      const rig = await open(bounces ? { bounces } : {});
      const report = edited(returned('postfix', await send(rig)), ME, 'hidden@elsewhere.example');
      expect(await rig.addresses.takeReturned(report)).toBe(bounces ? 'taken' : 'unchanged');
      // Others whom it was forwarded to may have it.
      expect(rig.service.cameBack).toEqual([]);
      // Whom mail is forwarded to is nobody's business.
      expect(JSON.stringify(rig.service.parked)).not.toContain('hidden');
    }
  });

  it('for several recipients is what is said of the reader', async () => {
    const rig = await open({});
    const original = await send(rig);
    const group = (to: string, action: string, status: string) =>
      `\r\nFinal-Recipient: rfc822; ${to}\r\nAction: ${action}\r\nStatus: ${status}\r\n`;
    const with2 = (own: string) =>
      edited(
        returned('postfix', original),
        /\r\nFinal-Recipient:[\s\S]*?mailbox\r\n(?=\r\n--)/g,
        group(
          'other@lab.example',
          own === 'failed' ? 'delayed' : 'failed',
          own === 'failed' ? '4.0.0' : '5.1.1',
        ) + group(ME, own, own === 'failed' ? '5.1.1' : '4.4.1'),
      );
    expect(await rig.addresses.takeReturned(with2('delayed'))).toBe('unchanged');
    expect(await rig.addresses.takeReturned(with2('failed'))).toBe('taken');
  });

  const block = (to: string, action: string, original = '') =>
    `\r\nFinal-Recipient: rfc822; ${to}\r\n${original && `Original-Recipient: rfc822;${original}\r\n`}Action: ${action}\r\nStatus: ${action === 'failed' ? '5.1.1' : '2.0.0'}\r\n`;
  const reportOf = (original: Original, ...blocks: string[]) =>
    edited(
      returned('postfix', original),
      /\r\nFinal-Recipient:[\s\S]*?mailbox\r\n(?=\r\n--)/g,
      blocks.join(''),
    );
  const GONE = 'left@lab.example';

  it.each([
    ['it was handed to a list', [block(ME, 'expanded'), block(GONE, 'failed')]],
    ['it was delivered', [block(GONE, 'failed'), block(ME, 'delivered')]],
    ['it was passed on', [block(ME, 'relayed'), block(GONE, 'failed', ME)]],
    ['one of its members got it', [block('ada@lab.example', 'delivered', ME), block(GONE, 'failed', ME)]],
    ['several of its members left', [block('eve@lab.example', 'failed', ME), block(GONE, 'failed', ME)]],
  ])('from a member of a list changes nothing, however often, where %s', async (_, blocks) => {
    const rig = await open();
    for (const _time of [1, 2, 3, 4])
      expect(await rig.addresses.takeReturned(reportOf(await send(rig), ...blocks))).toBe('unchanged');
    expect([...rig.service.parked, ...rig.service.cameBack]).toEqual([]);
    expect(await whyNot(rig)).toBe('sent');
  });

  it.each([
    ['names it', ME],
    ['does not', ''],
  ])(
    'from one other address is told each time, and never ends what the address gets, where the report %s',
    async (_, original) => {
      const rig = await open();
      for (const _time of [1, 2, 3, 4])
        expect(
          await rig.addresses.takeReturned(reportOf(await send(rig), block(GONE, 'failed', original))),
        ).toBe('taken');
      expect(rig.service.parked).toHaveLength(4);
      // Others whom it was handed to may have it.
      expect(rig.service.cameBack).toEqual([]);
      expect(await whyNot(rig)).toBe('sent');
    },
  );

  it('as words for people, from a member of a list, never ends what the list gets', async () => {
    const rig = await open();
    for (const _time of [1, 2, 3, 4]) {
      const original = await send(rig);
      const words = `Return-Path: <>\r\nTo: ${original.from}\r\n\r\nYour message could not be delivered.\r\n\r\n  ${GONE}\r\n    (generated from ${ME})\r\n    550 5.1.1 Unknown user\r\n`;
      expect(await rig.addresses.takeReturned(Buffer.from(words))).toBe('taken');
    }
    expect(await whyNot(rig)).toBe('sent');
  });

  it('that nobody sent changes nothing, whatever it names', async () => {
    const rig = await open();
    const { from, messageId } = await send(rig);
    const zeros = '0'.repeat(32);
    const forged: Original[] = [
      {
        from: `bounces+${zeros}@paperboy.example`,
        to: ME,
        messageId: `<paperboy.${zeros}@paperboy.example>`,
      },
      { from: 'bounces@paperboy.example', to: ME, messageId: '<else@paperboy.example>' },
      { from: 'papers@paperboy.example', to: 'you@lab.example', messageId },
      { from: from.replace('bounces+', 'bounce+'), to: 'you@lab.example', messageId: '' },
      { from: from.replace('@', '@mail.'), to: ME, messageId: '' },
      { from: `${from}.evil.example`, to: ME, messageId: '' },
    ];
    for (const original of forged)
      for (const [name] of FINAL) expect(await take(rig, name, original)).not.toBe('taken');
    expect(rig.service.parked).toEqual([]);
  });

  it('is not lost while the store cannot be written', async () => {
    const rig = await open();
    const original = await send(rig);
    rig.shelves.broken = true;
    await expect(take(rig, 'postfix', original)).rejects.toThrow();
    rig.shelves.broken = false;
    expect(await take(rig, 'postfix', original)).toBe('taken');
    expect(await take(rig, 'postfix', original)).toBe('unchanged');
  });

  it('and is a confirmation can be asked for again, and is no refusal of what the address gets', async () => {
    const rig = await open();
    const invite = async () => {
      await rig.addresses.invite({ address: ME, wish: { topic: 'lora' }, person: { id: 'p', name: 'P' } });
      await rig.addresses.idle();
      return rig.server.taken.at(-1);
    };
    const { from = '', mail } = (await invite()) ?? {};
    expect(await take(rig, 'postfix', { from, to: ME, messageId: mail?.messageId ?? '' })).toBe('taken');
    expect(rig.service.parked).toEqual([]);
    expect((await invite())?.mail.messageId).not.toBe(mail?.messageId);
  });
});

describe('the adapter', () => {
  it('reads its mailbox when it is started, and tells no password', async () => {
    const imap = await openImapServer('bounces', 'sesame-7731');
    const shelves = createShelves();
    const first = await open({ shelves, bounces: { address: BOUNCES } });
    const report = imap.add(returned('gmail', await send(first)));
    const mailbox = {
      host: '127.0.0.1',
      port: imap.port,
      secure: false,
      startTls: 'never' as const,
      user: 'bounces',
      pass: 'sesame-7731',
      folder: 'INBOX',
    };
    const rig = await open({ shelves, server: first.server, bounces: { address: BOUNCES, mailbox } });
    await expect.poll(() => rig.service.parked).toHaveLength(1);
    await expect.poll(() => report.flags).toContain('\\Seen');
    expect(rig.lines.join()).not.toContain('sesame');
    await imap.close();
  });
});

describe('a report of spam', () => {
  it('parks all that the address gets at once', async () => {
    const rig = await open();
    const second = `${CHANNEL}/0123456789ab`;
    for (const id of [CHANNEL, second]) await rig.service.join({ id, name: ME });
    expect(await take(rig, 'abuse-report', await send(rig))).toBe('taken');
    expect(rig.service.parked.map(({ channel }) => channel)).toEqual([CHANNEL, second]);
    expect(await whyNot(rig)).toMatch(/reported a message as spam\. Nothing more is sent there until/);
  });

  it('changes nothing where its reader confirmed since the message was sent', async () => {
    const rig = await open();
    await rig.service.join({ id: CHANNEL, name: ME });
    const before = await send(rig);
    await confirm(rig);
    rig.clock.now += 1_000;
    await take(rig, 'abuse-report', before);
    expect(rig.service.parked).toEqual([]);
    const after = await send(rig);
    expect(await take(rig, 'abuse-report', after)).toBe('taken');
    expect(await whyNot(rig)).toContain('reported a message as spam');
  });

  it('is known by the Message-ID alone, and of another kind than abuse changes nothing', async () => {
    const rig = await open({});
    const original = await send(rig);
    const report = returned('abuse-report', original);
    expect(
      await rig.addresses.takeReturned(edited(report, 'Feedback-Type: abuse', 'Feedback-Type: not-spam')),
    ).toBe('other');
    expect(await rig.addresses.takeReturned(report)).toBe('taken');
  });
});

describe('what is said of a message that came back', () => {
  it('is cut, on one line, and without control characters', async () => {
    const rig = await open();
    const long = `550 5.1.1 ${'<b>no</b> @channel \u0007\u202e'.repeat(60)}`;
    const report = edited(
      returned('postfix', await send(rig)),
      /550 5\.1\.1 <me@lab\.example>: No such mailbox(?=\r)/g,
      long,
    );
    expect(await rig.addresses.takeReturned(report)).toBe('taken');
    const [{ why = '' } = {}] = rig.service.parked;
    expect(why.length).toBeLessThan(360);
    expect(why).not.toMatch(/\p{C}/u);
  });

  it.each([
    ['nothing', ''],
    ['no message', '\0\xff\r\n\r\n'.repeat(100)],
    ['parts in parts', nested(500)],
    ['a head without end', `X: ${'a'.repeat(400_000)}`],
    [
      'a report without an end',
      `${headOf('status')}\r\n--status\r\nContent-Type: message/delivery-status\r\n\r\n${'Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n'.repeat(5_000)}`,
    ],
    [
      'fields that go on',
      `${headOf('status')}\r\n--status\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822;\r\n${' +2B\r\n'.repeat(60_000)}`,
    ],
    [
      'words that nearly say something',
      `Return-Path: <>\r\n\r\n${'-- \t-- permanent error 550 5.'.repeat(9_000)}`,
    ],
  ])('is nothing for a message that holds %s', async (_, text) => {
    const rig = await open();
    expect(await rig.addresses.takeReturned(Buffer.from(text, 'latin1'))).toBe('other');
  });

  it('is read of the beginning alone', async () => {
    const report = returned('postfix', {
      from: `bounces+${'0'.repeat(32)}@x.example`,
      to: ME,
      messageId: '<a@b>',
    });
    const long = Buffer.concat([report, Buffer.alloc(50_000_000, 'a')]);
    expect(await readReport(long, BOUNCES)).toMatchObject({ kind: 'bounce' });
  });
});

function headOf(boundary: string): string {
  return `Return-Path: <>\r\nContent-Type: multipart/report; boundary="${boundary}"\r\n`;
}

/** Parts in parts, deeper than anybody writes. */
function nested(depth: number): string {
  const part = (at: number) => `--p${at}\r\nContent-Type: multipart/mixed; boundary="p${at + 1}"\r\n\r\n`;
  return `${headOf('p0')}\r\n${Array.from({ length: depth }, (_, at) => part(at)).join('')}`;
}
