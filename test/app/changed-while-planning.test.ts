import { beforeEach, describe, expect, test } from 'vitest';
import { type AppWorld, createAppWorld, digestOf, general, ml, paperOf } from './world.ts';

let world: AppWorld;

beforeEach(async () => {
  world = await createAppWorld();
  world.digests = [digestOf('2026-11-20', paperOf('LoRA for all'))];
  await world.app.readSources();
  for (const place of [general, ml]) await world.app.service.join(place);
  world.now = Date.parse('2026-11-23T09:00:00Z');
});

/** Steps of a round that a command may come between; the last ones are after its end. */
const steps = Array.from({ length: 12 }, (_, at) => at * 25);
const wait = async (turns: number) => {
  for (let turn = 0; turn < turns; turn++) await Promise.resolve();
};

describe('while a round is planned', () => {
  test.each(steps)('nothing is kept of a channel that is left %i steps into it', async (turns) => {
    const delivered = world.app.deliver();
    await wait(turns);
    await world.app.service.leave(general.id);
    await delivered;
    expect(await world.app.ledger.history(general.id, 5)).toEqual([]);
    expect(await world.app.ledger.history(ml.id, 5)).toMatchObject([{ state: 'posted' }]);
  });

  test('a channel that is paused before its turn gets no post', async () => {
    const delivered = world.app.deliver();
    await world.ask('pause');
    await delivered;
    expect(await world.app.ledger.history(general.id, 5)).toMatchObject([
      { plan: { silence: { why: 'paused' } } },
    ]);
    expect(world.readers.seen.map(({ channel }) => channel)).toEqual([ml.id]);
  });
});
