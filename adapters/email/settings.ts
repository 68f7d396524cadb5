/** Reads the settings for mail from the environment, and reports what is missing or wrong. Without them mail is off. */
import { createSettingReader, type SettingReader } from '../../src/chat/setting-reader.ts';
import type { Env, ReadSettings } from '../../src/model/adapter-definition.ts';
import { localOf, type Mailbox, readMailbox } from './mailbox.ts';
import { MOST_BOUNCE_LOCAL } from './return-path.ts';
import { decoded, type MailServer, readMailServer, wrongEnd } from './server-url.ts';

export interface EmailSettings {
  server: MailServer;
  from: Mailbox;
  /** Present with PUBLIC_URL: where links in mail lead, without a slash at its end, and where their pages are served. */
  http?: { publicUrl: string; host: string; port: number };
  /** What is read of mail that comes back; absent: nothing is. */
  bounces?: BounceSettings;
}

/** What is read of mail that comes back: where it is sent, and the mailbox that it is read from. Each may be set without the other. */
export interface BounceSettings {
  address?: Mailbox;
  mailbox?: MailServer & { folder: string };
}

const EXAMPLE = 'smtps://user:password@smtp.example.org';
const MAILBOX_EXAMPLE = 'imaps://user:password@imap.example.org/INBOX';
/** https://www.rfc-editor.org/rfc/rfc8314#section-7.3 */
const SMTP = { plain: 'smtp', secure: 'smtps', ports: { smtp: 587, smtps: 465 }, example: EXAMPLE };
const IMAP = { plain: 'imap', secure: 'imaps', ports: { imap: 143, imaps: 993 }, example: MAILBOX_EXAMPLE };

/** All problems come together; none shows SMTP_URL or MAIL_BOUNCES_URL, which hold passwords. */
export function readEmailSettings(env: Env): ReadSettings<EmailSettings> {
  const reader = createSettingReader(env);
  const { given, problems } = reader;
  const [url, from] = [given('SMTP_URL'), given('MAIL_FROM')];
  const publicUrl = reader.publicUrl();
  const listening = { host: reader.host(), port: reader.port('EMAIL_PORT', 3004) };
  const bounces = readBounces(reader);
  const isOff = url === undefined && from === undefined;
  if (isOff && bounces === undefined) return { settings: undefined };
  if (url === undefined)
    problems.push(`SMTP_URL is missing: mail needs it together with MAIL_FROM, as in ${EXAMPLE}.`);
  if (from === undefined)
    problems.push('MAIL_FROM is missing: mail needs it together with SMTP_URL, as in papers@example.org.');
  const server = url === undefined ? undefined : readMailServer('SMTP_URL', url, SMTP, reader);
  if (server !== undefined && server.rest !== '') problems.push(wrongEnd('SMTP_URL', EXAMPLE));
  const sender = from === undefined ? undefined : readAddress('MAIL_FROM', from, reader);
  if (problems.length > 0 || server === undefined || sender === undefined) return { problems };
  const http = publicUrl ? { http: { publicUrl, ...listening } } : {};
  return { settings: { server: server.server, from: sender, ...http, ...(bounces ? { bounces } : {}) } };
}

/** With what is set for bounces; undefined where nothing is. */
function readBounces(reader: SettingReader): BounceSettings | undefined {
  const { given, problems } = reader;
  const [typed, url] = [given('MAIL_BOUNCES'), given('MAIL_BOUNCES_URL')];
  if (typed === undefined && url === undefined) return undefined;
  const address = typed === undefined ? undefined : readAddress('MAIL_BOUNCES', typed, reader);
  if (address !== undefined && localOf(address).length > MOST_BOUNCE_LOCAL)
    problems.push(
      `MAIL_BOUNCES may have up to ${MOST_BOUNCE_LOCAL} characters before the @: Paperboy adds to them.`,
    );
  const read = url === undefined ? undefined : readMailServer('MAIL_BOUNCES_URL', url, IMAP, reader);
  const folder = decoded(read?.rest.replace(/^\//, '') ?? '');
  if (read !== undefined && (folder === undefined || /[?#\p{Cc}]/u.test(folder)))
    problems.push(wrongEnd('MAIL_BOUNCES_URL', MAILBOX_EXAMPLE));
  if (read !== undefined && read.server.user === undefined)
    problems.push(`MAIL_BOUNCES_URL needs a user and a password. Example: ${MAILBOX_EXAMPLE}.`);
  return {
    ...(address ? { address } : {}),
    ...(read ? { mailbox: { ...read.server, folder: folder || 'INBOX' } } : {}),
  };
}

function readAddress(name: string, text: string, { problems }: SettingReader): Mailbox | undefined {
  const read = readMailbox(text);
  if ('mailbox' in read) return read.mailbox;
  const shown = JSON.stringify(text.slice(0, 80));
  const example = name === 'MAIL_FROM' ? 'Paperboy <papers@example.org>' : 'bounces@example.org';
  problems.push(`${name} is ${shown}. ${read.problem} Example: ${example}.`);
  return undefined;
}
