/** Addresses of mail as people type them, and mail that comes back: bounces, reports of delivery and of abuse, letters. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { createBounces } from '../../../adapters/email/bounces.ts';
import { readMailbox } from '../../../adapters/email/mailbox.ts';
import { placeOf, readPlaceId } from '../../../adapters/email/places.ts';
import { readReport } from '../../../adapters/email/report.ts';
import { parseChannelId } from '../../../src/model/channel-id.ts';
import { sampleReply } from '../../adapters/samples.ts';
import { isSeen } from '../checks.ts';
import { line, piece, text } from '../hostile.ts';
import { mutated } from '../mutate.ts';
import { isHarmlessMail } from '../rendered.ts';
import { target } from '../target.ts';

const local = fc.oneof(
  fc.constantFrom('me', 'a.b+c', 'x'.repeat(64), 'x'.repeat(65), '"a b"', '.a', 'a..b', '`id`', 'ä', ''),
  piece,
);
const domain = fc.oneof(
  fc.constantFrom(
    'lab.example',
    'LAB.Example',
    'münchen.example',
    '127.0.0.1',
    '[127.0.0.1]',
    'a',
    '-a.example',
    'a..b',
    `${'a'.repeat(64)}.example`,
    '例え.テスト',
    'lab。example',
    'xn--',
    '',
  ),
  piece,
);
const address = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(local, domain).map((parts) => parts.join('@')) },
  { weight: 2, arbitrary: fc.tuple(text, local, domain).map(([name, one, at]) => `${name} <${one}@${at}>`) },
  { weight: 1, arbitrary: fc.tuple(local, domain).map(([one, at]) => `mailto:${one}@${at}?bcc=x@y.example`) },
  { weight: 1, arbitrary: text },
);

const KEY = '0123456789abcdef0123456789abcdef';
const FILLED: Record<string, string> = {
  RETURN: `bounces+${KEY}@paperboy.example`,
  TO: 'me@lab.example',
  ID: `<paperboy.${KEY}@paperboy.example>`,
};
const BOUNCES = { address: 'bounces@paperboy.example', domain: 'paperboy.example' };
const FOLDER = new URL('../../../fixtures/bounces/', import.meta.url);
const RETURNED = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.eml'))
  .map((name) =>
    Buffer.from(
      readFileSync(new URL(name, FOLDER), 'utf8')
        .replace(/\{\{(\w+)\}\}/g, (_, one: string) => FILLED[one] ?? '')
        .replace(/\r?\n/g, '\r\n'),
    ),
  );

const value = fc.oneof(
  fc.constantFrom(
    'failed',
    'delayed',
    'delivered',
    '5.1.1',
    '4.4.7',
    'rfc822; me@lab.example',
    'smtp; 550 5.1.1 No such user',
    'abuse',
    '<>',
    ...Object.values(FILLED),
  ),
  line,
);
const name = fc.constantFrom(
  'Action',
  'Status',
  'Final-Recipient',
  'Original-Recipient',
  'Diagnostic-Code',
  'Feedback-Type',
  'Original-Rcpt-To',
  'Original-Mail-From',
  'Reporting-MTA',
  'X',
);
const field = fc
  .tuple(name, fc.constantFrom(': ', ':', ' : ', ':\r\n '), value)
  .map((parts) => parts.join(''));
const fields = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: field },
      { weight: 1, arbitrary: fc.constant('') },
      { weight: 1, arbitrary: line },
    ),
    { maxLength: 12 },
  )
  .map((lines) => lines.join('\r\n'));
const header = fc
  .tuple(
    fc.constantFrom(
      'To',
      'Delivered-To',
      'Return-Path',
      'In-Reply-To',
      'References',
      'From',
      'X-Failed-Recipients',
      'Auto-Submitted',
      'Subject',
    ),
    fc.oneof(value, fc.constantFrom('MAILER-DAEMON@mx.example', 'auto-replied')),
  )
  .map((parts) => parts.join(': '));
const type = fc.constantFrom(
  'message/delivery-status',
  'message/feedback-report',
  'message/rfc822',
  'text/rfc822-headers',
  'text/plain; charset=utf-8',
  'text/html',
  'message/global',
  'multipart/mixed; boundary=c',
  'application/octet-stream',
);
const part = fc
  .tuple(
    type,
    fc.constantFrom(
      '',
      'Content-Transfer-Encoding: base64\r\n',
      'Content-Transfer-Encoding: quoted-printable\r\n',
      'Content-Disposition: attachment; filename="../x"\r\n',
    ),
    fc.oneof(fields, text),
  )
  .map(([kind, more, body]) => `--b\r\nContent-Type: ${kind}\r\n${more}\r\n${body}\r\n`);
const made = fc
  .tuple(fc.array(header, { maxLength: 6 }), fc.array(part, { maxLength: 5 }), fc.boolean(), text)
  .map(([headers, parts, isClosed, before]) =>
    Buffer.from(
      `${headers.join('\r\n')}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; boundary="b"\r\n\r\n${before}\r\n${parts.join('')}${isClosed ? '--b--\r\n' : ''}`,
    ),
  );

interface Changed {
  parked: string[];
  freed: string[];
  told: string[];
}

/** Takes a message over as the adapter does, where one message is known, to `me@lab.example`. */
async function take(raw: Uint8Array): Promise<Changed & { found: string }> {
  const changed: Changed = { parked: [], freed: [], told: [] };
  const log = (message: string, facts: object = {}) =>
    void changed.told.push(`${message} ${JSON.stringify(facts)}`);
  const takeReturned = createBounces({
    bounces: BOUNCES,
    sent: {
      byKey: async (key: string) =>
        key === KEY
          ? { at: 0, channel: 'email:lab.example:me@lab.example', delivery: 'd', messageId: FILLED.ID }
          : undefined,
      returned: async () => {},
    } as never,
    refusals: { returned: async () => {}, complained: async () => true } as never,
    invitations: { returned: async () => {} } as never,
    service: {
      park: async (channel: string, why: string) => void changed.parked.push(channel, why),
      returned: async (_: string, __: string, why: string) => changed.freed.push(why) > 0,
      placesIn: async () => [],
    },
    log: { debug: log, info: log, warn: log, error: log },
  });
  return { ...changed, found: await takeReturned(raw) };
}

