/**
 * Reads the mailbox that mail comes back to, by IMAP: each message once, in order. Reports are marked as read once what they say is
 * stored; other mail stays as it is. Processes on one store take turns, and share where they are.
 */
import type { ImapFlow } from 'imapflow';
import { codeOf, fieldOf, messageOf, PaperboyError } from '../../src/model/errors.ts';
import type { Alone, Clock, Log, Shelf } from '../../src/model/ports.ts';
import type { TakeReturned } from './bounces.ts';
import {
  CONNECT_MS,
  MAILBOX_MS,
  MOST_MESSAGES,
  MOST_REPORT,
  REMEMBERED_MS,
  SEND_MS,
  SILENT_MS,
} from './limits.ts';
import type { BounceSettings } from './settings.ts';

/** How far a mailbox was read, and when. A server that gives its messages new numbers has another `validity`. */
export interface ReadTo {
  validity: string;
  uid: number;
  at: number;
}

export interface BounceMailbox {
  /** Reads what is new, unless some process did lately. Never rejects. @param isForced whether to look however lately that was */
  read(isForced?: boolean): Promise<void>;
  /** Ends a reading that is under way. */
  stop(): void;
}

/** Room for a message and what is said of it. Bytes. */
const MOST_ANSWER_BYTES = 4 * MOST_REPORT;
/** Another process reads at about the same time. Milliseconds. */
const NEARLY_MS = MAILBOX_MS * 0.9;
const KEY = 'mailbox';
/** https://www.rfc-editor.org/rfc/rfc9051#section-2.3.1.1 */
const MOST_UID = 2 ** 32 - 1;
/** Characters of a folder's name that are shown. */
const MOST_FOLDER = 80;
/** The connection was cut, before or after it was greeted. */
const ENDED = /^(?:ClosedAfterConnect\w*|EConnectionClosed|NoConnection|ECONNRESET|EPIPE)$/;

/**
 * @param context.shelf keeps how far the mailbox was read
 * @param context.alone lets one process read at a time
 */
export function createBounceMailbox(context: {
  server: NonNullable<BounceSettings['mailbox']>;
  take: TakeReturned;
  shelf: Shelf<ReadTo>;
  alone: Alone;
  clock: Clock;
  log: Log;
}): BounceMailbox {
  const { server, take, shelf, alone, clock, log } = context;
  let client: ImapFlow | undefined;
  let isStopped = false;

  async function look(isForced: boolean): Promise<void> {
    const before = await shelf.get(KEY);
    if (!isForced && before !== undefined && Math.abs(clock() - before.at) < NEARLY_MS) return;
    client = await connect(server);
    try {
      if (isStopped) return;
      await client.connect();
      const { uidValidity, uidNext, readOnly } = await openFolder(client, server.folder);
      const validity = String(uidValidity);
      // What is listed beyond the server's own next number is no message, and all that come would lie before it.
      const last = uidNext > 0 ? uidNext - 1 : MOST_UID;
      const from = before?.validity === validity ? Math.min(before.uid, last) : 0;
      const uids = await newIn(client, { from, last }, clock());
      for (const uid of uids) {
        if (isStopped) return;
        await readOne(client, uid, readOnly === true);
        await shelf.set(KEY, { validity, uid, at: clock() });
      }
      await shelf.set(KEY, { validity, uid: uids.at(-1) ?? from, at: clock() });
      await client.logout();
    } finally {
      client.close();
      client = undefined;
    }
  }

  /** Stores what a message says, then marks it as read where it is a report. */
  async function readOne(from: ImapFlow, uid: number, readOnly: boolean): Promise<void> {
    const range = String(uid);
    const fetched = await from.fetchOne(
      range,
      { uid: true, source: { maxLength: MOST_REPORT } },
      { uid: true },
    );
    // It was deleted meanwhile.
    if (!fetched || fetched.source === undefined) return;
    const became = await take(fetched.source);
    if (became === 'other' || readOnly) return;
    const isMarked = await from.messageFlagsAdd(range, ['\\Seen'], { uid: true });
    // A server that does not mark messages must not keep later ones from being read.
    if (!isMarked && !from.usable) throw Object.assign(new Error('not marked'), { code: 'NoConnection' });
  }

  return {
    async read(isForced = false) {
      try {
        await alone('email bounces', () => look(isForced));
      } catch (error) {
        if (!isStopped) log.warn('the mailbox for bounces could not be read', { reason: reasonOf(error) });
      }
    },
    stop() {
      isStopped = true;
      client?.close();
    },
  };
}

