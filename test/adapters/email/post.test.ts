/** What becomes of posts when the mail server fails, with a real one on loopback. */
import { afterEach, describe, expect, it } from 'vitest';
import { PaperboyError } from '../../../src/model/errors.ts';
import { makeCertificate } from '../../store/tls-proxy.ts';
import { sampleCard, samplePost } from '../samples.ts';
import { createShelves } from '../shelves.ts';
import { type Fault, IMPATIENT, openMailServer, PATIENT } from './mail-server.ts';
import { CHANNEL, ME, openRig, type Rig, type RigOptions } from './rig.ts';

const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
});

async function open(options?: RigOptions): Promise<Rig> {
  const rig = await openRig(options);
  rigs.push(rig);
  return rig;
}

const postTo = ({ adapter }: Rig, change = {}, mayStart?: () => boolean) =>
  adapter.messenger.post(samplePost({ channel: CHANNEL, ...change }), undefined, mayStart);

async function failureOf(work: Promise<unknown>): Promise<PaperboyError> {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(PaperboyError);
  return thrown as PaperboyError;
}

describe('a post by mail', () => {
  it('says in its headers what it is, what list it is of, and how to leave it', async () => {
    const rig = await open({ pages: true });
    await postTo(rig);
    const [mail] = rig.mailsTo(ME);
    expect(mail?.subject).toMatch(/^3 papers: Antidote: Post-fine-tuning /);
    expect(mail?.date?.getTime()).toBe(rig.clock.now);
    const header = (name: string) => mail?.headerLines.find(({ key }) => key === name)?.line;
    expect(header('list-id')).toMatch(/^List-ID: Paperboy <[0-9a-f]{16}\.paperboy\.example>$/i);
    expect(header('list-unsubscribe')?.replace(/\s+/g, ' ')).toMatch(
      /^List-Unsubscribe: ?<https:\/\/papers\.example\/email\/unsubscribe\/[\w.-]+>$/,
    );
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(header('auto-submitted')).toBe('Auto-Submitted: auto-generated');
    expect(mail?.text).toContain('https://papers.example/email/unsubscribe/');
  });

  it('without a public address says the code that ends it', async () => {
    const rig = await open();
    await postTo(rig);
    const [mail] = rig.mailsTo(ME);
    expect(mail?.headers.has('list-unsubscribe')).toBe(false);
    expect(mail?.text).toMatch(/\/papers email stop me@lab\.example [a-z2-9]{10}\n/);
  });

  const cases: [string, Fault, Partial<PaperboyError>, RegExp][] = [
    [
      'greylists',
      { at: 'rcpt', answer: '450 4.7.1 Greylisted' },
      { code: 'later', retry: { afterMs: 600_000 } },
      /"450 4.7.1 Greylisted"/,
    ],
    ['is busy', { at: 'connect', answer: '421 4.3.2 Too many connections' }, { code: 'later' }, /421/],
    ['defers the message', { at: 'data', answer: '451 4.3.0 Later' }, { code: 'later' }, /451/],
    [
      'does not know the address',
      { at: 'rcpt', answer: '550 5.1.1 No such user' },
      { code: 'no-access', retry: 'never' },
      /refused this address: "550 5.1.1 No such user"/,
    ],
    [
      'has a full mailbox',
      { at: 'rcpt', answer: '552 5.2.2 Mailbox full' },
      { code: 'no-access' },
      /Mailbox full/,
    ],
    [
      'takes it for spam',
      { at: 'data', answer: '550 5.7.515 Access denied' },
      { code: 'no-access' },
      /5\.7\.515/,
    ],
    [
      'finds the message too large',
      { at: 'data', answer: '552 5.3.4 Too big' },
      { code: 'refused' },
      /this message/,
    ],
    [
      'finds the message malformed',
      { at: 'data', answer: '554 5.6.0 Bad content' },
      { code: 'refused' },
      /this message/,
    ],
    [
      'refuses the sender',
      { at: 'mail', answer: '553 5.7.1 Sender rejected' },
      { code: 'later', retry: { afterMs: 1_800_000 } },
      /MAIL_FROM/,
    ],
    ['says nothing to the recipient', { at: 'rcpt', hang: true }, { code: 'later' }, /can't be reached/],
    ['says nothing to the message', { at: 'data', hang: true }, { code: 'uncertain' }, /didn't answer/],
    ['is gone after the message', { at: 'data', drop: true }, { code: 'uncertain' }, /didn't answer/],
  ];
  it('waits longer for a server that has the message, and is told of it once', async () => {
    const rig = await open({ waits: { ...PATIENT, silentMs: 2_000 } });
    rig.server.faults.push({ at: 'data', lateMs: 3_000 });
    expect(await postTo(rig)).toMatchObject({ messageId: expect.any(String) });
    expect(rig.server.taken).toHaveLength(1);
  });

  it('that was handed over ends as unknown at a stop', async () => {
    const rig = await open();
    rig.server.faults.push({ at: 'data', hang: true });
    const failure = failureOf(postTo(rig));
    await expect.poll(() => rig.server.taken.length).toBe(1);
    await rig.adapter.stop();
    expect(await failure).toMatchObject({ code: 'uncertain' });
  });

  it.each(cases)('to a server that %s', async (_, fault, expected, words) => {
    const rig = await open('hang' in fault ? { waits: IMPATIENT } : {});
    rig.server.faults.push(fault);
    const failure = await failureOf(postTo(rig));
    expect(failure).toMatchObject(expected);
    expect(failure.message).toMatch(words);
    expect(failure.message).toContain(CHANNEL);
    expect(failure.message).not.toContain('127.0.0.1');
  });

  it('to a server that is not there is tried again soon', async () => {
    const rig = await open();
    await rig.server.close();
    expect(await failureOf(postTo(rig))).toMatchObject({ code: 'later', retry: { afterMs: 60_000 } });
  });

  it('with a wrong password is tried again later, and says neither it nor the server', async () => {
    const server = (await open({ login: { user: 'paperboy', pass: 'right-one' } })).server;
    const rig = await open({ server, login: { user: 'paperboy', pass: 'wrong-one' } });
    const failure = await failureOf(postTo(rig));
    expect(failure).toMatchObject({ code: 'later' });
    expect(failure.message).toContain('Check SMTP_URL');
    expect(`${failure.message} ${rig.lines.join()}`).not.toMatch(/wrong-one|127\.0\.0\.1/);
  });

  it('with a password goes to no server without TLS, or with a certificate that is not trusted', async () => {
    const login = { user: 'paperboy', pass: 'right-one' };
    for (const tls of [undefined, makeCertificate()]) {
      const server = await openMailServer({ ...login, ...(tls ? { tls } : {}) });
      const rig = await open({ server, login, startTls: 'required' });
      const failure = await failureOf(postTo(rig));
      expect(failure).toMatchObject({ code: 'later' });
      expect(failure.message).toContain('Check SMTP_URL');
      expect(server.taken).toEqual([]);
      await server.close();
    }
  });

  it('with a wrong password is warned of at the start', async () => {
    const server = (await open({ login: { user: 'paperboy', pass: 'right-one' } })).server;
    const rig = await open({ server, login: { user: 'paperboy', pass: 'wrong-one' } });
    await expect.poll(() => rig.lines.join()).toContain('the mail server does not answer as it should');
    expect(rig.lines.join()).toContain('Check SMTP_URL');
    expect(rig.lines.join()).not.toContain('wrong-one');
  });

  it('is found once its server took it, and never before, also by another process', async () => {
    const shelves = createShelves();
    const rig = await open({ shelves });
    const other = await open({ shelves, server: rig.server });
    const post = samplePost({ channel: CHANNEL });
    rig.server.faults.push({ at: 'data', drop: true });
    await failureOf(postTo(rig));
    expect(await other.adapter.messenger.find(post)).toBeUndefined();
    rig.clock.now += 3_600_000;
    const receipt = await postTo(other);
    expect(await rig.adapter.messenger.find(post)).toEqual(receipt);
    const [first, second, ...more] = rig.server.taken;
    expect(more).toEqual([]);
    // One message twice: a mailbox shows it once.
    expect(second?.raw).toBe(first?.raw);
    expect(receipt.messageId).toBe(first?.mail.messageId);
  });

  it('hands nothing over where it may not start any more', async () => {
    const rig = await open();
    expect(await failureOf(postTo(rig, {}, () => false))).toMatchObject({ code: 'later', isOwnPace: true });
    expect(rig.server.taken).toEqual([]);
    await postTo(rig);
    expect(rig.server.taken).toHaveLength(1);
  });

  it('waits for its turn within a domain, and not for other domains', async () => {
    const rig = await open({ domainGapMs: 60_000 });
    await postTo(rig);
    expect(await failureOf(postTo(rig, { key: 'another' }))).toMatchObject({
      code: 'later',
      isOwnPace: true,
    });
    await postTo(rig, { channel: 'email:other.example:me@other.example' });
    rig.clock.now += 60_000;
    await postTo(rig, { key: 'another' });
    expect(rig.server.taken).toHaveLength(3);
  });

  it('is not sent, and tried again, while the store cannot be written', async () => {
    const rig = await open();
    rig.shelves.broken = true;
    expect(await failureOf(postTo(rig))).toMatchObject({ code: 'later' });
    expect(rig.server.attempts).toBe(0);
  });

  it('is one message under 102 KB however much is in it, with all papers', async () => {
    const rig = await open();
    const excerpt = [{ text: 'An abstract that goes on & on, <with> signs. '.repeat(80) }];
    const cards = Array.from({ length: 50 }, (_, at) => sampleCard(at, { excerpt }));
    await postTo(rig, { blocks: [{ kind: 'cards', cards }] });
    const [mail] = rig.mailsTo(ME);
    const html = String(mail?.html);
    expect(Buffer.byteLength(html)).toBeLessThan(102_000);
    expect(html.match(/<h3 /g)).toHaveLength(50);
    expect(html).toContain('Summaries are shortened, so that all of this fits into one email.');
    expect(mail?.text).toContain('Summaries are shortened');
    const shown = [...html.matchAll(/<p class="plain"[^>]*>(.*?)<\/p>/g)].map(([, text = '']) => text.length);
    expect(Math.min(...shown)).toBe(Math.max(...shown));
  });
});
