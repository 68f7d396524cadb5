/** Files for `paperboy import-channels`: exports of channels, edited by hand or damaged. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { exportChannels, importChannels } from '../../../src/channels/portable.ts';
import { cleanTyped } from '../../../src/commands/clean-input.ts';
import { readTopic } from '../../../src/query/topic.ts';
import { type AppWorld, createAppWorld } from '../../app/world.ts';
import { isSeen, isSentence } from '../checks.ts';
import { mostly, text } from '../hostile.ts';
import { mutated } from '../mutate.ts';
import { target } from '../target.ts';
import { query } from './queries.ts';

const by = fc.record({ id: text, name: text });
const topic = fc.record(
  {
    query: mostly(query),
    at: mostly(fc.nat(2e12)),
    by: mostly(by),
    name: mostly(text),
    edited: mostly(fc.record({ by, at: fc.nat() })),
  },
  { requiredKeys: ['query', 'at', 'by'] },
);
const id = fc.oneof(
  fc.constantFrom(
    'test:t:general',
    'test:t:new',
    'web:local:general',
    'slack:T1:C1',
    'x',
    '__proto__',
    'test:t:',
  ),
  text,
);
const channel = fc.record(
  {
    id: mostly(id),
    name: mostly(text),
    joinedAt: mostly(fc.nat(2e12)),
    joined: mostly(fc.boolean()),
    since: mostly(fc.nat(2e12)),
    fromSeq: mostly(fc.integer()),
    fromDay: mostly(fc.constantFrom('2025-12-12', '2025-02-30', '')),
    zone: mostly(fc.constantFrom('Europe/Berlin', 'PST', 'Mars/Olympus', 'cet', '')),
    schedule: mostly(
      fc.record({
        every: fc.constantFrom('day', 'week'),
        time: fc.constantFrom('09:00', '99:99'),
        on: fc.array(fc.integer({ min: 0, max: 8 }), { maxLength: 3 }),
      }),
    ),
    limit: mostly(fc.integer()),
    order: mostly(fc.constantFrom('votes', 'date', '__proto__')),
    layout: mostly(fc.constantFrom('cards', 'compact', 'titles', 'x')),
    state: mostly(fc.record({ kind: fc.constantFrom('ok', 'no-access', 'damaged', 'happy'), why: text })),
    paused: mostly(fc.record({ by, at: fc.nat() })),
    copies: mostly(id),
    topics: mostly(fc.array(mostly(topic), { maxLength: 4 })),
    [`${'x'.repeat(200)}`]: fc.constant(1),
  },
  { requiredKeys: ['id', 'name', 'joinedAt', 'joined', 'since', 'fromSeq', 'state', 'topics'] },
);
const file = fc
  .record({
    format: mostly(fc.constant('paperboy-channels-1')),
    channels: mostly(fc.array(mostly(channel), { maxLength: 3 })),
  })
  .map((value) => JSON.stringify(value) ?? '');

interface World {
  app: AppWorld;
  whole: Buffer;
}

/** A channel that follows two topics, and its export. */
async function open(): Promise<World> {
  const app = await createAppWorld();
  const place = { id: 'test:t:kept', name: '#kept' };
  await app.app.service.join(place);
  await app.ask('subscribe "continual learning", lora as "Mine"', place);
  return { app, whole: Buffer.from(JSON.stringify(exportChannels(app.app.channels))) };
}

const whole = (await open()).whole;

export const channelFiles = [
  target({
    name: 'files of channels',
    cases: 60,
    generate: fc.oneof<fc.Arbitrary<string | Uint8Array>[]>(file, mutated([whole])),
    open,
    async run(content, { app }: World) {
      let value: unknown;
      try {
        value = cleanTyped(JSON.parse(Buffer.from(content).toString()));
      } catch {
        return undefined;
      }
      const { channels } = app.app;
      const before = new Map(
        [...channels.all()].map((one) => [one.id, channels.topics(one.id).map((each) => each.meaning)]),
      );
      const seen = JSON.stringify(exportChannels(channels));
      try {
        await importChannels(value, channels, { fromSeq: 0, now: app.now }, readTopic);
      } catch (error) {
        assert.equal(JSON.stringify(exportChannels(channels)), seen, 'a refused file changed something');
        throw error;
      }
      for (const [one, meanings] of before) {
        const now = new Set(channels.topics(one).map((each) => each.meaning));
        // A channel that copies another has its topics.
        if (channels.get(one)?.copies === undefined)
          for (const meaning of meanings) assert.ok(now.has(meaning), `${one} lost a topic`);
      }
      const after = JSON.stringify(exportChannels(channels));
      for (const { id: one } of [...channels.all()])
        if (one !== 'test:t:kept') await app.app.service.leave(one);
      return after;
    },
    holds(outcome) {
      if (outcome.refused === undefined) return;
      isSentence(outcome.refused);
      isSeen(outcome.refused.message, 'a refusal');
      assert.equal(outcome.refused.code, 'bad-channels');
    },
  }),
];
