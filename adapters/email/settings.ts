/** Reads the settings for mail from the environment, and reports what is missing or wrong. Without them mail is off. */
import { createSettingReader, type SettingReader } from '../../src/chat/setting-reader.ts';
import type { Env, ReadSettings } from '../../src/model/adapter-definition.ts';
import { type Mailbox, readMailbox } from './mailbox.ts';

export interface EmailSettings {
  server: SmtpServer;
  from: Mailbox;
  /** Present with PUBLIC_URL: where links in mail lead, without a slash at its end, and where their pages are served. */
  http?: { publicUrl: string; host: string; port: number };
}

/** The server that takes the messages, and how it is reached. */
export interface SmtpServer {
  host: string;
  port: number;
  /** TLS from the first byte on. */
  secure: boolean;
  /** TLS later on otherwise: where a password is sent, nothing is without it; on this machine nothing needs it. */
  startTls: 'required' | 'offered' | 'never';
  user?: string;
  pass?: string;
}

const EXAMPLE = 'smtps://user:password@smtp.example.org';
/** https://www.rfc-editor.org/rfc/rfc8314#section-7.3 */
const PORTS = { smtp: 587, smtps: 465 };
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|::1)$/i;

/** All problems come together; none shows SMTP_URL, which holds a password. */
export function readEmailSettings(env: Env): ReadSettings<EmailSettings> {
  const reader = createSettingReader(env);
  const { given, problems } = reader;
  const [url, from] = [given('SMTP_URL'), given('MAIL_FROM')];
  const publicUrl = given('PUBLIC_URL') && reader.url('PUBLIC_URL', 'https://papers.example');
  const listening = { host: reader.host(), port: reader.port('EMAIL_PORT', 3004) };
  if (url === undefined && from === undefined) return { settings: undefined };
  if (url === undefined)
    problems.push(`SMTP_URL is missing: mail needs it together with MAIL_FROM, as in ${EXAMPLE}.`);
  if (from === undefined)
    problems.push('MAIL_FROM is missing: mail needs it together with SMTP_URL, as in papers@example.org.');
  const server = url === undefined ? undefined : readServer(url, reader);
  const sender = from === undefined ? undefined : readSender(from, reader);
  if (problems.length > 0 || server === undefined || sender === undefined) return { problems };
  const http = publicUrl ? { http: { publicUrl: publicUrl.replace(/\/+$/, ''), ...listening } } : {};
  return { settings: { server, from: sender, ...http } };
}

function readServer(text: string, { problems }: SettingReader): SmtpServer | undefined {
  const url = URL.parse(text);
  const kind = url?.protocol === 'smtps:' ? 'smtps' : url?.protocol === 'smtp:' ? 'smtp' : undefined;
  const wrong = (why: string) => void problems.push(`SMTP_URL ${why}. Example: ${EXAMPLE}.`);
  if (url === null || kind === undefined) return wrong('must begin with smtp:// or smtps://');
  if (url.hostname === '') return wrong('names no host');
  if (/^\/.+/.test(url.pathname) || url.search !== '' || url.hash !== '')
    return wrong('must end behind the port; in a password write / as %2F, ? as %3F and # as %23');
  const [user, pass] = [decoded(url.username), decoded(url.password)];
  if (user === undefined || pass === undefined) return wrong('has a % that must be written as %25');
  if (pass !== '' && user === '') return wrong('has a password and no user');
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const login = user === '' ? {} : { user, pass };
  const startTls = LOOPBACK.test(host) ? 'never' : user === '' ? 'offered' : 'required';
  return { host, port: Number(url.port) || PORTS[kind], secure: kind === 'smtps', startTls, ...login };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function readSender(text: string, { problems }: SettingReader): Mailbox | undefined {
  const read = readMailbox(text);
  if ('mailbox' in read) return read.mailbox;
  const shown = JSON.stringify(text.slice(0, 80));
  problems.push(`MAIL_FROM is ${shown}. ${read.problem} Example: Paperboy <papers@example.org>.`);
  return undefined;
}