export const mail = [
  target({
    name: 'addresses of mail',
    cases: 120,
    generate: address,
    run: (typed) => readMailbox(typed),
    async holds(outcome, typed) {
      const read =
        outcome.refused === undefined
          ? outcome.value
          : assert.fail('an address is never refused by an error');
      if ('problem' in read) return void assert.ok(read.problem.length < 200);
      const { mailbox } = read;
      assert.match(mailbox.address, /^[!-~]{3,90}$/, 'an address of other characters');
      assert.ok(mailbox.address.endsWith(`@${mailbox.domain}`));
      assert.doesNotMatch(mailbox.address, /[<>"`\s,;:()[\]\\]/, 'an address that ends something');
      assert.deepEqual(
        readMailbox(mailbox.address),
        { mailbox: { address: mailbox.address, domain: mailbox.domain } },
        'read again it is another',
      );
      const { id } = placeOf(mailbox, undefined);
      assert.equal(readPlaceId(id)?.address, mailbox.address, `the channel ${id} is of another address`);
      assert.ok(parseChannelId(id) !== undefined && id.length <= 200, id);
      if (typed.length % 8 === 0) await isHarmlessMail(sampleReply(), mailbox);
    },
    texts: {
      'a whole address': (mark) => mark,
      'a name': (mark) => `${mark} <me@lab.example>`,
      'a domain': (mark) => `me@${mark}`,
    },
  }),
  target({
    name: 'mail that comes back',
    cases: 80,
    generate: fc.oneof<fc.Arbitrary<Uint8Array>[]>(made, mutated(RETURNED)),
    run: async (raw) => ({
      report: await readReport(raw, BOUNCES).catch((error: Error) => error.message),
      ...(await take(raw)),
    }),
    holds(outcome) {
      const { report, parked, freed, told, found } =
        outcome.refused === undefined
          ? outcome.value
          : assert.fail('mail that comes back is never refused by an error');
      assert.ok(['other', 'unchanged', 'taken'].includes(found));
      for (const why of [...parked, ...freed]) {
        isSeen(why, 'a reason');
        assert.ok(why.length <= 2_000, `a reason of ${why.length} characters`);
      }
      for (const said of told) assert.ok(said.length < 5_000, 'a log line of any length');
      if (typeof report !== 'object') return;
      assert.ok(report.fates.length <= 1_000 && report.fromIds.length <= 4 && report.fromPath.length <= 4);
    },
    texts: {
      'a diagnosis': (mark) =>
        reportOf(
          `Action: failed\r\nStatus: 5.1.1\r\nFinal-Recipient: rfc822; me@lab.example\r\nDiagnostic-Code: smtp; ${mark}`,
        ),
      'a whole report': (mark) => reportOf(mark),
      'a whole message': (mark) => Buffer.from(mark),
      'a bounce in words': (mark) =>
        Buffer.from(`From: MAILER-DAEMON@mx.example\r\nReturn-Path: <>\r\n\r\n${mark}`),
      headers: (mark) =>
        Buffer.from(
          `From: MAILER-DAEMON@mx.example\r\nTo: ${mark}\r\nReferences: ${mark}\r\nX-Failed-Recipients: ${mark}\r\n\r\nx`,
        ),
    },
  }),
];

function reportOf(status: string): Buffer {
  return Buffer.from(
    `To: ${FILLED.RETURN}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; boundary="b"\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n${status}\r\n--b--\r\n`,
  );
}
