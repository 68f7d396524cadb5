/** Mail from the command line to the mailbox, with a real SMTP server and a store on disk. */
import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { returned } from '../adapters/email/bounce-samples.ts';
import { openImapServer } from '../adapters/email/imap-server.ts';
import { type MailServer, openMailServer } from '../adapters/email/mail-server.ts';
import { newFolder, paperboy } from './run.ts';

describe('mail from the command line', () => {
  let server: MailServer;
  let options: { dataDir: string; env: Record<string, string> };
  beforeEach(async () => {
    server = await openMailServer();
    options = {
      dataDir: newFolder(),
      env: {
        SMTP_URL: `smtp://127.0.0.1:${server.port}`,
        MAIL_FROM: 'Paperboy <papers@example.org>',
        SOURCES: 'bundled',
        WEB: 'off',
      },
    };
  });
  afterEach(() => server.close());

  const codeIn = (text = '') => /confirm me@lab\.org (\d{8})/.exec(text)?.[1] ?? 'no code';

  test('an address gets its first papers after it confirmed, and nothing but the code before', async () => {
    const asked = await paperboy(['subscribe', 'email:Me@lab.org', 'diffusion OR agents'], options);
    expect(asked).toMatchObject({ code: 0, err: '' });
    expect(asked.out).toContain('nothing else is sent before');
    expect(server.taken.map(({ to }) => to)).toEqual(['me@lab.org']);

    await paperboy(['run-once', '--at', '2035-01-01T12:00:00Z'], options);
    expect(server.taken).toHaveLength(1);

    const wrong = await paperboy(['confirm', 'email:me@lab.org', '00000000'], options);
    expect(wrong).toMatchObject({ code: 1 });
    const confirmed = await paperboy(
      ['confirm', 'email:me@lab.org', codeIn(server.taken[0]?.mail.text)],
      options,
    );
    expect(confirmed.out).toContain('me@lab.org will get papers on diffusion OR agents.');

    const sent = await paperboy(['run-once', '--at', '2035-01-02T12:00:00Z'], options);
    expect(sent.err).toBe('');
    expect(server.taken).toHaveLength(2);
    const { mail } = server.taken[1] ?? {};
    expect(mail?.from?.text).toBe('"Paperboy" <papers@example.org>');
    expect(mail?.text).toContain('the topic diffusion OR agents');
    expect(mail?.text).toContain('/papers email stop me@lab.org ');
  });

  test('the second question for an address that has not confirmed sends nothing, and whoever runs Paperboy is told so', async () => {
    expect(await paperboy(['subscribe', 'email:me@lab.org'], options)).toMatchObject({ code: 0 });
    const { code, out, err } = await paperboy(['subscribe', 'email:me@lab.org'], options);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('Nothing was sent: an email that asks me@lab.org to confirm was sent before');
    const ask = () => paperboy(['ask', 'email me@lab.org'], options);
    expect(await ask()).toEqual(await ask());
    expect(server.taken).toHaveLength(1);
  });

  test('what chat can do for an address is done by `ask` too, whoever has no chat', async () => {
    const ask = async (text: string) => (await paperboy(['ask', text], options)).out;
    expect(await ask('email me@lab.org diffusion')).toContain('look for an email with a code at me@lab.org');
    expect(server.taken).toHaveLength(1);
    const code = codeIn(server.taken[0]?.mail.text);
    expect(await ask(`/papers email confirm me@lab.org ${code}`)).toContain('will get papers on diffusion');
    await paperboy(['run-once', '--at', '2035-01-02T12:00:00Z'], options);
    const end = /\/papers email stop me@lab\.org \S+/.exec(server.taken[1]?.mail.text ?? '')?.[0] ?? '';
    expect(await ask(end)).toContain('Nothing more is sent to me@lab.org');
  });

  test('mail that comes back is read from a pipe, and whatever it is, the mail server need not send it on', async () => {
    options.env.MAIL_BOUNCES = 'bounces@example.org';
    await paperboy(['subscribe', 'email:me@lab.org'], options);
    await paperboy(['confirm', 'email:me@lab.org', codeIn(server.taken[0]?.mail.text)], options);
    await paperboy(['run-once', '--at', '2035-01-02T12:00:00Z'], options);
    const { from = '', mail } = server.taken[1] ?? {};
    expect(from).toMatch(/^bounces\+[0-9a-f]{32}@example\.org$/);
    const input = returned('qmail', { from, to: 'me@lab.org', messageId: mail?.messageId ?? '' }).toString();

    expect(await paperboy(['bounce'], { ...options, input: 'Subject: Hello\n\nA letter.' })).toMatchObject({
      code: 0,
      out: expect.stringContaining('no report on mail that was sent from here'),
    });
    const taken = await paperboy(['bounce'], { ...options, input });
    expect(taken).toMatchObject({ code: 0, out: 'The message was taken over.\n' });
    expect((await paperboy(['export'], options)).out).toContain('me@lab.org');
    const lost = { ...options, dataDir: `${options.dataDir}/nowhere`, env: { ...options.env, SMTP_URL: '' } };
    expect(await paperboy(['bounce'], { ...lost, input })).toMatchObject({ code: 75 });
    expect(await paperboy(['bounce', 'one', 'two'], options)).toMatchObject({ code: 2 });
  });

  test.each([
    [['bounce'], 75],
    [['confirm', 'email:me@lab.org', '12345678'], 2],
    [['subscribe', 'web:local:general', 'lora'], 2],
  ])('%j creates no store where there is none, and says what to do', async (args, code) => {
    const ran = await paperboy(args, { ...options, input: 'Subject: Hello\n\nA letter.' });
    expect(ran).toMatchObject({ code, out: '' });
    expect(ran.err).toMatch(/There is no store at .*paperboy\.sqlite\. Set DATA_DIR to the folder/);
    expect(readdirSync(options.dataDir)).toEqual([]);
  });

  test('`run-once` reads the mailbox for bounces before it plans, and sends the papers that came back once more', async () => {
    const imap = await openImapServer('bounces', 'sesame');
    onTestFinished(() => imap.close());
    options.env.MAIL_BOUNCES = 'bounces@example.org';
    options.env.MAIL_BOUNCES_URL = `imap://bounces:sesame@127.0.0.1:${imap.port}/INBOX`;
    await paperboy(['subscribe', 'email:me@lab.org', 'diffusion OR agents'], options);
    await paperboy(['confirm', 'email:me@lab.org', codeIn(server.taken[0]?.mail.text)], options);
    await paperboy(['run-once', '--at', '2035-01-02T12:00:00Z'], options);
    const { from = '', mail } = server.taken[1] ?? {};
    imap.add(returned('postfix', { from, to: 'me@lab.org', messageId: mail?.messageId ?? '' }));

    await paperboy(['run-once', '--dry', '--at', '2035-01-03T12:00:00Z'], options);
    expect(imap.messages[0]?.flags).toEqual(new Set());
    const again = await paperboy(['run-once', '--at', '2035-01-03T12:00:00Z'], options);
    expect(again.code).toBe(0);
    expect(again.err).toMatch(/^[^\n]*a message came back[^\n]*\n$/);
    expect(imap.messages[0]?.flags).toEqual(new Set(['\\Seen']));
    const papers = (text = '') => text.match(/^\d+\. .*$/gm);
    expect(papers(mail?.text)).not.toBeNull();
    expect(papers(server.taken[2]?.mail.text)).toEqual(papers(mail?.text));
    await paperboy(['run-once', '--at', '2035-01-04T12:00:00Z'], options);
    expect(server.taken).toHaveLength(3);
  });

  test('an address whose reader reported spam gets no post planned, and `run-once` succeeds', async () => {
    options.env.MAIL_BOUNCES = 'bounces@example.org';
    await paperboy(['subscribe', 'email:me@lab.org'], options);
    await paperboy(['confirm', 'email:me@lab.org', codeIn(server.taken[0]?.mail.text)], options);
    await paperboy(['run-once', '--at', '2035-01-02T12:00:00Z'], options);
    const { from = '', mail } = server.taken[1] ?? {};
    const report = returned('abuse-report', { from, to: 'me@lab.org', messageId: mail?.messageId ?? '' });
    await paperboy(['bounce'], { ...options, input: report.toString() });
    const dry = await paperboy(['run-once', '--dry', '--at', '2035-01-03T12:00:00Z'], options);
    expect(dry.out).toContain(
      "posting here isn't possible: A reader of me@lab.org reported a message as spam",
    );
    for (const day of ['03', '04'])
      expect(await paperboy(['run-once', '--at', `2035-01-${day}T12:00:00Z`], options)).toMatchObject({
        code: 0,
        err: '',
      });
    expect(server.taken).toHaveLength(2);
  });

  test('asking again within a minute of a failure says when it is tried again, and fails', async () => {
    options.env.SMTP_URL = 'smtp://127.0.0.1:9';
    for (const said of ["can't be reached", 'The last attempt failed, and the next one is possible in'])
      expect(await paperboy(['subscribe', 'email:me@lab.org'], options)).toMatchObject({
        code: 1,
        out: '',
        err: expect.stringContaining(said),
      });
  });

  test('a mail server that is not there is told with what to do, and the email is sent once it is there again', async () => {
    const { port } = new URL(options.env.SMTP_URL ?? '');
    options.env.SMTP_URL = 'smtp://127.0.0.1:9';
    for (const args of [
      ['subscribe', 'email:me@lab.org'],
      ['ask', 'email you@lab.org diffusion'],
    ]) {
      const { code, err } = await paperboy(args, options);
      expect(code).toBe(1);
      expect(err).toContain("The mail server can't be reached (ECONNREFUSED)");
      expect(err).toContain('when this is asked for again');
    }
    expect(server.taken).toHaveLength(0);
    options.env.SMTP_URL = `smtp://127.0.0.1:${port}`;
    vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ['Date'] });
    try {
      expect(await paperboy(['subscribe', 'email:me@lab.org'], options)).toMatchObject({ code: 0, err: '' });
    } finally {
      vi.useRealTimers();
    }
    expect(server.taken).toHaveLength(1);
  });

  test('without settings for mail it says which are missing', async () => {
    const { code, err } = await paperboy(['subscribe', 'email:me@lab.org'], { dataDir: options.dataDir });
    expect(code).toBe(2);
    expect(err).toContain('SMTP_URL and MAIL_FROM');
  });
});
