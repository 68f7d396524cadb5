/** Reading the mailbox that mail comes back to, with a client and a server that really talk IMAP. */
import { ImapFlow } from 'imapflow';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  type BounceMailbox,
  createBounceMailbox,
  type ReadTo,
} from '../../../adapters/email/bounce-mailbox.ts';
import { createUnlessElsewhere } from '../../../src/chat/alone.ts';
import { createShelves, type Shelves } from '../shelves.ts';
import { type ImapServer, openImapServer } from './imap-server.ts';

const PASS = 'sesame-7731';
const LETTER = 'Subject: A letter\r\n\r\nHello.\r\n';
const REPORT = 'Subject: A report\r\n\r\nIt came back.\r\n';

let server: ImapServer;
let shelves: Shelves;
let now: number;
let lines: string[];
/** What was read, in order. */
let read: string[];
let fails: boolean;

beforeEach(async () => {
  server = await openImapServer('bounces', PASS);
  shelves = createShelves();
  now = Date.parse('2025-12-12T09:00:00Z');
  lines = [];
  read = [];
  fails = false;
});
afterEach(() => server.close());

/** How the client waits where a server asks for a pause. */
interface Pausing {
  throttleWait(ms: number): Promise<boolean>;
}

const unlessElsewhere = createUnlessElsewhere();
function open(change: { pass?: string; folder?: string } = {}, only = unlessElsewhere): BounceMailbox {
  const log = (message: string, facts?: object) =>
    void lines.push(`${message} ${JSON.stringify(facts ?? {})}`);
  return createBounceMailbox({
    server: {
      host: '127.0.0.1',
      port: server.port,
      secure: false,
      startTls: 'never',
      user: 'bounces',
      pass: PASS,
      folder: 'INBOX',
      ...change,
    },
    async take(raw) {
      if (fails) throw new Error('the store is locked');
      read.push(Buffer.from(raw).toString().slice(0, 60).split('\r\n')[0] ?? '');
      return String(raw).includes('It came back') ? 'taken' : 'other';
    },
    shelf: shelves.shelf<ReadTo>('email_bounces'),
    unlessElsewhere: only,
    clock: () => now,
    log: { debug: log, info: log, warn: log, error: log },
  });
}

const seen = () => server.messages.filter(({ flags }) => flags.has('\\Seen')).map(({ uid }) => uid);

