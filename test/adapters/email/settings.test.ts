import { describe, expect, it } from 'vitest';
import { readEmailSettings } from '../../../adapters/email/settings.ts';

const BOTH = {
  SMTP_URL: 'smtps://me%40lab.org:p%2Fw@smtp.example.org',
  MAIL_FROM: 'Papers <papers@example.org>',
};

describe('settings for mail', () => {
  it('are off without any of their own', () => {
    expect(readEmailSettings({ PUBLIC_URL: 'https://papers.example' })).toEqual({ settings: undefined });
  });

  it('read the server, its user and password, and the sender', () => {
    expect(readEmailSettings(BOTH)).toEqual({
      settings: {
        server: {
          host: 'smtp.example.org',
          port: 465,
          secure: true,
          startTls: 'required',
          user: 'me@lab.org',
          pass: 'p/w',
        },
        from: { address: 'papers@example.org', domain: 'example.org', name: 'Papers' },
      },
    });
  });

  it.each([
    ['smtp://smtp.example.org', { port: 587, secure: false, startTls: 'offered' }],
    ['smtp://u:p@smtp.example.org:2525', { port: 2525, secure: false, startTls: 'required' }],
    ['smtp://u:p@127.0.0.1:1025', { port: 1025, startTls: 'never' }],
    ['smtp://[::1]:1025', { host: '::1', port: 1025, startTls: 'never' }],
  ])('read %s', (SMTP_URL, server) => {
    expect(readEmailSettings({ ...BOTH, SMTP_URL })).toMatchObject({ settings: { server } });
  });

  it('have pages where links can lead', () => {
    const env = { ...BOTH, PUBLIC_URL: 'https://papers.example:8443/', EMAIL_PORT: '4000' };
    const http = { publicUrl: 'https://papers.example:8443', host: '127.0.0.1', port: 4000 };
    expect(readEmailSettings(env)).toMatchObject({ settings: { http } });
  });

  it('name the half that is missing', () => {
    expect(readEmailSettings({ SMTP_URL: BOTH.SMTP_URL })).toMatchObject({
      problems: [expect.stringContaining('MAIL_FROM is missing')],
    });
    expect(readEmailSettings({ MAIL_FROM: BOTH.MAIL_FROM })).toMatchObject({
      problems: [expect.stringContaining('SMTP_URL is missing')],
    });
  });

  it.each([
    'http://smtp.example.org',
    'smtp.example.org',
    'smtps://u:secret@smtp.example.org/path',
    'smtps://u:sec/ret@smtp.example.org',
    'smtps://u:secret#1@smtp.example.org',
    'smtps://:secret@smtp.example.org',
    'smtps://u:secret%@smtp.example.org',
  ])('say what is wrong with %s, and show none of it', (SMTP_URL) => {
    const read = readEmailSettings({ ...BOTH, SMTP_URL });
    expect(read).toMatchObject({ problems: [expect.stringContaining('SMTP_URL ')] });
    expect(JSON.stringify(read)).not.toMatch(/secret|sec\/ret/);
  });

  it.each(['papers', 'papers@', 'a b@example.org', 'papers@example.org\r\nBcc: x@y.org'])(
    'say that MAIL_FROM %j is none',
    (MAIL_FROM) => {
      expect(readEmailSettings({ ...BOTH, MAIL_FROM })).toMatchObject({
        problems: [expect.stringContaining('MAIL_FROM is ')],
      });
    },
  );

  it('read where mail comes back to, and the mailbox that it is read from', () => {
    const MAIL_BOUNCES_URL = 'imaps://me%40lab.org:p%2Fw@imap.example.org/Mail%20back/in';
    const read = readEmailSettings({ ...BOTH, MAIL_BOUNCES: 'bounces@example.org', MAIL_BOUNCES_URL });
    expect(read).toMatchObject({
      settings: {
        bounces: {
          address: { address: 'bounces@example.org' },
          mailbox: {
            host: 'imap.example.org',
            port: 993,
            secure: true,
            user: 'me@lab.org',
            pass: 'p/w',
            folder: 'Mail back/in',
          },
        },
      },
    });
  });

  it.each([
    ['imap://u:p@imap.example.org', { port: 143, startTls: 'required', folder: 'INBOX' }],
    ['imap://u:p@127.0.0.1:1143/', { port: 1143, startTls: 'never', folder: 'INBOX' }],
  ])('read the mailbox %s', (MAIL_BOUNCES_URL, mailbox) => {
    expect(readEmailSettings({ ...BOTH, MAIL_BOUNCES_URL })).toMatchObject({
      settings: { bounces: { mailbox } },
    });
  });

  it.each([
    ['MAIL_BOUNCES', 'bounces'],
    ['MAIL_BOUNCES', `${'b'.repeat(32)}@example.org`],
    ['MAIL_BOUNCES_URL', 'https://u:secret@imap.example.org'],
    ['MAIL_BOUNCES_URL', 'imaps://imap.example.org/INBOX'],
    ['MAIL_BOUNCES_URL', 'imaps://u:sec#ret@imap.example.org'],
    ['MAIL_BOUNCES_URL', 'imaps://u:secret@imap.example.org/INBOX?x'],
  ])('say what is wrong with %s=%s, and show no password', (name, value) => {
    const read = readEmailSettings({ ...BOTH, [name]: value });
    expect(read).toMatchObject({ problems: [expect.stringContaining(`${name} `)] });
    expect(JSON.stringify(read)).not.toMatch(/secret|sec#ret/);
  });

  it('for mail that comes back need those for mail that is sent', () => {
    expect(readEmailSettings({ MAIL_BOUNCES: 'bounces@example.org' })).toMatchObject({
      problems: [expect.stringContaining('SMTP_URL'), expect.stringContaining('MAIL_FROM')],
    });
  });
});
