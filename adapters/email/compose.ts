/** Composes a whole message: headers, plain text and HTML. The same input gives the same bytes. */
import MailComposer from 'nodemailer/lib/mail-composer';
import { encodeWord } from 'nodemailer/lib/mime-funcs';
import type { Mailbox } from './mailbox.ts';
import type { Rendered } from './render.ts';

export interface Mail extends Rendered {
  from: Mailbox;
  to: Mailbox;
  /** With its angle brackets. */
  messageId: string;
  /** Milliseconds since 1970. */
  at: number;
  /** Headers beyond the usual, by name: our own text alone. */
  headers?: Record<string, string>;
}

const NAME = 'Paperboy';

/** The bytes of a message, as they are handed to a server. */
export function compose({
  from,
  to,
  messageId,
  at,
  subject,
  html,
  text,
  headers = {},
}: Mail): Promise<Buffer> {
  const composer = new MailComposer({
    from: { name: from.name ?? NAME, address: from.address },
    to: { name: '', address: to.address },
    subject: withoutCode(oneLine(subject)),
    messageId,
    date: new Date(at),
    html: withPlainBreaks(html),
    text: withPlainBreaks(text),
    headers: {
      // Vacation responders leave it alone. https://www.rfc-editor.org/rfc/rfc3834#section-5
      'Auto-Submitted': 'auto-generated',
      ...Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, { prepared: true, value: oneLine(value) }]),
      ),
    },
    baseBoundary: messageId.replace(/\W/g, '').slice(0, 40),
    newline: 'win',
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

/** Nothing that is put into a header can end it. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

/** Words that look like encoded ones, as in `=?utf-8?Q?=0A?=`, are encoded themselves: no reader decodes what a paper holds. */
function withoutCode(text: string): string {
  return text.includes('=?') ? encodeWord(text, 'B', 52) : text;
}

/**
 * Line breaks of one kind, and no other control characters: some servers would take a lone carriage return for the end of a line,
 * and a point between two of them for the end of the message.
 */
function withPlainBreaks(text: string): string {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, ' ')
    .toWellFormed();
}
