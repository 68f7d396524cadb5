import { expect, test } from 'vitest';
import { type Channel, layoutFields, newChannel } from '../../src/channels/channel.ts';
import { plan } from '../../src/delivery/plan.ts';
import { restOf, toPosts } from '../../src/delivery/post-parts.ts';
import type { PostInput } from '../../src/delivery/post-text.ts';
import type { Block, Layout, Post } from '../../src/model/message.ts';
import type { Paper } from '../../src/model/paper.ts';
import { parseQuery } from '../../src/query/parse.ts';

const fresh = { id: 'test:t:a', name: '#a', joinedAt: 0, fromSeq: 0, joined: true };
const channelOf = (change: Partial<Channel>): Channel => ({ ...newChannel(fresh), limit: 50, ...change });
const papers = Array.from(
  { length: 45 },
  (_, at): Paper => ({
    id: `2512.${10_000 + at}`,
    title: `Agents, part ${at}`,
    abstract: 'They act.',
    thumbnail: 'https://pictures.example/1.png',
  }),
);

function inputOf(planned: Channel, now = planned, topics: string[] = []): PostInput {
  const candidates = papers.map((paper) => ({ paper, day: '2025-12-12', topics, relevance: 0 }));
  const about = { followsTopics: topics.length > 0, lateMs: 0, now: 0, sent: new Set<string>() };
  return {
    delivery: { key: 'key', channel: planned.id, day: '2025-12-12', slotAt: 0 },
    plan: plan({ channel: planned, candidates, ...about }),
    channel: now,
    zone: 'UTC',
    papers: new Map(papers.map((paper) => [paper.id, paper])),
    topics: new Map(topics.map((query) => [query, treeOf(query)])),
    names: new Map(),
  };
}

function treeOf(query: string) {
  const parsed = parseQuery(query);
  if (!parsed.ok) throw new Error(query);
  return parsed.query;
}

const cardBlocks = (posts: readonly { blocks: Block[] }[]) =>
  posts.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'cards' ? [block] : [])));
const sizes = (posts: Post[]) => cardBlocks(posts).map(({ cards }) => cards.length);

test.each<[Layout, number[]]>([
  ['cards', [10, 10, 10, 10, 5]],
  ['compact', [20, 20, 5]],
  ['titles', [20, 20, 5]],
])('a post of 45 papers in the layout %s has parts of %j', (layout, expected) => {
  const posts = toPosts(inputOf(channelOf(layoutFields(layout))));
  expect(sizes(posts)).toEqual(expected);
  const shown = cardBlocks(posts).flatMap(({ cards }) => cards.map(({ id }) => id));
  expect(shown).toEqual(papers.map(({ id }) => id));
  for (const block of cardBlocks(posts)) expect(block.layout ?? 'cards').toBe(layout);
});

test('where a message has no buttons, a post is one message and says how many papers it left out', () => {
  const posts = toPosts({ ...inputOf(channelOf({ limit: 30 })), isWhole: true });
  expect(sizes(posts)).toEqual([30]);
  expect(JSON.stringify(posts[0]?.blocks.at(-1))).toContain('And 15 more.');
});

test('a layout that is changed while a post is on its way changes nothing of that post', () => {
  const [cards, titles] = [channelOf(layoutFields('cards')), channelOf(layoutFields('titles'))];
  expect(toPosts(inputOf(titles, cards))).toEqual(toPosts(inputOf(titles)));
  expect(toPosts(inputOf(cards, titles))).toEqual(toPosts(inputOf(cards)));
});

test('a record from before there were layouts keeps what it chose', () => {
  expect(sizes(toPosts(inputOf(channelOf({ abstracts: false }))))).toEqual([20, 20, 5]);
  expect(sizes(toPosts(inputOf(channelOf({ abstracts: true }))))).toEqual([10, 10, 10, 10, 5]);
});

test('only cards have pictures, and none where the channel wants none', () => {
  const pictures = (change: Partial<Channel>) =>
    cardBlocks(toPosts(inputOf(channelOf(change)))).flatMap(({ cards }) =>
      cards.filter(({ thumbnail }) => thumbnail !== undefined),
    ).length;
  expect(pictures({})).toBe(45);
  expect(pictures({ thumbnails: false })).toBe(0);
  expect(pictures(layoutFields('compact'))).toBe(0);
});

test('the papers behind the button stand as those of the post do', () => {
  const input = inputOf(channelOf({ ...layoutFields('compact'), limit: 5 }));
  if (input.plan.kind !== 'post') throw new Error('no post');
  expect(restOf({ ...input, plan: input.plan })).toMatchObject({ layout: 'compact', cards: { length: 40 } });
});

test('a single topic is named once for all papers, and several with each', () => {
  const reasons = (topics: string[]) => {
    const posts = toPosts(inputOf(channelOf({}), undefined, topics));
    const said = JSON.stringify(posts[0]?.blocks);
    const [card] = cardBlocks(posts).flatMap(({ cards }) => cards);
    return { said, reason: card?.reason?.map(({ text }) => text).join(''), topics: card?.topics };
  };
  const one = reasons(['agents']);
  expect(one).toMatchObject({ reason: undefined, topics: ['agents'] });
  expect(one.said).toContain('45 of 45 new papers match the topic agents.');
  const two = reasons(['agents', 'part']);
  expect(two.reason).toBe('agents · part');
  expect(two.said).toContain('match the topics followed here');
});
