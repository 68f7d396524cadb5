/**
 * Reads the mailbox that mail comes back to, by IMAP: each message once, in order. Reports are marked as read once what they say is
 * stored; other mail stays as it is. Of several processes on one store one reads, and all share where it is.
 */
import type { ImapFlow } from 'imapflow';
import type { Clock, Log, Shelf, UnlessElsewhere } from '../../src/model/ports.ts';
import type { TakeReturned } from './bounces.ts';
import { connect, newIn, openFolder, reasonOf, sourceOf } from './imap.ts';
import { MAILBOX_MS } from './limits.ts';
import type { BounceSettings } from './settings.ts';

/** How far a mailbox was read, and when. A server that gives its messages new numbers has another `validity`. */
export interface ReadTo {
  validity: string;
  uid: number;
  at: number;
  /** The last message that the server didn't return, which the log has been told. */
  refused?: number;
}

export interface BounceMailbox {
  /** Reads what is new, unless some process does, or did lately. Never rejects. @param isForced whether to look however lately that was */
  read(isForced?: boolean): Promise<void>;
  /** Ends a reading that is under way. */
  stop(): void;
}

/** Another process reads at about the same time. Milliseconds. */
const NEARLY_MS = MAILBOX_MS * 0.9;
const KEY = 'mailbox';
/** https://www.rfc-editor.org/rfc/rfc9051#section-2.3.1.1 */
const MOST_UID = 2 ** 32 - 1;

/**
 * @param context.shelf keeps how far the mailbox was read
 * @param context.unlessElsewhere lets one process read at a time
 */
export function createBounceMailbox(context: {
  server: NonNullable<BounceSettings['mailbox']>;
  take: TakeReturned;
  shelf: Shelf<ReadTo>;
  unlessElsewhere: UnlessElsewhere;
  clock: Clock;
  log: Log;
}): BounceMailbox {
  const { server, take, shelf, unlessElsewhere, clock, log } = context;
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
      let to: ReadTo = { ...(before?.validity === validity ? before : { validity }), uid: from, at: clock() };
      for (const uid of uids) {
        if (isStopped) return;
        const isRead = await readOne(client, uid, readOnly === true);
        if (!isRead && uid > (to.refused ?? 0)) {
          warnOfRefused(uid);
          to = { ...to, refused: uid };
        }
        // One that is refused is passed once another behind it is read: until then, it may be the server that has trouble.
        if (isRead) to = { ...to, uid };
        await shelf.set(KEY, { ...to, at: clock() });
      }
      await shelf.set(KEY, { ...to, at: clock() });
      await client.logout();
    } finally {
      client.close();
      client = undefined;
    }
  }

  /** Stores what a message says, then marks it as read where it is a report. Returns whether the server returned it. */
  async function readOne(from: ImapFlow, uid: number, readOnly: boolean): Promise<boolean> {
    const range = String(uid);
    const source = await sourceOf(from, range);
    if (source === 'refused') return false;
    const became = source === undefined ? 'other' : await take(source);
    if (became === 'other' || readOnly) return true;
    const isMarked = await from.messageFlagsAdd(range, ['\\Seen'], { uid: true });
    // A server that does not mark messages must not keep later ones from being read.
    if (!isMarked && !from.usable) throw Object.assign(new Error('not marked'), { code: 'NoConnection' });
    return true;
  }

  function warnOfRefused(uid: number): void {
    log.warn('a message in the mailbox for bounces could not be read', {
      reason: `The mail server didn't return the message with UID ${uid}. It is asked for again until a later one is read.`,
    });
  }

  return {
    async read(isForced = false) {
      try {
        await unlessElsewhere('email bounces', () => look(isForced));
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
