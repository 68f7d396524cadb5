/** Reads the address of a Postgres store. */

/** With fewer, statements would wait for transactions. */
const FEWEST_CONNECTIONS = 3;

/** Whether a store's address names a Postgres server. */
export function isPostgresUrl(url: string): boolean {
  return /^postgres(?:ql)?:\/\//i.test(url);
}

/** The address without user, password and parameters, for messages and logs. */
export function nameOfAddress(url: string): string {
  if (!URL.canParse(url)) return 'postgres://';
  const { host, pathname, searchParams } = new URL(url);
  // A password that holds such a character was taken for something else.
  if (pathname.includes('@') || /[?#].*@/.test(url)) return 'postgres://';
  return `postgres://${host || (searchParams.get('host') ?? '')}${pathname}`;
}

/**
 * The address as `pg` reads it with the meaning that every other program gives its parameters: `sslmode=require` encrypts, and
 * `verify-ca` and `verify-full` check the certificate. `pg` itself would check it for all of them.
 */
export function connectionString(url: string): string {
  const isOlderForm = !/[?&]sslmode=/i.test(url) || /[?&]uselibpqcompat=/i.test(url);
  return isOlderForm ? url : `${url}&uselibpqcompat=true`;
}

/** How long a connection may take by the address's `connect_timeout`, which is in seconds; absent: undefined. */
export function connectTimeoutMs(url: string): number | undefined {
  const seconds = wholeNumber(url, 'connect_timeout');
  return seconds === undefined ? undefined : seconds * 1_000;
}

/**
 * How many connections are open at most, for statements and once more for jobs, by the address's `connection_limit`; at least 3,
 * and undefined without one.
 */
export function connectionLimit(url: string): number | undefined {
  const limit = wholeNumber(url, 'connection_limit');
  return limit === undefined ? undefined : Math.max(FEWEST_CONNECTIONS, limit);
}

/** A parameter above 0; undefined when it is anything else. */
function wholeNumber(url: string, parameter: string): number | undefined {
  const value = Number(new RegExp(`[?&]${parameter}=(\\d+)`, 'i').exec(url)?.[1] ?? 0);
  return value > 0 ? value : undefined;
}
