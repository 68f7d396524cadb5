/** Reads the topics of a filled form, and works out the edit that makes a channel follow them. Pure. */
import { MOST_TOPICS, type Subscription } from '../channels/channel.ts';
import type { Edit } from '../channels/edit.ts';
import type { FormProblem } from '../model/channel-form.ts';
import { splitTopics, withoutBullets } from '../query/split-topics.ts';
import { readTopic, type Topic } from '../query/topic.ts';
import { withoutLead } from './phrases/subscribe.ts';
import { readName, splitName } from './topic-name.ts';

/** A topic as a form has it. Without a name, one that is followed keeps its own; an empty one removes it. */
export type FormTopic = Pick<Subscription, 'query' | 'meaning' | 'name'>;

/** What a line of a form asks for: its topics in order, what is wrong in place of one that cannot be read, and the name. */
export function readLine(typed: string): { read: ({ topic: Topic } | { message: string })[]; name?: string } {
  const { query, name } = splitName(typed);
  const read = splitTopics(withoutLead(query)).map((part) => {
    const topic = readTopic(part);
    if ('topic' in topic) return topic;
    const { message, suggestion } = topic.problem;
    return { message: suggestion ? `${message} Did you mean ${suggestion}?` : message };
  });
  return { read, ...(name === undefined ? {} : { name }) };
}

/** When a topic was subscribed to, or edited last. */
export function changedAt({ at, edited }: Subscription): number {
  return Math.max(at, edited?.at ?? 0);
}

/** Whether a form that was read at a moment shows a topic. */
function isShown(topic: Subscription, readAt: number): boolean {
  return changedAt(topic) <= readAt;
}

/**
 * Each meaning once, in order. What is wrong is added to `problems`.
 * @param readAt when the form was read: topics that are newer stay beside those of the form
 */
export function readTopics(
  typed: readonly string[],
  followed: readonly Subscription[],
  problems: FormProblem[],
  readAt = Number.POSITIVE_INFINITY,
): FormTopic[] {
  const topics = new Map<string, FormTopic & { line: number }>();
  for (const [line, text] of withoutBullets(typed).entries()) {
    const { read, name } = readLine(text);
    for (const [at, one] of read.entries()) {
      if ('message' in one) {
        problems.push({ field: 'topics', at: line, message: one.message });
        continue;
      }
      const { query, meaning } = one.topic;
      const named = name !== undefined && at === read.length - 1 ? { name } : {};
      topics.set(meaning, { query, meaning, line, ...named });
    }
  }
  const newer = followed.filter((topic) => !isShown(topic, readAt) && !topics.has(topic.meaning));
  if (topics.size + newer.length > MOST_TOPICS)
    problems.push({ field: 'topics', message: `A channel can follow up to ${MOST_TOPICS} topics.` });
  problems.push(...nameProblems([...topics.values()], followed));
  return [...topics.values()].map(({ line: _, ...topic }) => topic);
}

function nameProblems(
  topics: readonly (FormTopic & { line: number })[],
  followed: readonly Subscription[],
): FormProblem[] {
  const kept = new Map(followed.map(({ meaning, name }) => [meaning, name]));
  const all = topics.map(({ query, meaning, name = kept.get(meaning) }) => ({
    query,
    ...(name === undefined || name === '' ? {} : { name }),
  }));
  return topics.flatMap(({ name, line }, at): FormProblem[] => {
    const read = name ? readName(name, all.toSpliced(at, 1)) : undefined;
    return read && 'problem' in read ? [{ field: 'topics', at: line, message: read.problem }] : [];
  });
}

/**
 * A line that was changed in its place, between others that stayed, edits the topic that it showed: it keeps its number, its
 * name, who subscribed and when. A topic that the form could not show, since it is newer, stays.
 */
export function topicsEdit(
  topics: readonly FormTopic[],
  followed: readonly Subscription[],
  who: Pick<Subscription, 'by' | 'at' | 'channel'>,
  readAt = Number.POSITIVE_INFINITY,
): Pick<Edit, 'add' | 'remove'> {
  const before = new Map(followed.map((topic) => [topic.meaning, topic]));
  const meanings = new Set(topics.map(({ meaning }) => meaning));
  const shown = followed.filter((topic) => isShown(topic, readAt));
  const { by, at } = who;
  const inPlace = (index: number) => {
    const own = topics.length === shown.length ? shown[index] : undefined;
    return own && !meanings.has(own.meaning) ? own : undefined;
  };
  const add = topics.flatMap(({ query, meaning, name }, index): Subscription[] => {
    const kept = before.get(meaning);
    if (kept) return name === undefined || name === (kept.name ?? '') ? [] : [named(kept, name)];
    const edited = inPlace(index);
    const made = { ...(edited ?? { ...who, at: at + index }), query, meaning };
    return [named(edited ? { ...made, edited: { by, at } } : made, name)];
  });
  const replaced = new Set(add.map(({ meaning }) => meaning));
  const isGone = (topic: Subscription) => !meanings.has(topic.meaning) && isShown(topic, readAt);
  return { add, remove: followed.filter((topic) => isGone(topic) || replaced.has(topic.meaning)) };
}

/** @param name as typed: absent, the topic's own stays */
function named(topic: Subscription, name: string | undefined): Subscription {
  const { problem: _problem, name: own, ...bare } = topic;
  const chosen = name ?? own;
  return chosen ? { ...bare, name: chosen } : bare;
}
