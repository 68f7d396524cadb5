import { afterEach, beforeEach, expect, it } from 'vitest';
import { withDedupe } from '../../../adapters/discord/dedupe.ts';
import { snowflake } from './cloud.ts';
import { see } from './reading.ts';
import { type DiscordRig, digest, openRig, papers, send } from './rig.ts';

let rig: DiscordRig;
beforeEach(async () => {
  rig = await openRig();
});
afterEach(() => rig.close());

it('an interaction that comes twice is acted on once', async () => {
  const asked = digest('subscribe', { query: 'lora' });
  await send(rig, asked);
  await send(rig, asked);
  await send(rig, papers('next'));
  expect(rig.service.asked.map(({ text }) => text)).toEqual(['subscribe lora', 'next']);
});

it('an interaction of long ago is answered and does nothing', async () => {
  for (const minutes of [16, 24 * 60]) {
    const id = snowflake(Date.now() - minutes * 60_000);
    const { first, more } = await send(rig, digest('pause', {}, { id, token: `old-${minutes}` }));
    const shown = more[0]?.body ?? first.body.data;
    expect(see(shown).text).toContain('minutes late');
  }
  expect(rig.service.asked).toEqual([]);
});

it('an id that no clock of Discord made says nothing about age', async () => {
  await send(rig, papers('lora', { id: '1234567890', token: 'made-up' }));
  expect(rig.service.asked.map(({ text }) => text)).toEqual(['lora']);
});

it('what was heard is remembered for a quarter of an hour', async () => {
  let now = Date.now();
  const heard: string[] = [];
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const fresh = withDedupe(async ({ id }) => void heard.push(id), {
    responder: { respond: async () => {} },
    clock: () => now,
    log,
    claim: async () => true,
  });
  const hear = (id: string) => fresh({ type: 2, id } as never, async () => {});
  const early = snowflake(now + 1_200_000);
  await hear(early);
  now += 14 * 60_000;
  await hear(early);
  expect(heard).toHaveLength(1);
  now += 2 * 60_000;
  await hear(early);
  expect(heard).toHaveLength(2);
});