describe('the mailbox for bounces', () => {
  it('is read once, in order, and only reports are marked as read', async () => {
    for (const raw of [REPORT, LETTER, REPORT]) server.add(raw);
    const mailbox = open();
    await mailbox.read();
    expect(read).toEqual(['Subject: A report', 'Subject: A letter', 'Subject: A report']);
    expect(seen()).toEqual([1, 3]);
    server.add(LETTER);
    await mailbox.read(true);
    await mailbox.read(true);
    expect(read).toHaveLength(4);
    expect(lines).toEqual([]);
    expect(server.commands.filter((one) => one === 'LOGOUT')).toHaveLength(3);
  });

  it('is read by one of several processes at a time, and not again at once', async () => {
    for (const raw of [REPORT, REPORT]) server.add(raw);
    await Promise.all([open().read(), open().read(), open().read()]);
    expect(read).toHaveLength(2);
    expect(server.commands.filter((one) => one === 'AUTHENTICATE PLAIN')).toHaveLength(1);
    now += 5 * 60_000;
    server.add(REPORT);
    await open().read();
    expect(read).toHaveLength(3);
  });

  it('is not waited for while another process reads it', async () => {
    server.add(REPORT);
    const first = Promise.withResolvers<void>();
    const store = createUnlessElsewhere();
    const reading = store('email bounces', () => first.promise);
    await open({}, store).read();
    expect(server.commands).toEqual([]);
    expect(lines).toEqual([]);
    first.resolve();
    await reading;
    await open({}, store).read();
    expect(read).toHaveLength(1);
  });

  it('keeps a report unread that could not be stored, and reads it again', async () => {
    server.add(REPORT);
    fails = true;
    await open().read(true);
    expect(seen()).toEqual([]);
    expect(lines.join()).toContain('the mailbox for bounces could not be read');
    fails = false;
    await open().read(true);
    expect(read).toHaveLength(1);
    expect(seen()).toEqual([1]);
  });

  it.each(['UID FETCH', 'UID STORE', 'UID SEARCH', 'SELECT', 'AUTHENTICATE'])(
    'goes on where it was when the connection is lost at %s',
    async (command) => {
      for (const raw of [REPORT, LETTER, REPORT]) server.add(raw);
      server.cuts.push(command);
      const mailbox = open();
      await mailbox.read(true);
      expect(lines).toHaveLength(1);
      await mailbox.read(true);
      expect(new Set(seen())).toEqual(new Set([1, 3]));
      // Only what was being marked is read twice, which changes nothing.
      expect(read.length).toBeLessThanOrEqual(4);
    },
  );

  it.each([
    ['NO', 'NO [SERVERBUG] it is damaged'],
    ['BAD', 'BAD no such thing'],
    ['no body', '* 2 FETCH (UID 2 BODY[]<0> NIL)\r\nOK done'],
    ['what cannot be parsed', '* 2 FETCH (UID 2 BODY[]<0> "never closed)\r\nOK done'],
    ['an end that cannot be parsed', 'OK [ALERT (((\\ done'],
  ])(
    'is read behind a message that the server answers with %s, which is warned about once',
    async (_, answer) => {
      for (const raw of [LETTER, REPORT, REPORT]) server.add(raw);
      server.refused.set(2, answer);
      const mailbox = open();
      await mailbox.read(true);
      expect(seen()).toEqual([3]);
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatch(/a message .* could not be read .*UID 2\b/);
      server.refused.clear();
      await mailbox.read(true);
      expect(read).toHaveLength(2);
      expect(lines).toHaveLength(1);
    },
  );

  it('is read again from a message that the server refuses until one behind it is read', async () => {
    for (const raw of [LETTER, REPORT, REPORT]) server.add(raw);
    for (const uid of [2, 3]) server.refused.set(uid, 'NO [UNAVAILABLE] try later');
    const mailbox = open();
    for (const _look of [1, 2]) await mailbox.read(true);
    expect(lines).toHaveLength(2);
    server.refused.clear();
    await mailbox.read(true);
    expect(seen()).toEqual([2, 3]);
  });

  it('is left alone until the next look where the server asks for a pause', async () => {
    const pauses = vi
      .spyOn(ImapFlow.prototype as unknown as Pausing, 'throttleWait')
      .mockResolvedValue(false);
    onTestFinished(() => pauses.mockRestore());
    for (const raw of [REPORT, LETTER, REPORT, REPORT]) server.add(raw);
    for (const uid of [2, 3])
      server.refused.set(uid, 'BAD Request is throttled. Suggested Backoff Time: 92415 milliseconds');
    const mailbox = open();
    await mailbox.read(true);
    expect(seen()).toEqual([1]);
    expect(server.commands.filter((one) => one.startsWith('UID FETCH 3 '))).toEqual([]);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/mailbox for bounces .*The mail server asks for fewer requests\./);
    server.refused.clear();
    await mailbox.read(true);
    expect(read).toHaveLength(4);
    expect(lines).toHaveLength(1);
  });

  it('is read anew where its messages have new numbers', async () => {
    server.add(REPORT);
    const mailbox = open();
    await mailbox.read(true);
    server.validity = 2;
    await mailbox.read(true);
    expect(read).toHaveLength(2);
  });

  it('is read of each message to a limit', async () => {
    server.add(`${REPORT}${'a'.repeat(3_000_000)}`);
    await open().read(true);
    expect(read).toEqual(['Subject: A report']);
    expect(server.commands.some((one) => /BODY\.PEEK\[\]<0\.262144>/.test(one))).toBe(true);
  });

  it('is not passed over where the server lists a message that it says it has not', async () => {
    server.add(REPORT);
    server.phantoms.push(4_294_967_295);
    const mailbox = open();
    await mailbox.read(true);
    server.add(REPORT);
    await mailbox.read(true);
    expect(read).toHaveLength(2);
    // As an earlier version left it.
    await shelves
      .shelf<ReadTo>('email_bounces')
      .set('mailbox', { validity: '1', uid: 4_294_967_295, at: now });
    await mailbox.read(true);
    server.add(REPORT);
    await mailbox.read(true);
    expect(read).toHaveLength(3);
  });

  it.each(['CONNECT', 'SELECT', 'UID SEARCH'])(
    'says so when the server ends the connection at %s',
    async (at) => {
      server.add(REPORT);
      server.cuts.push(at);
      await open().read(true);
      expect(lines.join()).toContain(
        'The mail server ended the connection. Check the port of MAIL_BOUNCES_URL',
      );
    },
  );

  it('says what to check where it can not be read, and never the password', async () => {
    server.isLocked = true;
    await open({ pass: 'wrong-9921' }).read(true);
    server.isLocked = false;
    await open({ folder: 'Nowhere' }).read(true);
    server.shut.push('Shut');
    await open({ folder: 'Shut' }).read(true);
    await server.close();
    await open().read(true);
    expect(lines).toHaveLength(4);
    expect(lines[0]).toContain('refused the user or the password. Check MAIL_BOUNCES_URL.');
    expect(lines[1]).toMatch(/There is no folder .*Nowhere.*Check the end of MAIL_BOUNCES_URL\./);
    expect(lines[2]).toMatch(/refuses to open the folder .*Shut.*Check the end of MAIL_BOUNCES_URL\./);
    expect(lines[3]).toContain("can't be used (ECONNREFUSED)");
    expect(lines.join()).not.toMatch(/sesame|wrong-9921|127\.0\.0\.1/);
  });
});
