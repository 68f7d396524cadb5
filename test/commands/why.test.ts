/** `why` of several papers. */
import { expect, test } from 'vitest';
import { why } from '../../src/commands/why.ts';
import { paperOf } from '../app/world.ts';

test('the next post is worked out once for several papers', async () => {
  let previews = 0;
  const context = {
    archive: { get: async (id: string) => ({ ...paperOf(id), id }) },
    ledger: { sent: async () => new Map() },
    channels: { topics: () => [] },
    tastes: { of: async () => undefined },
    delivery: {
      zone: () => 'UTC',
      preview: async () => {
        previews++;
        return { plan: { kind: 'silence', silence: { why: 'no-access', reason: 'it is archived.' } } };
      },
    },
  };
  const caller = { channel: { id: 'test:t:general', joined: true } };
  const [values, by, from] = [
    { ids: ['2511.00001', '2511.00002', '2511.00003'] },
    caller,
    context,
  ] as unknown as Parameters<typeof why.run>;
  const reply = await why.run(values, by, from);
  expect(JSON.stringify(reply.blocks).match(/it is archived/g)).toHaveLength(3);
  expect(previews).toBe(1);
});
