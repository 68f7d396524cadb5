/** Reads the address of a mail server, with its user and password, from a setting. No problem shows the address. */
import type { SettingReader } from '../../src/chat/setting-reader.ts';

/** A mail server, and how it is reached. */
export interface MailServer {
  host: string;
  port: number;
  /** TLS from the first byte on. */
  secure: boolean;
  /** TLS later on otherwise: where a password is sent, nothing is without it; on this machine nothing needs it. */
  startTls: 'required' | 'offered' | 'never';
  user?: string;
  pass?: string;
}

/** The two schemes of a protocol, without and with TLS from the start, and their ports. */
export interface Protocol {
  plain: string;
  secure: string;
  ports: Readonly<Record<string, number>>;
  example: string;
}

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|::1)$/i;

/** The server, and what stands behind its port; undefined with a problem where it can't be read. */
export function readMailServer(
  name: string,
  text: string,
  { plain, secure, ports, example }: Protocol,
  { problems }: SettingReader,
): { server: MailServer; rest: string } | undefined {
  const url = URL.parse(text);
  const kind = url?.protocol.replace(/:$/, '') ?? '';
  const wrong = (why: string) => void problems.push(`${name} ${why}. Example: ${example}.`);
  if (url === null && /^[a-z]+:\/\/[^@]*[/?#][^@]*@/i.test(text))
    return wrong('has a /, ? or # before the @: in a password write / as %2F, ? as %3F and # as %23');
  if (url === null || (kind !== plain && kind !== secure))
    return wrong(`must begin with ${plain}:// or ${secure}://`);
  if (url.hostname === '') return wrong('names no host');
  const [user, pass] = [decoded(url.username), decoded(url.password)];
  if (user === undefined || pass === undefined) return wrong('has a % that must be written as %25');
  if (pass !== '' && user === '') return wrong('has a password and no user');
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const login = user === '' ? {} : { user, pass };
  const startTls = LOOPBACK.test(host) ? 'never' : user === '' ? 'offered' : 'required';
  const port = Number(url.port) || (ports[kind] ?? 0);
  const rest = `${url.pathname.replace(/^\/$/, '')}${url.search}${url.hash}`;
  return { server: { host, port, secure: kind === secure, startTls, ...login }, rest };
}

/** The problem of an address that has more behind its port than it may have. */
export function wrongEnd(name: string, example: string): string {
  const end = name === 'SMTP_URL' ? 'behind the port' : 'with the name of a folder';
  return `${name} must end ${end}; in a password write / as %2F, ? as %3F and # as %23. Example: ${example}.`;
}

/** Undefined where a % stands for nothing. */
export function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