/** Resolves where the mailbox can be opened. @throws what the client throws; `reasonOf` says what it means */
export async function openMailboxOnce(server: NonNullable<BounceSettings['mailbox']>): Promise<void> {
  const client = await connect(server);
  try {
    await client.connect();
    await openFolder(client, server.folder, { readOnly: true });
    await client.logout();
  } finally {
    client.close();
  }
}

/** @throws PaperboyError `bad-settings` where the server refuses the folder; what the client throws where the connection ends */
async function openFolder(
  client: ImapFlow,
  folder: string,
  options: { readOnly?: boolean } = {},
): Promise<{ uidValidity: bigint; uidNext: number; readOnly?: boolean }> {
  try {
    const { uidValidity, uidNext, readOnly } = await client.mailboxOpen(folder, options);
    return { uidValidity, uidNext, ...(readOnly === undefined ? {} : { readOnly }) };
  } catch (cause) {
    const isMissing = fieldOf(cause, 'mailboxMissing') === true;
    if (!isMissing && fieldOf(cause, 'responseStatus') !== 'NO') throw cause;
    const what = isMissing ? 'There is no folder' : 'The mail server refuses to open the folder';
    const message = `${what} ${JSON.stringify(folder.slice(0, MOST_FOLDER))}. Check the end of MAIL_BOUNCES_URL.`;
    throw new PaperboyError('bad-settings', message, { cause });
  }
}

/** A client that tells nothing of what is said, which holds the password. Loaded only where a mailbox is read. */
async function connect(server: NonNullable<BounceSettings['mailbox']>): Promise<ImapFlow> {
  const { ImapFlow } = await import('imapflow');
  const { host, port, secure, startTls, user = '', pass = '' } = server;
  const client = new ImapFlow({
    host,
    port,
    secure,
    doSTARTTLS: !secure && startTls !== 'never',
    auth: { user, pass },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: SILENT_MS,
    socketTimeout: SEND_MS,
    maxLiteralSize: MOST_ANSWER_BYTES,
    maxLineLength: MOST_ANSWER_BYTES,
    maxResponseSize: 2 * MOST_ANSWER_BYTES,
  });
  // What goes wrong between two commands is thrown by the next one.
  client.on('error', () => {});
  return client;
}

/** Numbers of the messages after one and up to another, ascending. The first time, of those that can be about something known. */
async function newIn(
  client: ImapFlow,
  { from, last }: { from: number; last: number },
  now: number,
): Promise<number[]> {
  const range = from > 0 ? { uid: `${from + 1}:*` } : { since: new Date(now - REMEMBERED_MS) };
  const found = await client.search(range, { uid: true });
  if (!found) throw new PaperboyError('later', 'The mail server refused to search the mailbox for bounces.');
  // The range of one number after the last holds the last one too.
  return found
    .filter((uid) => uid > from && uid <= last)
    .toSorted((a, b) => a - b)
    .slice(0, MOST_MESSAGES);
}

/** Without the server's address and its words, which may repeat what it was told. */
export function reasonOf(error: unknown): string {
  if (fieldOf(error, 'authenticationFailed') === true)
    return 'The mail server refused the user or the password. Check MAIL_BOUNCES_URL.';
  if (ENDED.test(codeOf(error) ?? ''))
    return 'The mail server ended the connection. Check the port of MAIL_BOUNCES_URL, and whether it takes imaps:// (993) or imap:// (143). It will be tried again.';
  const code = fieldOf(error, 'code') ?? fieldOf(error, 'responseStatus');
  return typeof code === 'string' && !(error instanceof PaperboyError)
    ? `The mail server can't be used (${code}). Check MAIL_BOUNCES_URL. It will be tried again.`
    : messageOf(error);
}
