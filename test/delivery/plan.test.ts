import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Channel, newChannel } from '../../src/channels/channel.ts';
import { papersOf } from '../../src/delivery/delivery.ts';
import {
  type Candidate,
  LATE_MS,
  plan,
  ranked,
  type Situation,
  TOO_LATE_MS,
} from '../../src/delivery/plan.ts';
import { countsOf, type WithPapers } from '../../src/delivery/post-text.ts';
import type { Paper } from '../../src/model/paper.ts';
import { all } from '../../src/query/tree.ts';

const channel: Channel = newChannel({
  id: 'test:t:a',
  name: '#a',
  joinedAt: 0,
  fromSeq: 0,
  fromDay: '2026-11-20',
  joined: true,
});

function candidate(id: string, more: Partial<Paper> = {}, topics: string[] = []): Candidate {
  return {
    paper: { id, title: id, abstract: '', ...more },
    day: '2026-11-23',
    topics,
    relevance: topics.length,
  };
}

function situation(more: Partial<Situation>): Situation {
  return { channel, followsTopics: false, now: 0, lateMs: 0, candidates: [], sent: new Set(), ...more };
}

const shownIds = (more: Partial<Situation>) => {
  const made = plan(situation(more));
  return made.kind === 'post' ? made.shown.map(({ id }) => id) : made.silence.why;
};

test('a post says how many papers were not ranked by relevance, and only where that happened', () => {
  const said = (scores: (number | undefined)[]) => {
    const candidates = scores.map((score, at) => ranked(candidate(`p${at}`, {}, ['the']), score));
    const byRelevance = { ...channel, order: 'relevance' as const, limit: 2 };
    const made = plan(situation({ channel: byRelevance, followsTopics: true, candidates }));
    if (made.kind === 'silence') throw new Error(made.silence.why);
    const input = { plan: made, topics: new Map([['the', all]]), names: new Map() };
    return countsOf(input as unknown as WithPapers, made.shown);
  };
  const all3 = '3 of 3 new papers match the topic the, sorted by relevance.';
  expect(said([3, 2, 1])).toBe(all3);
  expect(said([3, undefined, undefined])).toBe(
    `${all3} 2 papers were not ranked, because the topics here are too broad.`,
  );
});

test('a plan of papers from several digests names their days', () => {
  const of = (...days: string[]) => {
    const candidates = days.map((day, at) => ({ ...candidate(`p${at}`), day }));
    const made = plan(situation({ candidates }));
    return made.kind === 'post' ? made.days : made;
  };
  expect(of('2026-11-23', '2026-11-23')).toBeUndefined();
  expect(of('2026-11-23', '2026-11-20', '2026-11-23')).toEqual(['2026-11-20', '2026-11-23']);
});

test('a plan says what is to be known of the digests of its papers, each sentence once, and of no others', () => {
  const notes = new Map([
    ['2026-11-20', ['A sample.']],
    ['2026-11-21', ['Not posted.']],
    ['2026-11-23', ['A sample.', 'Half of it.']],
  ]);
  const candidates = ['2026-11-20', '2026-11-21', '2026-11-23'].map((day, at) => ({
    ...candidate(`p${at}`),
    day,
  }));
  const made = plan(situation({ candidates, notes, sent: new Set(['p1']) }));
  expect(made).toMatchObject({ notes: ['A sample.', 'Half of it.'] });
  expect(plan(situation({ candidates }))).not.toHaveProperty('notes');
});

describe('a channel without topics', () => {
  test('gets all that came, best first, equal ones in the order of their digest', () => {
    const candidates = [
      candidate('b', { upvotes: 2 }),
      candidate('a', { upvotes: 9 }),
      candidate('d'),
      candidate('c'),
    ];
    expect(shownIds({ candidates })).toEqual(['a', 'b', 'd', 'c']);
  });

  test('gets no more than its limit, and the rest behind the post', () => {
    const candidates = ['a', 'b', 'c'].map((id) => candidate(id));
    const made = plan(situation({ candidates, channel: { ...channel, limit: 2 } }));
    expect(made).toEqual({
      kind: 'post',
      shown: [
        { id: 'a', topics: [] },
        { id: 'b', topics: [] },
      ],
      rest: [{ id: 'c', topics: [] }],
      of: 3,
    });
  });

  test('says the order that its papers have in fact', () => {
    const orderOf = (order: Channel['order'], ...candidates: Candidate[]) => {
      const made = plan(situation({ candidates, channel: { ...channel, order } }));
      return made.kind === 'post' ? made.order : made;
    };
    const voted = candidate('a', { upvotes: 1 });
    const dated = candidate('b', { publishedOn: '2026-11-20' });
    const matched = candidate('c', {}, ['rl']);
    expect(orderOf('votes', voted, dated)).toBe('votes');
    expect(orderOf('votes', dated, matched)).toBeUndefined();
    expect(orderOf('votes', voted)).toBeUndefined();
    expect(orderOf('date', voted, dated)).toBe('date');
    expect(orderOf('date', voted, matched)).toBeUndefined();
    expect(orderOf('relevance', voted, matched)).toBe('relevance');
    expect(orderOf('relevance', voted, dated)).toBe('votes');
  });

  test('gets the newest first when it asked for that', () => {
    const candidates = [
      candidate('old', { publishedOn: '2026-01-01' }),
      candidate('none'),
      candidate('new', { publishedOn: '2026-11-01' }),
    ];
    expect(shownIds({ candidates, channel: { ...channel, order: 'date' } })).toEqual(['new', 'old', 'none']);
  });
});

