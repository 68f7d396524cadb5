/** Looks for a post that may or may not have been delivered among the messages that its platform gives back. */
import { PaperboyError } from '../model/errors.ts';

/** A delivery is settled, or merged into the next, within 36 hours: what is older than this cannot be it. Milliseconds. */
export const MOST_AGE_MS = 48 * 3_600_000;
/** Messages that are asked for at once. */
export const PAGE = 100;

/** What can be read of a channel, page by page as far as it is needed. */
export interface History<Message, Key> {
  hasKey(message: Message, key: Key): boolean;
  inChannel(): AsyncIterable<Message>;
  /** Messages below another one; none where it has no thread. */
  inThread(first: Message): AsyncIterable<Message>;
}

/**
 * The message with a key; undefined when it is certainly not there.
 * @param first the key of the first part of the post, for a later part, which may be in the thread of the first
 * @throws PaperboyError `refused` when the history cannot tell, and what reading it throws
 */
export async function findMessage<Message, Key>(
  { hasKey, inChannel, inThread }: History<Message, Key>,
  key: Key,
  first: Key | undefined,
): Promise<Message | undefined> {
  const firsts: Message[] = [];
  for await (const message of inChannel()) {
    if (hasKey(message, key)) return message;
    if (first !== undefined && hasKey(message, first)) firsts.push(message);
  }
  if (first !== undefined && firsts.length === 0) {
    throw new PaperboyError(
      'refused',
      "We couldn't find the first part of this post, so we can't tell whether this part was delivered.",
    );
  }
  for (const one of firsts)
    for await (const message of inThread(one)) if (hasKey(message, key)) return message;
  return undefined;
}

/** For a channel with more messages than are looked through. */
export function tooManyMessages(): PaperboyError {
  return new PaperboyError('refused', 'There are too many newer messages in the channel to look through.');
}
