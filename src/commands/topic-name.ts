/** Reads the names that people give topics: `diffusion -video as "Video-free diffusion"`. */
import { MOST_TOPIC_NAME, type Subscription, tidyTopicName } from '../channels/channel.ts';
import { isCalled } from '../channels/collision.ts';
import { countCharacters, isUnseen } from '../model/characters.ts';
import { counted } from '../model/counted.ts';
import type { Line } from '../model/message.ts';
import { code } from './reply.ts';

export const NAME_TAKEN = 'Another topic here is called that already.';

const QUOTES = /["\u201c\u201d\u201e\u00ab\u00bb]/g;

/** A query as typed, and the name in quotes behind a closing `as`, where there is one. Linear in the text. */
export function splitName(typed: string): { query: string; name?: string } {
  const text = typed.trimEnd();
  const quotes = [...text.matchAll(QUOTES)].map(({ index }) => index);
  const [open, close] = quotes.slice(-2);
  if (open === undefined || close !== text.length - 1) return { query: typed };
  const head = text.slice(0, open).trimEnd();
  const query = head.slice(0, -2);
  const isNamed = head.slice(-2).toLowerCase() === 'as' && query.trim() !== '' && /\s$/.test(query);
  return isNamed
    ? { query: query.trim(), name: tidyTopicName(text.slice(open + 1, close)) }
    : { query: typed };
}

/** As it is typed in a form or after `subscribe`. */
export function typeTopic({ query, name }: Pick<Subscription, 'query' | 'name'>): string {
  return name === undefined ? query : `${query} as "${tidyTopicName(name)}"`;
}

/**
 * A name as it is kept, or what is wrong with it. It is unlike every other topic's name and query, so that it can be typed
 * in their place.
 * @param others the channel's topics, without the one that is named
 */
export function readName(
  typed: string,
  others: readonly Pick<Subscription, 'query' | 'name'>[],
): { name: string } | { problem: string } {
  const name = tidyTopicName(typed);
  if (isUnseen(name)) return { problem: 'The name is empty.' };
  const length = countCharacters(name);
  if (length > MOST_TOPIC_NAME)
    return {
      problem: `That name is too long: ${counted(length, 'character')}. A name can have up to ${MOST_TOPIC_NAME}.`,
    };
  if (/^(?:#?\d+|all|none)$/i.test(name))
    return { problem: `A topic can't be called \`${name}\`, since that stands for something else.` };
  return others.some((other) => isCalled(other, name)) ? { problem: NAME_TAKEN } : { name };
}

/** Its name, where it has one, and its query. */
export function titleOf({ query, name }: Pick<Subscription, 'query' | 'name'>): Line {
  return name === undefined ? code(query) : [{ text: name, style: 'strong' }, { text: ' ' }, ...code(query)];
}

/** Several with commas between them. */
export function titlesOf(topics: readonly Pick<Subscription, 'query' | 'name'>[]): Line {
  return topics.flatMap((topic, at): Line => [{ text: at === 0 ? '' : ', ' }, ...titleOf(topic)]);
}
