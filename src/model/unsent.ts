/** Tells from an error whether an HTTP request failed before any of it was sent, so that it cannot have arrived. */

/** No name found, no connection: https://nodejs.org/api/errors.html#common-system-errors, and undici's own. */
const UNSENT = /^(?:ECONNREFUSED|ENOTFOUND|EAI_[A-Z]+|UND_ERR_CONNECT_TIMEOUT|ERR_INVALID_URL)$/;
/** System calls that come before the request, whatever they failed with. */
const BEFORE_SENDING = new Set(['connect', 'getaddrinfo']);
/** Certificates that were not accepted, and handshakes that came to nothing. https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const HANDSHAKE =
  /^(?:CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|INVALID_(?:CA|PURPOSE)$|HOSTNAME_MISMATCH$|ERR_TLS_CERT_|ERR_SSL_.*(?:WRONG_VERSION_NUMBER|UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|HANDSHAKE_FAILURE|UNRECOGNIZED_NAME))/;
/** What `fetch` and Node throw without a code that says it. */
const SAID = /^(?:bad port|unknown scheme)$|before secure TLS connection was established/;
/** Wrapped errors are not nested deeper. */
const DEPTH = 6;

interface Nested {
  code?: unknown;
  syscall?: unknown;
  message?: unknown;
  cause?: unknown;
  original?: unknown;
  errors?: unknown;
}

/**
 * What kept a request from being sent (`ECONNREFUSED`); undefined where some of it may have been. The error may be wrapped
 * as a `cause` or `original`, and be one of several, one for each address that was tried: then none may have been reached.
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
  if (typeof message === 'string' && SAID.test(message)) return name || message;
  return unsentReason(original ?? cause, depth - 1);
}
