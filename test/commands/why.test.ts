/** `why` of several papers. */
import { expect, test } from 'vitest';
import { why } from '../../src/commands/why.ts';
import { paperOf } from '../app/world.ts';

test('a paper of a post says that it was not ranked, where its topics were too broad for that', async () => {
  const plan = {
    kind: 'post',
    shown: [{ id: '2511.00001', topics: [] }],
    rest: [{ id: '2511.00002', topics: [], isUnranked: true }],
  };
  const context = {
    archive: { get: async (id: string) => ({ ...paperOf(id), id }) },
    ledger: {
      sent: async (_: string, [id]: string[]) => new Map([[id, '2026-11-23']]),
      get: async () => ({ plan }),
    },
    channels: { topics: () => [] },
    tastes: { of: async () => undefined },
    delivery: {},
  };
  const said = async (id: string) => {
    const given = [{ ids: [id] }, { channel: { id: 'test:t:general' } }, context] as unknown;
    return JSON.stringify((await why.run(...(given as Parameters<typeof why.run>))).blocks);
  };
  expect(await said('2511.00001')).not.toContain('ranked');
  expect(await said('2511.00002')).toContain('It was not ranked, because the topics here are too broad.');
});

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
