/** Says how many recent papers the topics of a form match, while it is being filled in. */
import { MOST_TOPICS } from '../channels/channel.ts';
import type { TopicChecks } from '../model/channel-form.ts';
import { withoutBullets } from '../query/split-topics.ts';
import type { Context } from './context.ts';
import { matchesIn, readRecent, sayMatches } from './dry-run.ts';
import { readLine } from './form-topics.ts';

/** @param typed topics as the form holds them; those beyond the most that a channel can follow are not looked at */
export async function checkTopics(
  typed: readonly string[],
  context: Pick<Context, 'archive' | 'search'>,
): Promise<TopicChecks> {
  const recent = await readRecent(context);
  const found = new Set<string>();
  const topics = withoutBullets(typed.slice(0, MOST_TOPICS)).map((line) => {
    const own = new Set<string>();
    for (const one of readLine(line).read) {
      if ('message' in one) return { message: one.message, isWrong: true };
      for (const id of matchesIn(recent, one.topic.parsed, context)) own.add(id);
    }
    for (const id of own) found.add(id);
    return { message: sayMatches(own.size, recent), isWrong: false };
  });
  const all =
    topics.length === 0
      ? 'Without topics, this channel gets every paper.'
      : `Together: ${sayMatches(found.size, recent)}`;
  return { topics, all };
}
