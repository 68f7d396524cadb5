/** Whatever comes back, reading it takes no longer than its length says. */
import { describe, expect, it } from 'vitest';
import { readReport } from '../../../adapters/email/report.ts';
import { expectLinearLater } from '../../linear.ts';

const BOUNCES = { address: 'bounces@paperboy.example', domain: 'paperboy.example' };
/** Characters. */
const LENGTH = 48_000;
const HEAD = `Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nTo: bounces+${'0'.repeat(32)}@paperboy.example\r\n`;

const times = (text: string, length: number) => text.repeat(Math.ceil(length / text.length));
const letter = (body: string) => `${HEAD}\r\n${body}`;
const headed = (field: string) => `${HEAD}${field}\r\n\r\nundeliverable`;
const encoded = (how: string, body: string) => `${HEAD}Content-Transfer-Encoding: ${how}\r\n\r\n${body}`;
const typed = (type: string, body: string) => `${HEAD}Content-Type: ${type}\r\n\r\n${body}`;
const parts = (some: string) => typed('multipart/report; boundary=b', `${some}--b--\r\n`);
const part = (type: string, body: string) => `--b\r\nContent-Type: ${type}\r\n\r\n${body}\r\n`;
const status = (fields: string) =>
  parts(part('message/delivery-status', `Reporting-MTA: dns; x\r\n\r\n${fields}`));
const recipient = (rest: string) =>
  status(`Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\n${rest}`);
const original = (text: string) => parts(part('message/rfc822', text) + part('text/plain', 'x'));

const HOSTILE: Record<string, (length: number) => string> = {
  'many fields': (n) => `${times('To: a@b.example\r\n', n)}${letter('x')}`,
  'a field of many lines': (n) => headed(`To: ${times('a\r\n ', n)}b`),
  'many addresses': (n) => headed(`To: ${times('a@b.example, ', n)}b@c.example`),
  'groups of addresses': (n) => headed(`To: ${times('a:', n)}`),
  'encoded words': (n) => headed(`Subject: ${times('=?utf-8?q?a?= ', n)}`),
  'parameters in pieces': (n) => headed(`Content-Type: text/plain; ${times('a*0=b; ', n)}`),
  'many failed recipients': (n) => headed(`X-Failed-Recipients: ${times('a@b.example,', n)}`),
  'many parts': (n) => parts(times(part('message/delivery-status', 'x'), n)),
  'parts within parts': (n) => HEAD + times('Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n', n),
  'open tags': (n) => typed('text/html', times('<', n)),
  'open comments': (n) => typed('text/html', times('<!--', n)),
  'line breaks of HTML': (n) => typed('text/html', times('<br> \n ', n)),
  'empty lines': (n) => letter(`${times('\r\n', n)}x`),
  'a line of dashes': (n) => letter(`undeliverable 550 ${times('-', n)}x`),
  'lines of dashes': (n) => letter(`${times('-- \t\r\n', n)}x`),
  'quoted lines': (n) => letter(`${times('> \t', n)}x\r\n${times('>\r\n', n)}`),
  'ids without an end': (n) => letter(times('message-id:\r\n', n)),
  'at signs': (n) => letter(`permanently 550 ${times('a@', n)}`),
  'soft line breaks': (n) => encoded('quoted-printable', `${times('=\r\n', n)}x`),
  'short lines of base64': (n) => encoded('base64', times('YWFh\r\n', n)),
  'many recipients': (n) =>
    status(times('Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\n\r\n', n)),
  'an answer of many lines': (n) => recipient(`Diagnostic-Code: smtp; ${times('550-5.1.1 a\r\n ', n)}`),
  'a status of many digits': (n) => recipient(`Status: ${times('5.1.', n)}`),
  'an address of escapes': (n) => status(`Final-Recipient: rfc822; ${times('+40', n)}\r\nAction: failed`),
  'an original of ids': (n) => original(times('Message-ID:\r\n\t', n)),
  'an original of nothing': (n) => original(times(' \r', n)),
};

describe('a hostile message', () => {
  it.each(Object.entries(HOSTILE))('of %s is read in a time that grows with its length', async (_, make) => {
    const read = (raw: Uint8Array) => readReport(raw, BOUNCES).catch(() => undefined);
    await expectLinearLater((length) => Buffer.from(make(length)), read, LENGTH);
  });

  it.each([
    ['empty lines', letter('\n'.repeat(262_144))],
    ['lines that flow', typed('text/plain; format=flowed', 'a \n'.repeat(87_000))],
    ['parts of some bytes', parts('--b\n\nx\n'.repeat(32_000))],
    ['folded lines', status(' \n'.repeat(131_000))],
    ['lines of the original', original('\n '.repeat(131_000))],
  ])('of %s is read no further than reports reach', async (_, text) => {
    const cost = async (raw: Buffer) => {
      const begun = process.threadCpuUsage();
      await readReport(raw, BOUNCES);
      const { user, system } = process.threadCpuUsage(begun);
      return (user + system) / 1_000;
    };
    const [long, short] = [Buffer.from(text), Buffer.from(letter('\n'.repeat(6_000)))];
    await cost(short);
    // What is read of it is half as long as the short one. Milliseconds.
    expect(await cost(long)).toBeLessThan(4 * (await cost(short)) + 30);
  });
});
