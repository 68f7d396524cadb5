/** Describes for people why a request to a platform got no usable answer. */

/** Messages of `fetch` errors without a code. */
const LOST = /^(?:fetch failed|terminated|other side closed|network error)$/i;
/** Names of timeout errors. */
const TIMED_OUT = new Set(['TimeoutError', 'AbortError']);
/** Network error codes of the system and of undici; Node's misuse errors begin with `ERR_`. */
const NETWORK = /^(?:E[A-Z]{3,}|UND_ERR_[A-Z_]+)$/;
/** How deep wrapped errors are searched. */
const DEPTH = 6;

interface Nested {
  name?: unknown;
  code?: unknown;
  message?: unknown;
  cause?: unknown;
  original?: unknown;
  errors?: unknown[];
}

/**
 * The end of a sentence that begins with the platform's name: `didn't answer (ECONNRESET)`, `didn't answer in time`, or, for
 * anything but a network failure, `gave an answer that can't be read`. Never the message of a program error.
 */
export function unanswered(thrown: unknown): string {
  let lost = false;
  let code: string | undefined;
  let error = thrown as Nested | undefined;
  for (let depth = 0; depth < DEPTH && typeof error === 'object' && error !== null; depth++) {
    if (TIMED_OUT.has(String(error.name)) || /timeout/i.test(String(error.code)))
      return "didn't answer in time";
    if (typeof error.code === 'string' && NETWORK.test(error.code)) code = error.code;
    if (typeof error.message === 'string' && LOST.test(error.message)) lost = true;
    error = (error.original ?? error.cause ?? error.errors?.[0]) as Nested | undefined;
  }
  if (code !== undefined) return `didn't answer (${code})`;
  return lost ? "didn't answer" : "gave an answer that can't be read";
}
