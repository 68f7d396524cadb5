/** Asks a mail server by IMAP for what `bounce-mailbox.ts` reads, and says in words what went wrong. */
import type { ImapFlow } from 'imapflow';
import { codeOf, fieldOf, messageOf, PaperboyError } from '../../src/model/errors.ts';
import { CONNECT_MS, MOST_MESSAGES, MOST_REPORT, REMEMBERED_MS, SEND_MS, SILENT_MS } from './limits.ts';
import type { BounceSettings } from './settings.ts';

/** Room for a message and what is said of it. Bytes. */
const MOST_ANSWER_BYTES = 4 * MOST_REPORT;
/** Characters of a folder's name that are shown. */
const MOST_FOLDER = 80;
/** The connection was cut, before or after it was greeted. */
const ENDED = /^(?:ClosedAfterConnect\w*|EConnectionClosed|NoConnection|ECONNRESET|EPIPE)$/;

/** The server asked for a pause, and still does after the client's own attempts. */
const THROTTLED = 'ETHROTTLE';

/**
 * The beginning of a message; undefined where it was deleted meanwhile, and `refused` where the server answers with no message, or
 * with none that can be read. @throws what the client throws where the connection ends, or the server asks for a pause
 */
export async function sourceOf(from: ImapFlow, range: string): Promise<Buffer | undefined | 'refused'> {
  try {
    const query = { uid: true, source: { maxLength: MOST_REPORT } };
    const fetched = await from.fetchOne(range, query, { uid: true });
    // A server may answer with a body that is none.
    if (fetched && fetched.source instanceof Uint8Array) return fetched.source;
    // The client passes over what it can't parse.
    const isThere = await from.fetchOne(range, { uid: true }, { uid: true });
    return isThere ? 'refused' : undefined;
  } catch (error) {
    if (!from.usable || codeOf(error) === THROTTLED) throw error;
    return 'refused';
  }
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
export async function openFolder(
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
export async function connect(server: NonNullable<BounceSettings['mailbox']>): Promise<ImapFlow> {
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
export async function newIn(
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
  if (codeOf(error) === THROTTLED) return 'The mail server asks for fewer requests. It will be tried again.';
  const code = fieldOf(error, 'code') ?? fieldOf(error, 'responseStatus');
  return typeof code === 'string' && !(error instanceof PaperboyError)
    ? `The mail server can't be used (${code}). Check MAIL_BOUNCES_URL. It will be tried again.`
    : messageOf(error);
}
