/** Redacts secrets in text: the values of secret settings, credentials inside addresses, and what looks like a token. */
import type { Env } from '../model/adapter-definition.ts';

/** Returns the text with every secret replaced by `[secret]`. */
export type Redact = (text: string) => string;

/** Shorter values also occur in ordinary text, and are not redacted. Characters. */
const SHORTEST = 4;
const REDACTED = '[secret]';
/** Longer ones are found piece by piece: an engine compiles no expression of tens of thousands of letters in a row. UTF-16 units. */
const LONGEST_PIECE = 2_000;
/** Settings that hold addresses, which may carry a user name, a password or a key. */
const ADDRESSES = /^SOURCES$|_URL$|_PROXY$/i;
/** The address of a database, and one without user and parameters, which messages name. */
const DATABASE = /^(?:postgres(?:ql)?|sqlite):\/\//i;
const DATABASE_ALONE = /^(?:postgres(?:ql)?|sqlite):\/\/[^@?#]*$/i;
/** Parameters of an address whose value grants access. */
const KEY_PARAMETER =
  /[?&;][^=&;#\s]*(?:key|token|secret|auth|pass|pwd|sig|credential)[^=&;#\s]*=([^&;#\s]+)/gi;
/** Credentials between `://` and `@`, but for `user:password` of examples, and tokens in the forms of Slack, Hugging Face and Discord, wherever they occur. */
const SHAPES: readonly [RegExp, string][] = [
  [/(:\/{1,3})(?!user:password@)[^\s/@"'<>]{1,1000}@/g, `$1${REDACTED}@`],
  [/\bx(?:ox[a-z]|app)-[\w-]{6,}/gi, REDACTED],
  [/\bhf_[a-z0-9]{8,}/gi, REDACTED],
  [/\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}/g, REDACTED],
];

/**
 * @param env all settings, with secrets already read from their files
 * @param secrets names of settings whose values are secret
 * @returns a function that is linear in the length of its text
 */
export function createRedactor(env: Env, secrets: ReadonlySet<string>): Redact {
  const long = secretsIn(env, secrets)
    .flatMap(formsOf)
    .filter((form) => form.length >= SHORTEST);
  const forms = [...new Set(long.flatMap(piecesOf))];
  // The longest first, so that no part is redacted before the whole.
  const known = forms.sort((a, b) => b.length - a.length).map(literally);
  const pattern = known.length === 0 ? undefined : new RegExp(known.join('|'), 'gi');
  return (text) => {
    const redacted = pattern === undefined ? text : text.replace(pattern, REDACTED);
    return SHAPES.reduce((rest, [shape, instead]) => rest.replace(shape, instead), redacted);
  };
}

/** Redacts every string in a value, errors and their causes included: for the facts of a log line. */
export function redactAll(value: unknown, redact: Redact, depth = 0): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 8) return '[more]';
  const inner = (part: unknown) => redactAll(part, redact, depth + 1);
  if (value instanceof Error) {
    const { message, cause } = value;
    return { message: redact(message), ...(cause === undefined ? {} : { cause: inner(cause) }) };
  }
  if (Array.isArray(value)) return value.map(inner);
  if (value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [redact(key), inner(part)]));
}

/** Parts of about one length, none of them short. */
function piecesOf(form: string): string[] {
  const count = Math.ceil(form.length / LONGEST_PIECE);
  const length = Math.ceil(form.length / count);
  return Array.from({ length: count }, (_, at) => form.slice(at * length, (at + 1) * length));
}

function secretsIn(env: Env, secrets: ReadonlySet<string>): string[] {
  return Object.entries(env).flatMap(([name, value = '']) => [
    ...(secrets.has(name) && !DATABASE_ALONE.test(value)
      ? [value, ...value.split(/[\s,]+/).filter((part) => part.length >= 6)]
      : []),
    ...(secrets.has(name) || ADDRESSES.test(name) ? inAddresses(value) : []),
  ]);
}

/** Credentials and keys inside one address or several, well formed or not. */
function inAddresses(value: string): string[] {
  const keys = [...value.matchAll(KEY_PARAMETER)].map((match) => match[1] ?? '');
  // A password may hold commas and spaces too: the whole value and its parts are both searched.
  const parts = value.includes('@') ? [value, ...value.split(/[,\s]+/)] : [];
  const credentials = parts.flatMap((part) => {
    const end = part.lastIndexOf('@');
    if (end < 0) return [];
    const user = part
      .slice(0, end)
      .replace(/^(?:[a-z][a-z0-9+.-]*:)+\/*/i, '')
      .replace(/^.*:\/\//s, '');
    const colon = user.indexOf(':');
    if (colon >= 0) return [user, user.slice(colon + 1)];
    // Elsewhere it may be a token; the user of a database is none, and part of many a message.
    return DATABASE.test(part) ? [] : [user];
  });
  return [...keys, ...credentials];
}

const HTML: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** The forms of a secret in URLs, JSON, HTML and base64. */
function formsOf(secret: string): string[] {
  const plain = [secret, secret.trim(), decoded(secret), secret.replace(/[\t\r\n]/g, '')];
  return plain.flatMap((one) => {
    const url = new URL('http://host');
    url.password = one;
    const json = JSON.stringify(one).slice(1, -1);
    return [
      one,
      url.password,
      // A lone surrogate has no form in UTF-8.
      encodeURIComponent(one.toWellFormed()),
      encodeURI(one.toWellFormed()),
      new URLSearchParams([['', one]]).toString().slice(1),
      one.replace(/[&<>"]/g, (sign) => HTML[sign] ?? sign),
      json,
      JSON.stringify(json).slice(1, -1),
      ...base64Of(one),
    ];
  });
}

/** The part of its base64 that is the same at each of the three offsets at which it may begin. */
function base64Of(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  if (bytes.length < 6) return [bytes.toString('base64'), bytes.toString('base64url')];
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const start = [0, 2, 3][before] ?? 0;
    const whole = (before + bytes.length) % 3 === 0;
    const core = text.slice(start, whole ? undefined : -1);
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
