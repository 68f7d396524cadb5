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
const MOST_PORT = 65_535;
/** Those of libpq that `pg` follows. */
const SSL_MODES = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'];

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
  const url = /^[a-z+]+:/i.test(text) ? text : `sqlite://${text}`;
  const problem = problemIn(url);
  return problem === undefined ? { url: readStoreUrl(url, cwd) } : { problem };
}

function problemIn(url: string): string | undefined {
  const [, kind = '', rest = ''] = /^(sqlite|postgres(?:ql)?):\/\/(.+)/is.exec(url) ?? [];
  if (kind === '') return KINDS;
  if (kind.toLowerCase() !== 'sqlite') return problemWithServer(url, rest);
  return /^[^/]*[@:]/.test(rest) ? NO_FILE : undefined;
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
  const port = parameters.get('port') ?? /:(\d+)$/.exec(host)?.[1] ?? '0';
  if (!(Number(port) <= MOST_PORT)) return `has the port ${port}, but the highest is ${MOST_PORT}`;
  const mode = parameters.get('sslmode');
  if (mode !== null && !SSL_MODES.includes(mode))
    return `has sslmode=${mode}, which isn't supported; use ${SSL_MODES.join(', ')}`;
  return URL.canParse(url) ? undefined : UNREADABLE;
}
