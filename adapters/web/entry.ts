/** The model of an entry: one line of a channel's log, as it is stored. */
import { z } from 'zod';
import type { Message } from '../../src/model/message.ts';

/** The last moment that a date can hold. */
const LAST_MOMENT = 8.64e15;

/** One line of a channel's log: what a person wrote (`text`), or what Paperboy shows (`message`). */
export const Entry = z.object({
  id: z.string().min(1),
  /** Grows by one with each entry of the workspace; the event stream resumes by it. */
  seq: z.int().positive(),
  channel: z.string().min(1),
  /** Milliseconds since 1970: a moment that a date can hold, since a page would show no entry beside one without. */
  at: z.number().min(0).max(LAST_MOMENT),
  /** Who wrote it; absent for Paperboy. */
  author: z.object({ id: z.string(), name: z.string() }).optional(),
  /** Whom Paperboy's message names as the one who changed something. */
  about: z.object({ id: z.string(), name: z.string() }).optional(),
  /** The person who alone may see it; absent for everyone. */
  onlyFor: z.string().optional(),
  text: z.string().optional(),
  message: z
    .custom<Message>((value) => typeof value === 'object' && value !== null && 'blocks' in value)
    .optional(),
  /** The idempotency key of the sender's page, by which it recognizes its entry. */
  nonce: z.string().optional(),
});
export type Entry = z.infer<typeof Entry>;

/** An entry to be added. With an `id`, it is stored once however often it is added. */
export type Draft = Omit<Entry, 'id' | 'seq' | 'at'> & { id?: string };

/** A message alone, without what else a reply or a post says. */
export function messageIn({ summary, blocks, actions }: Message): Message {
  return { summary, blocks, actions };
}

/** Whether a person may see an entry. */
export function maySee(entry: Entry, personId: string): boolean {
  return entry.onlyFor === undefined || entry.onlyFor === personId;
}
