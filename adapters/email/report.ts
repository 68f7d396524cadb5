/** Reads a message that may be a report on one that Paperboy sent: that it came back, waits, or was taken for spam. */
import PostalMime, { type Attachment, type Email } from 'postal-mime';
import { type Fate, readAddress, readFates, readGroups } from './delivery-status.ts';
import { MOST_REPORT, MOST_REPORT_LINES } from './limits.ts';
import type { Mailbox } from './mailbox.ts';
import { readPlainBounce } from './plain-bounces.ts';
import { keysInIds, keysInPaths } from './return-path.ts';

export interface Report {
  kind: 'bounce' | 'complaint';
  /** Keys of the messages that it is on: those of the return path that it was sent to, and of the original's Message-ID. */
  fromPath: string[];
  fromIds: string[];
  /** For a bounce, what became of each recipient that failed or waits, and the addresses that the message reached. */
  fates: Fate[];
  reached: string[];
  /** For a complaint, whom the message was for; often left out. */
  recipients: string[];
}

/** Where servers put the address that a message was sent to, and those that it answers. */
const RECEIVED_BY = /^(?:to|delivered-to|x-original-to|envelope-to|x-envelope-to|x-rcpt-to|x-delivered-to)$/;
const ANSWERS = /^(?:in-reply-to|references)$/;
const SERVERS = /^(?:mailer-daemon|postmaster|mail-daemon|microsoftexchange[0-9a-f]{0,40})@/i;
/** A report on one message names no more than it. */
const MOST_KEYS = 4;
/** Characters of the original's head that are looked at. */
const MOST_HEAD = 32_000;
const LIMITS = { maxNestingDepth: 20, maxHeadersSize: 64 * 1024, forceRfc822Attachments: true };

/**
 * Undefined for what is no report: a letter, an answer by a vacation program, newsletters. Of a long message only the beginning is
 * read. Rejects for what cannot be read as a message.
 * @param bounces the address that mail comes back to, where it is another than the sender
 */
export async function readReport(raw: Uint8Array, bounces: Mailbox | undefined): Promise<Report | undefined> {
  const email = await PostalMime.parse(beginningOf(raw), LIMITS);
  const parts = email.attachments;
  const original = parts.find(({ mimeType }) =>
    /^(?:message\/(?:rfc822|global)|text\/rfc822-headers|message\/global-headers)$/.test(mimeType),
  );
  const head = original === undefined ? '' : headOf(contentOf(original));
  const paths = email.headers.filter(({ key }) => RECEIVED_BY.test(key)).map(({ value }) => value);
  const feedback = partOf(parts, /^message\/feedback-report$/);
  const status = partOf(parts, /^message\/(?:global-)?delivery-status$/);
  const known = {
    fromPath: unique(keysInPaths([...paths, returnPathIn(head)].join(' '), bounces)),
    fromIds: unique(keysInIds(idIn(head) || idIn(email.text ?? '') || answered(email))),
  };
  if (feedback !== undefined) {
    const [fields] = readGroups(feedback);
    if (fields?.get('feedback-type')?.toLowerCase() !== 'abuse') return undefined;
    const keys = keysInPaths(fields.get('original-mail-from') ?? '', bounces);
    const recipients = readAddress(fields.get('original-rcpt-to'));
    const fromPath = unique([...keys, ...known.fromPath]);
    return { kind: 'complaint', ...known, fromPath, fates: [], reached: [], recipients };
  }
  const { fates, reached } =
    status === undefined ? { fates: readUnstructured(email), reached: [] } : readFates(status);
  return fates.length === 0 ? undefined : { kind: 'bounce', ...known, fates, reached, recipients: [] };
}

/** As many bytes and lines as are read. */
function beginningOf(raw: Uint8Array): Uint8Array {
  const bytes = raw.subarray(0, MOST_REPORT);
  let end = 0;
  for (let lines = 0; lines < MOST_REPORT_LINES; lines++) {
    const found = bytes.indexOf(0x0a, end);
    if (found === -1) return bytes;
    end = found + 1;
  }
  return bytes.subarray(0, end);
}

/** Bounces without a part for programs: only from a server, and never what a person's program answered. */
function readUnstructured(email: Email): Fate[] {
  const header = (name: string) => email.headers.find(({ key }) => key === name)?.value ?? '';
  const failed = header('x-failed-recipients')
    .split(',')
    .flatMap((one) => readAddress(one));
  const isFromServer =
    /^<\s*>$/.test(header('return-path').trim()) ||
    SERVERS.test(email.from?.address ?? '') ||
    failed.length > 0;
  const isAnswer = /^auto-(?:replied|notified)/i.test(header('auto-submitted')) && failed.length === 0;
  if (!isFromServer || isAnswer) return [];
  return readPlainBounce(email.text ?? '', failed);
}

function partOf(parts: readonly Attachment[], type: RegExp): string | undefined {
  const part = parts.find(({ mimeType }) => type.test(mimeType));
  return part && contentOf(part);
}

function contentOf({ content }: Attachment): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}

/** The head of a message, its lines unfolded. */
function headOf(text: string): string {
  const [head = ''] = text
    .slice(0, MOST_HEAD)
    .trimStart()
    .split(/\r?\n\r?\n/, 1);
  return head.replace(/\r?\n[ \t]+/g, ' ');
}

function idIn(text: string): string {
  return /^[> \t]*message-id:[ \t]*(?:\r?\n[ \t]+)?(\S{1,500})/im.exec(text)?.[1] ?? '';
}

function returnPathIn(head: string): string {
  return /^return-path:(.{1,500})/im.exec(head)?.[1] ?? '';
}

/** Ids of messages that a bounce without the original says it answers. */
function answered({ headers }: Email): string {
  return headers
    .filter(({ key }) => ANSWERS.test(key))
    .map(({ value }) => value)
    .join(' ');
}

function unique(keys: readonly string[]): string[] {
  return [...new Set(keys)].slice(0, MOST_KEYS);
}
