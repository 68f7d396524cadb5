/** Tells why a request to a platform got no usable answer, and whether any of it was sent. */
import { span } from '../model/counted.ts';
import { LONGEST_WAIT_MS, later, PaperboyError } from '../model/errors.ts';

/** Codes for a failed DNS lookup or connection: https://nodejs.org/api/errors.html#common-system-errors, and undici's own. */
const UNSENT = /^(?:ECONNREFUSED|ENOTFOUND|EAI_[A-Z]+|UND_ERR_CONNECT_TIMEOUT|ERR_INVALID_URL)$/;
/** System calls before the request is sent. */
const BEFORE_SENDING = new Set(['connect', 'getaddrinfo']);
/** Rejected certificates and failed TLS handshakes. https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const HANDSHAKE =
  /^(?:CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|INVALID_(?:CA|PURPOSE)$|HOSTNAME_MISMATCH$|ERR_TLS_CERT_|ERR_SSL_.*(?:WRONG_VERSION_NUMBER|UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|HANDSHAKE_FAILURE|UNRECOGNIZED_NAME))/;
/** Messages of `fetch` and Node errors without a specific code, for a request that was not sent. */
const SAID_UNSENT = /^(?:bad port|unknown scheme)$|before secure TLS connection was established/;
/** Messages of `fetch` errors without a code, for a request that may have been sent. */
const SAID_LOST = /^(?:fetch failed|terminated|other side closed|network error)$/i;
/** Names of timeout errors. */
const TIMED_OUT = new Set(['TimeoutError', 'AbortError']);
/** Network error codes of the system and of undici; Node's misuse errors begin with `ERR_`. */
const NETWORK = /^(?:E[A-Z]{3,}|UND_ERR_[A-Z_]+)$/;
/** How deep wrapped errors are searched. */
const DEPTH = 6;
/** Wait before the next try when nothing was sent. Milliseconds. */
const UNSENT_MS = 30_000;

/** The parts of an error that are read here. */
interface Nested {
  name?: unknown;
  code?: unknown;
  syscall?: unknown;
  message?: unknown;
  cause?: unknown;
  original?: unknown;
  errors?: unknown[];
}

/**
 * `later` when nothing of the request was sent, otherwise `uncertain`. Its message never quotes a program error.
 * @param where what the request was about, such as the channel
 */
export function noAnswer(thrown: unknown, platform: string, where: string): PaperboyError {
  const unsent = unsentReason(thrown);
  return unsent === undefined
    ? new PaperboyError('uncertain', about(where, `${platform} ${unanswered(thrown)}.`))
    : later(about(where, `${platform} can't be reached (${unsent}). It will be tried again.`), UNSENT_MS);
}

/** The error for a rate limit. @param ms the wait that the platform asks for */
export function askedToWait(ms: number, platform: string, where: string): PaperboyError {
  const wait = ms >= LONGEST_WAIT_MS ? `${span(LONGEST_WAIT_MS)} or more` : span(ms > 0 ? ms : 0);
  return later(about(where, `${platform} asked us to wait ${wait}.`), ms);
}

/** A sentence with what it is about before it, unless it begins with that itself. */
export function about(where: string, sentence: string): string {
  return sentence.startsWith(`${where} `) ? sentence : `${where}: ${sentence}`;
}

/**
 * Why nothing of a request was sent (`ECONNREFUSED`); undefined where some of it may have been. The error may be wrapped
 * as a `cause` or `original`, or be one of several, one for each address that was tried: then all must have failed so.
 */
export function unsentReason(thrown: unknown, depth = DEPTH): string | undefined {
  if (typeof thrown !== 'object' || thrown === null || depth === 0) return undefined;
  const { code, syscall, message, cause, original, errors } = thrown as Nested;
  if (Array.isArray(errors) && errors.length > 0) {
    const reasons = errors.map((one) => unsentReason(one, depth - 1));
    return reasons.includes(undefined) ? undefined : reasons[0];
  }
  const name = typeof code === 'string' ? code : '';
  if (UNSENT.test(name) || HANDSHAKE.test(name)) return name;
  if (BEFORE_SENDING.has(String(syscall))) return name || String(syscall);
  if (typeof message === 'string' && SAID_UNSENT.test(message)) return name || message;
  return unsentReason(original ?? cause, depth - 1);
}

/** The end of a sentence that begins with the platform's name. */
function unanswered(thrown: unknown): string {
  let lost = false;
  let code: string | undefined;
  let error = thrown as Nested | undefined;
  for (let depth = 0; depth < DEPTH && typeof error === 'object' && error !== null; depth++) {
    if (TIMED_OUT.has(String(error.name)) || /timeout/i.test(String(error.code)))
      return "didn't answer in time";
    if (typeof error.code === 'string' && NETWORK.test(error.code)) code = error.code;
    if (typeof error.message === 'string' && SAID_LOST.test(error.message)) lost = true;
    error = (error.original ?? error.cause ?? error.errors?.[0]) as Nested | undefined;
  }
  if (code !== undefined) return `didn't answer (${code})`;
  return lost ? "didn't answer" : "gave an answer that can't be read";
}