describe('a channel with topics', () => {
  test('gets what matches, with the topics that matched', () => {
    const made = plan(
      situation({ followsTopics: true, candidates: [candidate('a', {}, ['lora', 'rl']), candidate('b')] }),
    );
    expect(made).toMatchObject({ kind: 'post', shown: [{ id: 'a', topics: ['lora', 'rl'] }], of: 2 });
  });

  test('hears nothing when nothing matched, and of how many', () => {
    const made = plan(situation({ followsTopics: true, candidates: [candidate('a'), candidate('b')] }));
    expect(made).toEqual({ kind: 'silence', silence: { why: 'no-match', of: 2 } });
  });
});

describe('a channel with a floor of taste', () => {
  const below = { ...candidate('b', {}, ['lora']), isBelow: true as const };
  const floor = { ...channel, tasteMin: 50 };

  test('gets what suits, and is told how many match and are left out', () => {
    const candidates = [candidate('a', {}, ['lora']), below, candidate('c')];
    const made = plan(situation({ followsTopics: true, candidates, channel: floor }));
    expect(made).toMatchObject({ kind: 'post', shown: [{ id: 'a' }], of: 3, below: 1 });
  });

  test('is told that nothing suits, and not that nothing came or matches', () => {
    const made = plan(situation({ followsTopics: true, candidates: [below], channel: floor }));
    expect(made).toEqual({ kind: 'silence', silence: { why: 'below-taste', of: 1, min: 50 } });
  });

  test('gets trending papers by it too', () => {
    const candidates = [candidate('a'), { ...below, topics: [] }];
    const made = plan(situation({ candidates, channel: floor, trending: 9 }));
    expect(made).toMatchObject({ kind: 'post', trending: true, shown: [{ id: 'a' }] });
  });
});

describe('a silence has its reason', () => {
  const some = [candidate('a')];
  test.each<[string, Partial<Situation>, object]>([
    ['nothing came', { newest: '2026-11-20' }, { why: 'no-batch', newest: '2026-11-20' }],
    ['nothing ever came', {}, { why: 'no-batch' }],
    ['a source is stale', { stale: { source: 'x', since: 5 } }, { why: 'stale', source: 'x', since: 5 }],
    ['all was posted before', { candidates: some, sent: new Set(['a']) }, { why: 'all-posted', of: 1 }],
    [
      'the channel is paused',
      { candidates: some, channel: { ...channel, paused: { by: { id: 'u', name: 'Ada' }, at: 7 } } },
      { why: 'paused', by: 'Ada', byId: 'u', at: 7 },
    ],
    [
      'nothing reaches its platform',
      { candidates: some, unreachable: 'test is not connected' },
      { why: 'no-access', reason: 'test is not connected' },
    ],
    [
      'it is paused for some time',
      { channel: { ...channel, paused: { by: { id: 'u', name: 'Ada' }, at: 1, until: 9 } }, now: 8 },
      { why: 'paused', by: 'Ada', byId: 'u', at: 1, until: 9 },
    ],
    [
      'its pause is over and nothing came',
      { channel: { ...channel, paused: { by: { id: 'u', name: 'Ada' }, at: 1, until: 9 } }, now: 9 },
      { why: 'no-batch' },
    ],
    [
      'its slot fell into a pause that is over',
      {
        candidates: some,
        channel: { ...channel, paused: { by: { id: 'u', name: 'Ada' }, at: 1, until: 9 } },
        ...{ now: 12, lateMs: 4 },
      },
      { why: 'paused', by: 'Ada', byId: 'u', at: 1, until: 9 },
    ],
    ['it is found too late', { candidates: some, lateMs: TOO_LATE_MS + 1 }, { why: 'merged' }],
  ])('when %s', (_name, more, silence) => {
    expect(plan(situation(more))).toEqual({ kind: 'silence', silence });
  });
});

test('a slot before a pause is posted late, when the pause is over', () => {
  const paused = { by: { id: 'u', name: 'Ada' }, at: 10, until: 12 };
  const given = { candidates: [candidate('a')], channel: { ...channel, paused }, now: 13, lateMs: 4 };
  expect(plan(situation(given))).toMatchObject({ kind: 'post' });
});

test('a late post is marked, one that is a few minutes late is not', () => {
  expect(plan(situation({ candidates: [candidate('a')], lateMs: LATE_MS + 1 }))).toMatchObject({
    lateMs: LATE_MS + 1,
  });
  expect(plan(situation({ candidates: [candidate('a')], lateMs: LATE_MS }))).not.toHaveProperty('lateMs');
});

test('no paper comes twice, none is lost, and only those that match come, whatever the situation', () => {
  const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 20 });
  fc.assert(
    fc.property(
      ids,
      fc.infiniteStream(fc.boolean()),
      fc.integer({ min: 1, max: 10 }),
      fc.boolean(),
      (all, coins, limit, followsTopics) => {
        const coin = () => coins.next().value as boolean;
        const candidates = all.map((id) => candidate(id, {}, followsTopics && coin() ? ['t'] : []));
        const sent = new Set(all.filter(coin));
        const made = plan(situation({ candidates, sent, followsTopics, channel: { ...channel, limit } }));
        const expected = candidates.filter(
          ({ paper, topics }) => !sent.has(paper.id) && (!followsTopics || topics.length > 0),
        );
        expect(papersOf(made).sort()).toEqual(expected.map(({ paper }) => paper.id).sort());
        if (made.kind === 'post') expect(made.shown.length).toBeLessThanOrEqual(limit);
      },
    ),
  );
});
