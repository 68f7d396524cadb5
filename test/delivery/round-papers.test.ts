/** Which papers topics match, for all channels that are planned together. */
import { expect, test } from 'vitest';
import type { Subscription } from '../../src/channels/channel.ts';
import { createRoundPapers } from '../../src/delivery/round-papers.ts';
import type { Paper } from '../../src/model/paper.ts';

const topicOf = (channel: string, query: string) => ({ channel, query }) as Subscription;
const TOPICS = [topicOf('a', 'cats'), topicOf('b', 'bad'), topicOf('b', 'dogs')];

/** Matching throws wherever the topic `bad` is among those that are matched; papers match the topics in their titles. */
function createRound(failures = 0) {
  let left = failures;
  const archive = {
    getMany: async (ids: readonly string[]) => {
      if (left-- > 0) throw new Error('busy');
      return ids.filter((id) => id !== 'gone').map((id) => ({ id, title: id }) as Paper);
    },
  };
  const channels = {
    all: () => [{ id: 'a' }, { id: 'b' }],
    topics: (id: string) => TOPICS.filter(({ channel }) => channel === id),
  };
  const match = (papers: readonly Paper[], only: readonly { query: string }[] = TOPICS) => {
    if (only.some(({ query }) => query === 'bad')) throw new Error('this query is poison');
    const found = only.map(({ query }): [string, string[]] => {
      return [query, papers.filter(({ title }) => title.includes(query)).map(({ id }) => id)];
    });
    return new Map(found.filter(([, ids]) => ids.length > 0));
  };
  return createRoundPapers({ archive, channels, match } as unknown as Parameters<
    typeof createRoundPapers
  >[0]);
}

test('a topic that cannot be matched costs only the channels that follow it', async () => {
  const round = createRound();
  await round.read(['cats and dogs', 'birds']);
  expect(round.matchesOf('cats')).toEqual(['cats and dogs']);
  expect(() => round.matchesOf('bad')).toThrow('poison');
});

test('papers come in the order asked, without those that cannot be read', async () => {
  const round = createRound();
  await round.read(['b']);
  expect((await round.read(['c', 'gone', 'b', 'a'])).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
});

test('papers that could not be read are read again when they are wanted again', async () => {
  const round = createRound(1);
  await expect(round.read(['cats'])).rejects.toThrow('busy');
  expect(await round.read(['cats'])).toHaveLength(1);
  expect(round.matchesOf('cats')).toEqual(['cats']);
});
