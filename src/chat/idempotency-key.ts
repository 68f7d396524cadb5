/** Derives an idempotency key from a post's key, by which a platform's message is recognized. The same for every attempt. */
import { createHash } from 'node:crypto';
import type { Post } from '../model/message.ts';

/** 32 bytes. */
export function digestOf({ key, channel }: Pick<Post, 'key' | 'channel'>): Buffer {
  return createHash('sha256').update(`${channel}\n${key}`).digest();
}

/** The key of a post's first part; undefined for the first part itself. Keys of later parts end in ` #2` and so on. */
export function firstKeyOf({ key }: Pick<Post, 'key'>): string | undefined {
  const first = key.replace(/ #\d+$/, '');
  return first === key ? undefined : first;
}
