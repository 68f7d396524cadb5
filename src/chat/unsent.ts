/** Tells from an error whether an HTTP request failed before any of it was sent, so that it cannot have arrived. */

/** Codes for a failed DNS lookup or connection: https://nodejs.org/api/errors.html#common-system-errors, and undici's own. */
const UNSENT = /^(?:ECONNREFUSED|ENOTFOUND|EAI_[A-Z]+|UND_ERR_CONNECT_TIMEOUT|ERR_INVALID_URL)$/;
/** System calls before the request is sent. */
const BEFORE_SENDING = new Set(['connect', 'getaddrinfo']);
/** Rejected certificates and failed TLS handshakes. https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const HANDSHAKE =
  /^(?:CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|INVALID_(?:CA|PURPOSE)$|HOSTNAME_MISMATCH$|ERR_TLS_CERT_|ERR_SSL_.*(?:WRONG_VERSION_NUMBER|UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|HANDSHAKE_FAILURE|UNRECOGNIZED_NAME))/;
/** Messages of `fetch` and Node errors without a specific code. */
const SAID = /^(?:bad port|unknown scheme)$|before secure TLS connection was established/;
/** How deep wrapped errors are searched. */
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
  if (typeof message === 'string' && SAID.test(message)) return name || message;
  return unsentReason(original ?? cause, depth - 1);
}
