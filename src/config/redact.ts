/** Blots secrets out of text: the values of secret settings, credentials inside addresses, and what looks like a token. */
import type { Env } from '../model/adapter-definition.ts';

/** Returns the text with every secret replaced by `[secret]`. */
export type Redact = (text: string) => string;

/** Shorter values are too common in ordinary text to be told apart from it. Characters. */
const SHORTEST = 4;
const BLOT = '[secret]';
/** Settings that hold addresses, which may carry a user name, a password or a key. */
const ADDRESSES = /^SOURCES$|_URL$|_PROXY$/i;
/** Parameters of an address whose value lets someone in. */
const KEY_PARAMETER =
  /[?&;][^=&;#\s]*(?:key|token|secret|auth|pass|pwd|sig|credential)[^=&;#\s]*=([^&;#\s]+)/gi;
/** What stands between `://` and `@`, and tokens as Slack, Hugging Face and Discord form them, whoever pasted them where. */
const SHAPES: readonly [RegExp, string][] = [
  [/(:\/{1,3})[^\s/@"'<>]{1,1000}@/g, `$1${BLOT}@`],
  [/\bx(?:ox[a-z]|app)-[\w-]{6,}/gi, BLOT],
  [/\bhf_[a-z0-9]{8,}/gi, BLOT],
  [/\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}/g, BLOT],
];

/**
 * @param env all settings, with secrets already read from their files
 * @param secrets names of settings whose values are secret
 * @returns a function that is linear in the length of its text
 */
export function createRedactor(env: Env, secrets: ReadonlySet<string>): Redact {
  const forms = [...new Set(secretsIn(env, secrets).flatMap(formsOf))].filter(
    (form) => form.length >= SHORTEST,
  );
  // The longest first, so that a part never hides the whole.
  const known = forms.sort((a, b) => b.length - a.length).map(literally);
  const pattern = known.length === 0 ? undefined : new RegExp(known.join('|'), 'gi');
  return (text) => {
    const blotted = pattern === undefined ? text : text.replace(pattern, BLOT);
    return SHAPES.reduce((rest, [shape, instead]) => rest.replace(shape, instead), blotted);
  };
}

/** The same for every string in a value, errors and their causes included: for the facts of a log line. */
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

function secretsIn(env: Env, secrets: ReadonlySet<string>): string[] {
  return Object.entries(env).flatMap(([name, value = '']) => [
    ...(secrets.has(name) ? [value, ...value.split(/[\s,]+/).filter((part) => part.length >= 6)] : []),
    ...(secrets.has(name) || ADDRESSES.test(name) ? inAddresses(value) : []),
  ]);
}

/** Credentials and keys inside one address or several, well formed or not. */
function inAddresses(value: string): string[] {
  const keys = [...value.matchAll(KEY_PARAMETER)].map((match) => match[1] ?? '');
  // A password may hold any sign, commas and spaces too: both readings of them are taken.
  const parts = value.includes('@') ? [value, ...value.split(/[,\s]+/)] : [];
  const credentials = parts.flatMap((part) => {
    const end = part.lastIndexOf('@');
    if (end < 0) return [];
    const user = part
      .slice(0, end)
      .replace(/^(?:[a-z][a-z0-9+.-]*:)+\/*/i, '')
      .replace(/^.*:\/\//s, '');
    const colon = user.indexOf(':');
    return colon < 0 ? [user] : [user, user.slice(colon + 1)];
  });
  return [...keys, ...credentials];
}

/** How a secret looks once a URL, JSON, HTML or base64 was made of it. */
function formsOf(secret: string): string[] {
  const plain = [secret, secret.trim(), decoded(secret), secret.replace(/[\t\r\n]/g, '')];
  return plain.flatMap((one) => {
    const url = new URL('http://host');
    url.password = one;
    const inHtml = one
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;');
    const json = JSON.stringify(one).slice(1, -1);
    return [
      one,
      url.password,
      // Half of a surrogate pair has no form in UTF-8.
      encodeURIComponent(one.toWellFormed()),
      encodeURI(one.toWellFormed()),
      new URLSearchParams([['', one]]).toString().slice(1),
      inHtml,
      json,
      JSON.stringify(json).slice(1, -1),
      ...base64Of(one),
    ];
  });
}

/** What is the same of it in base64 wherever in the encoded bytes it begins. */
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
