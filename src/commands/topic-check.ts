/** Says how many recent papers the topics of a form match, or what is wrong with them, while it is being filled in. */
import { setImmediate as turn } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { MOST_TOPICS } from '../channels/channel.ts';
import type { FormProblem, TopicCheck, TopicChecks } from '../model/channel-form.ts';
import type { ChannelId } from '../model/channel-id.ts';
import { withoutBullets } from '../query/split-topics.ts';
import type { Topic } from '../query/topic.ts';
import type { Context } from './context.ts';
import { matchedIn, type RecentPapers, readRecent, sayMatches } from './dry-run.ts';
import { readLine, readTopics } from './form-topics.ts';

/** Topics whose matches are remembered: a form is checked at every change, which mostly concerns one of its lines. */
const MOST_KEPT = 1_000;
/** Votes and late papers show after this. Milliseconds. */
const KEEP_MS = 30_000;

type Needs = Pick<Context, 'archive' | 'search' | 'channels' | 'clock'>;

export type CheckTopics = (
  channel: ChannelId,
  typed: readonly string[],
  signal?: AbortSignal,
) => Promise<TopicChecks | { problem: string }>;

/**
 * Makes the check that every form uses, with the same rules as saving. Topics beyond the most that a channel can follow are
 * not counted. Between two topics, other work gets its turn, and a signal ends the count.
 */
export function createTopicCheck(context: Needs): CheckTopics {
  const kept = new LRUCache<string, readonly string[]>({
    max: MOST_KEPT,
    ttl: KEEP_MS,
    ttlResolution: 0,
    perf: { now: context.clock },
  });

  async function matchesOf({ meaning, parsed }: Topic, recent: RecentPapers): Promise<readonly string[]> {
    const key = `${recent.span} ${recent.ids.size} ${context.search.size} ${meaning}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    await turn();
    const matches = matchedIn(recent, parsed, context);
    kept.set(key, matches);
    return matches;
  }

  return async (channel, typed, signal) => {
    const recent = await readRecent(context);
    const wrong: FormProblem[] = [];
    readTopics(typed, context.channels.topics(channel), wrong);
    const messages = new Map(wrong.map(({ at, message }) => [at, message]));
    const found = new Set<string>();
    const topics: TopicCheck[] = [];
    for (const [at, line] of withoutBullets(typed.slice(0, MOST_TOPICS)).entries()) {
      const own = new Set<string>();
      for (const one of readLine(line).read) {
        if (signal?.aborted) return { problem: 'This count was replaced by a newer one.' };
        if ('topic' in one) for (const id of await matchesOf(one.topic, recent)) own.add(id);
      }
      const message = messages.get(at);
      if (message === undefined) for (const id of own) found.add(id);
      topics.push(
        message === undefined
          ? { message: sayMatches(own.size, recent), isWrong: false, matches: own.size }
          : { message, isWrong: true },
      );
    }
    const all =
      topics.length === 0
        ? 'Without topics, this channel gets every paper.'
        : `Together: ${sayMatches(found.size, recent)}`;
    return { topics, all: messages.get(undefined) ?? all };
  };
}
