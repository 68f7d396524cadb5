import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { compose } from '../../../adapters/email/compose.ts';
import { readMailbox } from '../../../adapters/email/mailbox.ts';
import { render } from '../../../adapters/email/render.ts';
import { messageIdWith } from '../../../adapters/email/return-path.ts';
import type { Message } from '../../../src/model/message.ts';
import { anyCharacter } from '../../any-character.ts';
import { sampleCard } from '../samples.ts';

const FROM = { address: 'papers@example.org', domain: 'example.org', name: 'Paperboy' };
const TO = { address: 'me@lab.org', domain: 'lab.org' };
const FOOTER = { lines: [[{ text: 'The end.' }]] };

/** Text that tries to end a header or a message. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: anyCharacter }),
      fc.constantFrom(
        '\r\n',
        '\n',
        '\r',
        '\r\n.\r\n',
        '\u2028',
        '\u0085',
        '\0',
        '\r\nBcc: evil@evil.org',
        ' =?utf-8?q?=0D=0ABcc:_evil@evil.org?= ',
      ),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

function messageOf(text: string): Message {
  const card = sampleCard(0, { title: [{ text }], authors: text, excerpt: [{ text }], url: text });
  return {
    summary: text,
    blocks: [
      { kind: 'heading', text },
      { kind: 'code', text },
      { kind: 'cards', cards: [card] },
    ],
    actions: [],
  };
}

/** Names of the headers of a message, in its own lines. */
function headerNames(raw: Buffer): string[] {
  const head = raw.toString('latin1').split('\r\n\r\n', 1)[0] ?? '';
  return head
    .split('\r\n')
    .flatMap((line) => (/^\s/.test(line) ? [] : [line.split(':', 1)[0]?.toLowerCase() ?? '']));
}

const HEADERS = [
  'auto-submitted',
  'content-type',
  'date',
  'from',
  'list-id',
  'message-id',
  'mime-version',
  'subject',
  'to',
];

describe('a composed message', () => {
  it('has no header, no recipient and no part but its own, whatever a paper holds', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        for (const message of [messageOf(text), { ...messageOf(text), blocks: [] }]) {
          const messageId = messageIdWith('ab'.repeat(16), FROM);
          const headers = { 'List-Id': `Paperboy <${text}>` };
          const raw = await compose({
            from: FROM,
            to: TO,
            messageId,
            at: 0,
            headers,
            ...render(message, FOOTER),
          });
          expect(headerNames(raw).toSorted()).toEqual(HEADERS);
          // A line break on its own would be one to some servers.
          expect(raw.toString('latin1')).not.toMatch(/[^\r]\n|\r[^\n]/);
          const mail = await simpleParser(raw);
          expect(mail.from?.text).toBe('"Paperboy" <papers@example.org>');
          expect(mail.to).toMatchObject({ text: TO.address });
          expect([mail.cc, mail.bcc, mail.replyTo, mail.attachments.length]).toEqual([
            undefined,
            undefined,
            undefined,
            0,
          ]);
          expect(mail.messageId).toBe(messageId);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('has the subject as written, also where it looks like an encoded one', async () => {
    const subject = '2 papers: =?utf-8?Q?=0D=0ABcc:_x@y.org?= and =?x?=; déjà vu';
    const raw = await compose({
      from: FROM,
      to: TO,
      messageId: '<a@b.org>',
      at: 0,
      subject,
      html: '',
      text: '',
    });
    expect((await simpleParser(raw)).subject).toBe(subject);
    expect(raw.toString()).not.toContain('=0ABcc');
  });

  it('goes to an address that was read, whatever was typed, or to none', async () => {
    await fc.assert(
      fc.property(hostile, (text) => {
        for (const typed of [text, `${text}@lab.org`, `me@${text}`, `${text} <me@lab.org>`]) {
          const read = readMailbox(typed);
          if ('problem' in read) continue;
          expect(read.mailbox.address).toMatch(/^[\x21-\x7e]+@[a-z0-9.-]+$/);
          expect(read.mailbox.address).not.toMatch(/[<>,;:"\\()[\]]/);
          expect(read.mailbox.name ?? '').not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is the same, byte for byte, whenever it is made', async () => {
    const make = () =>
      compose({
        from: FROM,
        to: TO,
        messageId: messageIdWith('ab'.repeat(16), FROM),
        at: 1_765_000_000_000,
        ...render(messageOf('x'), FOOTER),
      });
    expect((await make()).equals(await make())).toBe(true);
  });
});
