/** Turns what Postgres and the network throw into an error that names the store and what to do. */
import { codeOf, fieldOf, messageOf, PaperboyError } from '../../model/errors.ts';
import type { Access } from '../driver.ts';
import { wrapStoreError } from '../failure.ts';

const UNREACHABLE =
  'no server answers at its address; check that Postgres is running, and the host and port in STORE_URL';
const LOST = 'the connection to the server was lost; Paperboy connects again by itself';
const CLOSED =
  'the connection was closed before the store was open; check that Postgres, and no other program, answers at the host and port in STORE_URL';
const SLOW = 'the server took too long to answer; check its load and the network';
const TLS =
  'the encrypted connection failed; check sslmode and sslrootcert in STORE_URL, and the certificate of the server';
const SIGN_IN = 'the server refused the user or the password; check both in STORE_URL';
/** Why is not told: the server says that a connection is not encrypted whatever rule is missing for it. */
const RULES = 'pg_hba.conf allows no such connection; check its user, database and address';
/** For a socket, which is never encrypted, and a connection that was. */
const RULES_ALONE = `${RULES}, or allow it there`;
const RULES_OR_TLS = `${RULES}, allow it there, or encrypt with sslmode=require`;
const FILE = "a file that STORE_URL names can't be read; check sslrootcert, sslcert and sslkey there";
const RIGHTS =
  'its user lacks a right; grant it CREATE and USAGE on the schema and all rights on its tables, or use a database that it owns';
const DAMAGED = 'its data is damaged; restore a backup, or set STORE_URL to another database';
const BUSY = 'other processes were changing the same rows; try again';

/** Error codes of Postgres (https://www.postgresql.org/docs/current/errcodes-appendix.html), and of the system. */
const ADVICE: Record<string, string> = {
  ECONNREFUSED: UNREACHABLE,
  EHOSTUNREACH: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  ENOENT: UNREACHABLE,
  ETIMEDOUT: UNREACHABLE,
  ENOTFOUND: 'the host of its address is unknown; check the host in STORE_URL',
  EAI_AGAIN: 'the host of its address could not be looked up; check the host in STORE_URL and the network',
  ECONNRESET: LOST,
  EPIPE: LOST,
  '08000': LOST,
  '08003': LOST,
  '08006': LOST,
  '57P01': LOST,
  '57P02': LOST,
  '25P03': LOST,
  '57P03': 'the server is starting or stopping; wait and try again',
  '57014': SLOW,
  '28P01': SIGN_IN,
  '28000': SIGN_IN,
  '3D000': 'its database does not exist; create it with `createdb`, or set STORE_URL to one that does exist',
  '3F000': 'its search path names no schema that exists; create the schema, or change the path',
  '42501': RIGHTS,
  '25006': 'the server is read-only; set STORE_URL to the primary server',
  '42P01': 'one of its tables is missing; restore a backup, or set STORE_URL to another database',
  '42703': 'a column of its tables is missing; restore a backup, or set STORE_URL to another database',
  '42P07':
    'a table of another program has the name of one of its own; set STORE_URL to a database or schema of its own',
  '53100': 'the disk of the server is full; free up some space (nothing already stored was lost)',
  '53200': 'the server is out of memory; check its load and settings',
  '53300':
    'the server has too many connections; raise max_connections, or start fewer replicas (each uses up to 16)',
  '55P03': BUSY,
  '40P01': BUSY,
  '40001': BUSY,
  '58030': 'the disk of the server reported an error; check it (nothing already stored was changed)',
  XX001: DAMAGED,
  XX002: DAMAGED,
};

/** Messages of Postgres that say more than their code. */
const SAID_MORE: [RegExp, string][] = [
  [/pg_hba\.conf.*(?:"\[local\]"|(?:SSL|GSS) encryption|SSL on)/i, RULES_ALONE],
  [/pg_hba\.conf/i, RULES_OR_TLS],
];

/** Messages of `pg` that come without a code. */
const SAID: [RegExp, string][] = [
  [/timeout exceeded when trying to connect|connection terminated due to connection timeout/i, UNREACHABLE],
  [/query read timeout/i, SLOW],
  [/connection terminated|client has encountered a connection error|connection ended/i, LOST],
  [/does not support SSL|certificate|SSL routines|TLS/i, TLS],
  [/SASL|password must be a string/i, SIGN_IN],
];

/** After which the connection must not be used again. */
const BROKEN = new Set([LOST, UNREACHABLE]);

/**
 * Wraps anything that Postgres, its client or the network threw.
 * @param name of the store, without user and password
 * @param isSent whether what failed was a change that the server carries out by itself, once it has it
 */
export function postgresError(name: string, access: Access, error: unknown, isSent = false): PaperboyError {
  if (error instanceof PaperboyError) return error;
  const advice = adviceOn(error);
  // Nothing connects again by itself before the store was open.
  const said = access === 'opened' && advice === LOST ? CLOSED : advice;
  const detail = advice === FILE ? messageOf(error) : undefined;
  return wrapStoreError(name, access, error, said, {
    isUncertain: isSent && isConnectionLost(error),
    detail,
  });
}

function adviceOn(error: unknown): string | undefined {
  const code = codeOf(error);
  const message = messageOf(error);
  // A socket that is not there comes with another call, and a folder with no path.
  if (fieldOf(error, 'syscall') === 'open' || code === 'EISDIR') return FILE;
  const more = SAID_MORE.find(([words]) => words.test(message));
  if (more !== undefined) return more[1];
  if (code !== undefined && Object.hasOwn(ADVICE, code)) return ADVICE[code];
  if (/^(?:ERR_TLS|ERR_SSL|CERT|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_VERIFY)/.test(code ?? '')) return TLS;
  return SAID.find(([words]) => words.test(message))?.[1];
}

/** Whether the connection that threw this must be closed: it is lost, or an answer is still to come on it. */
export function isConnectionLost(error: unknown): boolean {
  const advice = adviceOn(error);
  return (advice !== undefined && BROKEN.has(advice)) || /query read timeout/i.test(messageOf(error));
}

/** A deadlock, or a session that the server ended while nothing of it was written: the same can succeed when run again. */
export function isWorthAnotherTry(error: unknown): boolean {
  const cause = error instanceof PaperboyError ? error.cause : error;
  return ['40P01', '40001', '25P03'].includes(codeOf(cause) ?? '');
}
