/** Reads the address of a Postgres store. */

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
  const seconds = Number(/[?&]connect_timeout=(\d+)/i.exec(url)?.[1] ?? 0);
  return seconds > 0 ? seconds * 1_000 : undefined;
}
