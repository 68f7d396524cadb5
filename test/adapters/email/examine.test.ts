import { describe, expect, test } from 'vitest';
import { examineEmail } from '../../../adapters/email/examine.ts';
import { readEmailSettings } from '../../../adapters/email/settings.ts';
import { openImapServer } from './imap-server.ts';
import { openMailServer } from './mail-server.ts';

function settingsOf(env: Record<string, string>) {
  const read = readEmailSettings({ MAIL_FROM: 'papers@news.lab.example', ...env });
  if (!('settings' in read) || read.settings === undefined) throw new Error(JSON.stringify(read));
  return read.settings;
}

/** DNS as it is told; a name without texts is there, and others are not. */
const dnsOf = (names: Record<string, string[]>) => async (name: string) => {
  const texts = names[name];
  if (texts === undefined) throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
  if (texts.length === 0) throw Object.assign(new Error('no text'), { code: 'ENODATA' });
  return texts.map((text) => [text.slice(0, 4), text.slice(4)]);
};
const GOOD = dnsOf({
  'news.lab.example': ['v=spf1 ip4:192.0.2.1 -all'],
  '_dmarc.lab.example': ['v=DMARC1; p=none'],
});

describe('mail, examined', () => {
  test('is in order where server and mailbox take the passwords and the domain has its records', async () => {
    const server = await openMailServer({ user: 'me', pass: 'right' });
    const imap = await openImapServer('back', 'right');
    const settings = settingsOf({
      SMTP_URL: `smtp://me:right@127.0.0.1:${server.port}`,
      MAIL_BOUNCES_URL: `imap://back:right@127.0.0.1:${imap.port}`,
    });
    const found = await examineEmail(settings, GOOD);
    expect(found.map(({ standing, line }) => `${standing}: ${line}`)).toEqual([
      'ok: The mail server can be reached and takes the password.',
      'ok: The mailbox for bounces can be opened.',
      'ok: news.lab.example has SPF and DMARC records.',
    ]);
    expect(server.taken).toEqual([]);
    imap.isLocked = true;
    await server.close();
    const [login, mailbox] = await examineEmail(settings, GOOD);
    expect(login).toMatchObject({ standing: 'fail', line: expect.stringContaining("can't be reached") });
    expect(mailbox?.line).toContain('refused the user or the password');
    await imap.close();
  });

  test('tells of a wrong password, without showing it', async () => {
    const server = await openMailServer({ user: 'me', pass: 'right' });
    const found = await examineEmail(
      settingsOf({ SMTP_URL: `smtp://me:wr0ng@127.0.0.1:${server.port}` }),
      GOOD,
    );
    expect(found[0]).toMatchObject({ standing: 'fail', line: expect.stringContaining('Check SMTP_URL') });
    expect(JSON.stringify(found)).not.toContain('wr0ng');
    await server.close();
  });

  test('finds the DMARC record of whichever parent has one', async () => {
    const settings = settingsOf({ SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'papers@a.cs.uni.ac.example' });
    const dns = dnsOf({
      'a.cs.uni.ac.example': ['v=spf1 -all'],
      '_dmarc.uni.ac.example': ['v=DMARC1; p=none'],
    });
    expect((await examineEmail(settings, dns)).at(-1)?.line).toContain('has SPF and DMARC records');
  });

  test.each([
    [dnsOf({ 'news.lab.example': [] }), 'warn', 'has no SPF and no DMARC record'],
    [dnsOf({ 'news.lab.example': ['v=spf1 -all', 'other'] }), 'warn', 'has no DMARC record'],
    [dnsOf({}), 'fail', 'DNS knows no domain news.lab.example.'],
    [
      () => Promise.reject(Object.assign(new Error('away'), { code: 'ESERVFAIL' })),
      'warn',
      "DNS doesn't answer for news.lab.example (ESERVFAIL)",
    ],
  ])('tells what DNS has of the sender (%#)', async (dns, standing, words) => {
    const found = await examineEmail(settingsOf({ SMTP_URL: 'smtp://127.0.0.1:9' }), dns);
    expect(found.at(-1)).toMatchObject({ standing, line: expect.stringContaining(words) });
  });
});
