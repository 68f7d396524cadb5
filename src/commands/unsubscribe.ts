/** Unsubscribes a channel from the topics that one command names: all of them, or none and which one is not followed. */
import type { Subscription } from '../channels/channel.ts';
import type { Line, Reply } from '../model/message.ts';
import { splitTopics } from '../query/split.ts';
import { readTopic } from '../query/topic.ts';
import type { Caller, Rooms } from './context.ts';
import { whole } from './follow.ts';
import { code, reply, text } from './reply.ts';
import { objectOf, subjectOf } from './spoken.ts';

export type Unsubscribed = { all: true } | { number: number } | { query: string };

export async function unsubscribe(what: Unsubscribed, asker: Caller, rooms: Rooms): Promise<Reply> {
  const topics = rooms.channels.topics(asker.channel.id);
  const picked = 'all' in what ? topics : pickAll(what, topics);
  if ('unknown' in picked) return notFollowed(topicName(picked.unknown), asker, rooms);
  if (picked.length === 0) return notFollowed([{ text: 'any topic' }], asker, rooms);
  const { removed } = await asker.change(() => ({ remove: picked }));
  const names = removed.flatMap((topic, at): Line => [{ text: at === 0 ? '' : ', ' }, ...code(topic.query)]);
  if (removed.length === 0) return notFollowed([{ text: 'these topics anymore' }], asker, rooms);
  const said = [text([{ text: `Unsubscribed ${objectOf(asker.place)} from ` }, ...names, { text: '.' }])];
  asker.wrote(said);
  return reply([...said, ...(await whole(asker, rooms))]);
}

/** The topics that are named, each once, or the first name of none. */
function pickAll(
  what: { number: number } | { query: string },
  topics: readonly Subscription[],
): Subscription[] | { unknown: string } {
  const names = 'number' in what ? [nameOf(what.number, topics)] : namesIn(what.query, topics);
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
  const words = typed.split(/[\s,;&]+/).filter((word) => word !== '' && !/^and$/i.test(word));
  if (words.every((word) => /^#?\d{1,4}$/.test(word))) return words.map((word) => word.replace(/^#?/, '#'));
  return pick(typed, topics).length > 0 ? [typed] : splitTopics(typed);
}

function pick(name: string, topics: readonly Subscription[]): Subscription[] {
  const number = /^#(\d{1,4})$/.exec(name)?.[1];
  if (number !== undefined) return topics.slice(Number(number) - 1, Number(number));
  const read = readTopic(name);
  const meaning = 'topic' in read ? read.topic.meaning : undefined;
  return topics.filter((topic) => topic.meaning === meaning || topic.query === name);
}

function topicName(name: string): Line {
  return /^#\d+$/.test(name) ? [{ text: `topic ${name}` }] : code(name);
}

async function notFollowed(name: Line, asker: Caller, rooms: Rooms): Promise<Reply> {
  const { name: subject, doesNotFollow } = subjectOf(asker.place);
  const line: Line = [{ text: `Nothing was changed. ${subject} ${doesNotFollow} ` }, ...name, { text: '.' }];
  return reply([text(line, 'warning'), ...(await whole(asker, rooms))]);
}
