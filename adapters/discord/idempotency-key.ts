/**
 * Derives the marks by which a post's message is recognized: a nonce, a code and a number. Always the same for one
 * key.
 */
import { createHash } from 'node:crypto';
import type { Post } from '../../src/model/message.ts';
import { NONCE } from './limits.ts';
import type { Footprint } from './render.ts';

export interface Marks extends Footprint {
  /** Discord takes a message with the same one for the same message, for some minutes. */
  nonce: string;
}

export function marksOf({ key, channel }: Pick<Post, 'key' | 'channel'>): Marks {
  const hash = createHash('sha256').update(`${channel}\n${key}`).digest();
  return {
    nonce: hash.toString('base64url').slice(0, NONCE - 1),
    code: hash.subarray(0, 6).toString('base64url'),
    // A component's id is a positive number of 31 bits. The first million is left to Discord's own numbering.
    number: (hash.readUInt32BE(8) % (2 ** 31 - 1_000_001)) + 1_000_000,
  };
}

/** Whether a message, as Discord gives it back, is the one with these marks. */
export function hasFootprint(
  message: { components?: unknown; embeds?: unknown },
  { code, number }: Footprint,
): boolean {
  const parts = [message.components, message.embeds];
  while (parts.length > 0) {
    const part = parts.pop();
    if (Array.isArray(part)) parts.push(...part);
    else if (typeof part === 'object' && part !== null) {
      const { id, custom_id, footer } = part as {
        id?: unknown;
        custom_id?: unknown;
        footer?: { text?: unknown };
      };
      if (id === number || footer?.text === code) return true;
      if (typeof custom_id === 'string' && custom_id.split('.', 2)[1] === code) return true;
      const { components, accessory } = part as { components?: unknown; accessory?: unknown };
      parts.push(components, accessory);
    }
  }
  return false;
}
