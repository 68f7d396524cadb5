/** Reads the address of a store, and says what is wrong with one without showing its password. */
import { resolve } from 'node:path';
import { z } from 'zod';

const KINDS = 'must be sqlite:///path/to/file.sqlite, or the address of a Postgres database: postgres://...';
const NO_FILE =
  "doesn't name a file; write sqlite:///path/to/file.sqlite, without a user, a host, a port or :memory:";
const UNREADABLE =
  "can't be read as an address; in a user or password write / as %2F, : as %3A, @ as %40, ? as %3F, # as %23 and % as %25";
const NO_HOST =
  "names no host before its port or after its user, which isn't supported; write the host there, or the folder of a socket with / as %2F: %2Fvar%2Frun%2Fpostgresql";
const MANY_HOSTS =
  "names several hosts, which isn't supported; name the one that leads to the primary server";
/** Without the port: where a host was forgotten, it is a password. */
const BAD_PORT =
  "has a port that isn't a number from 1 to 65535; after a user and a password, write @ and the host";
const MOST_PORT = 65_535;
/** Those of libpq that `pg` follows; with `prefer` it doesn't connect to a server without TLS. */
const SSL_MODES = ['disable', 'require', 'verify-ca', 'verify-full'];

export const StoreUrl = z.string().superRefine((url, context) => {
  const problem = problemIn(url);
  if (problem !== undefined) context.addIssue(problem);
});

/** Only the path of a SQLite file, made absolute against `cwd`; the address of a server as it is. */
export function readStoreUrl(url: string, cwd: string): string {
  return /^sqlite:/i.test(url) ? resolve(cwd, url.slice('sqlite://'.length)) : url;
}

/**
 * Reads the address of a store that is not a setting; a path alone is that of a SQLite file.
 * @returns the address as `Settings.storeUrl` has it, or what is wrong with it, without the address
 */
export function readStoreAddress(text: string, cwd: string): { url: string } | { problem: string } {
  if (text !== '' && !/^(?:[a-z+]+:\/|sqlite:|postgres(?:ql)?:)/i.test(text))
    return text === ':memory:' ? { problem: NO_FILE } : { url: resolve(cwd, text) };
  const problem = problemIn(text);
  return problem === undefined ? { url: readStoreUrl(text, cwd) } : { problem };
}

function problemIn(url: string): string | undefined {
  const [, kind = '', rest = ''] = /^(sqlite|postgres(?:ql)?):\/\/(.+)/is.exec(url) ?? [];
  if (kind === '') return KINDS;
  if (kind.toLowerCase() !== 'sqlite') return problemWithServer(url, rest);
  return /^(?::memory:$|[^/]*(?:@[^/]*|:\d*)\/)/.test(rest) ? NO_FILE : undefined;
}

/** @param rest what follows `postgres://` */
function problemWithServer(url: string, rest: string): string | undefined {
  // A part of a user or password would be read as a host or a path, and could be shown.
  if ((rest.match(/@/g) ?? []).length > 1 || /[/?#].*@/.test(rest)) return UNREADABLE;
  const [authority = ''] = /^[^/?#]*/.exec(rest) ?? [];
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const parameters = new URLSearchParams(/\?([^#]*)/.exec(rest)?.[1]);
  if (authority !== '' && /^(?::\d*)?$/.test(host)) return NO_HOST;
  if (host.includes(',') || parameters.get('host')?.includes(',')) return MANY_HOSTS;
  const port = parameters.get('port') || /:([^:\]]+)$/.exec(host)?.[1];
  if (port !== undefined && !isPort(port))
    return authority.includes('@') ? `has the port ${port}, which isn't a number from 1 to 65535` : BAD_PORT;
  const mode = parameters.get('sslmode');
  if (mode !== null && !SSL_MODES.includes(mode))
    return `has sslmode=${mode}, which isn't supported; use ${SSL_MODES.join(', ')}`;
  return URL.canParse(url) ? undefined : UNREADABLE;
}

function isPort(text: string): boolean {
  return /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= MOST_PORT;
}
