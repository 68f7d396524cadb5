/** Finds the topics that a person names, by their numbers, names or queries, or that a button stands for. */
import type { Subscription } from '../channels/channel.ts';
import { splitTopics } from '../query/split-topics.ts';
import { readTopic } from '../query/topic.ts';
import { readNumbers } from './list-numbers.ts';
import { splitName } from './topic-name.ts';

/** What a person types for topics. */
export type Named = { all: true } | { number: number } | { query: string };
/** As a button has it: the query of the topic that it stood for. */
export interface Shown {
  topic: string;
}

/** What may stand before a topic. */
const LEAD = /^(?:(?:the|my|our) )?(?:topic|subscription|keyword)s? (?:(?:number|no\.?) )?/i;

/** The topics that are named, each once, or the first name of none. `topic 2` is `#2`, and `topic modeling` may be followed. */
export function pickAll(
  what: Named | Shown,
  topics: readonly Subscription[],
): readonly Subscription[] | { unknown: string } {
  if ('all' in what) return topics;
  if ('topic' in what) return pickShown(what.topic, topics);
  if ('number' in what) return pickEach([nameOf(what.number, topics)], topics);
  const found = pickEach(namesIn(what.query, topics), topics);
  const bare = what.query.replace(LEAD, '');
  return 'unknown' in found && bare !== what.query ? pickEach(namesIn(bare, topics), topics) : found;
}

/** Never another topic, such as the one that has its number by now. */
function pickShown(query: string, topics: readonly Subscription[]): Subscription[] | { unknown: string } {
  const topic = topics.find((one) => one.query === query);
  return topic === undefined ? { unknown: query } : [topic];
}

function pickEach(
  names: readonly string[],
  topics: readonly Subscription[],
): Subscription[] | { unknown: string } {
  const picked = new Set<Subscription>();
  for (const name of names) {
    const found = pick(name, topics);
    if (found.length === 0) return { unknown: name };
    for (const topic of found) picked.add(topic);
  }
  return [...picked];
}

/** `2024` is the topic of that name where there is no such number. */
function nameOf(number: number, topics: readonly Subscription[]): string {
  const isTopic = number > topics.length && pick(`${number}`, topics).length > 0;
  return isTopic ? `${number}` : `#${number}`;
}

/** `#1, #3`, `1 3`, `#1 and #3`, `rl, llm agents`; what is followed as it is typed is one topic. */
function namesIn(typed: string, topics: readonly Subscription[]): string[] {
  if (topics.some(({ query }) => query === typed)) return [typed];
  const words = typed.split(/[\s,;&]+/).filter((word) => word !== '' && !/^and$/i.test(word));
  const numbers = readNumbers(typed);
  if (Array.isArray(numbers)) return numbers;
  if (words.every((word) => /^#?\d{1,4}$/.test(word))) return words.map((word) => word.replace(/^#?/, '#'));
  if (pick(typed, topics).length > 0) return [typed];
  const parts = splitTopics(typed);
  const joined = parts.length === 1 ? typed.split(/\s+and\s+/i) : [];
  return joined.length > 1 && joined.every((name) => pick(name, topics).length > 0) ? joined : parts;
}

function pick(name: string, topics: readonly Subscription[]): Subscription[] {
  const number = /^#(\d{1,4})$/.exec(name)?.[1];
  if (number !== undefined) return topics.slice(Number(number) - 1, Number(number));
  const named = topics.filter((topic) => topic.name?.toLowerCase() === name.trim().toLowerCase());
  if (named.length > 0) return named;
  const { query } = splitName(name);
  if (query !== name) return pick(query, topics);
  const read = readTopic(name);
  const meaning = 'topic' in read ? read.topic.meaning : undefined;
  return topics.filter((topic) => topic.meaning === meaning || topic.query === name);
}
