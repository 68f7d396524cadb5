/** Derives the nonce, code and number by which a post's message is recognized. The same for every attempt. */
import { digestOf } from '../../src/chat/idempotency-key.ts';
import { partsOf } from '../../src/chat/json.ts';
import type { Post } from '../../src/model/message.ts';
import { NONCE } from './limits.ts';

/** What Discord gives back of it. */
export interface MessageKey {
  /** Part of every `custom_id` of the message. */
  code: string;
  /** The container's own id. */
  number: number;
}

export interface IdempotencyKey extends MessageKey {
  /** Discord takes a message with the same one for the same message, for some minutes. */
  nonce: string;
}

export function idempotencyKeyOf(post: Pick<Post, 'key' | 'channel'>): IdempotencyKey {
  const digest = digestOf(post);
  return {
    nonce: digest.toString('base64url').slice(0, NONCE - 1),
    code: digest.subarray(0, 6).toString('base64url'),
    // A component's id is a positive number of 31 bits. The first million is left to Discord's own numbering.
    number: (digest.readUInt32BE(8) % (2 ** 31 - 1_000_001)) + 1_000_000,
  };
}

/** Whether a message, as Discord gives it back, has this key. */
export function hasKey(
  { components, embeds }: { components?: unknown; embeds?: { footer?: { text?: unknown } }[] },
  { code, number }: MessageKey,
): boolean {
  if (embeds?.some(({ footer }) => footer?.text === code)) return true;
  for (const { id, custom_id } of partsOf(components))
    if (id === number || (typeof custom_id === 'string' && custom_id.split('.', 2)[1] === code)) return true;
  return false;
}
