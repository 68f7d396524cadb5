/**
 * Writes and reads what a delivery is known by when its mail comes back. A Message-ID holds a key that is made with the store's
 * secret, so that nobody who was not sent the message can name it; the return path holds the same key.
 */
import { localOf, type Mailbox } from './mailbox.ts';

/** Hexadecimal, as some servers change the case of addresses. */
const KEY_LENGTH = 32;
/** What may stand before the `@` of an address. Octets. https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1.1 */
const MOST_LOCAL = 64;
/** Of that, what MAIL_BOUNCES may have, with the `+` and the key behind it. */
export const MOST_BOUNCE_LOCAL = MOST_LOCAL - KEY_LENGTH - 1;

const MESSAGE_ID = /paperboy\.([0-9a-f]{32})@/gi;

/** `<paperboy.KEY@papers.example.org>`. @param key as `links.keyOf` makes it */
export function messageIdWith(key: string, { domain }: Mailbox): string {
  return `<paperboy.${key}@${domain}>`;
}

/**
 * The address to which a message comes back that can't be delivered: `bounces+KEY@lab.org`, or that of the sender where none is set
 * for bounces.
 */
export function returnPathOf(messageId: string, bounces: Mailbox | undefined, from: Mailbox): string {
  const [key] = keysInIds(messageId);
  if (bounces === undefined || key === undefined) return from.address;
  return `${localOf(bounces)}+${key}@${bounces.domain}`;
}

/** The keys of the return paths in a text, such as the value of a header. */
export function keysInPaths(text: string, bounces: Mailbox | undefined): string[] {
  if (bounces === undefined) return [];
  const [name, end] = [`${localOf(bounces)}+`, `@${bounces.domain}`];
  const words = text.toLowerCase().split(/[\s<>,;:"()]+/);
  return words.flatMap((word) => {
    const key = word.startsWith(name) && word.endsWith(end) ? word.slice(name.length, -end.length) : '';
    return /^[0-9a-f]{32}$/.test(key) ? [key] : [];
  });
}

/** The keys of the Message-IDs in a text. */
export function keysInIds(text: string): string[] {
  return Array.from(text.matchAll(MESSAGE_ID), ([, key = '']) => key.toLowerCase());
}
