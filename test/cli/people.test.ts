import { beforeAll, describe, expect, it } from 'vitest';
import { newFolder, paperboy } from './run.ts';

const dataDir = newFolder();
const run = (args: string[], input = '') => paperboy(args, { dataDir, input });

beforeAll(async () => {
  await run(['ask', '/papers subscribe lora']);
});

describe('paperboy forget and export ID', () => {
  it('print what is stored, ask, and delete nothing without the right answer', async () => {
    const exported = JSON.parse((await run(['export', 'web:local'])).out);
    expect(exported).toMatchObject({ id: 'web:local', stored: { topics: [{ query: 'lora' }] } });
    const asked = await run(['forget', 'web:local'], 'yes\n');
    expect(asked.code).toBe(1);
    expect(asked.out).toContain('topics: 1');
    expect(asked.err).toContain('Nothing was deleted.');
    expect(JSON.parse((await run(['export'])).out).channels).toHaveLength(2);
  });

  it('delete once the ID is typed, and say how much', async () => {
    const done = await run(['forget', 'web:local'], 'web:local\n');
    expect(done.code).toBe(0);
    expect(done.out).toContain('Deleted about web:local:\n  channels: 2\n  topics: 1');
    expect(JSON.parse((await run(['export'])).out).channels).toEqual([]);
    expect((await run(['forget', 'web:local', '--yes'])).out).toContain('Nothing is stored');
  });

  it('refuse what is no ID, and a machine without a store', async () => {
    expect(await run(['forget', 'everyone'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('slack:T1'),
    });
    expect((await run(['forget'])).code).toBe(2);
    const nowhere = await paperboy(['forget', 'slack:T1', '--yes']);
    expect(nowhere.code).not.toBe(0);
    expect(nowhere.err).toContain('There is no store');
  });
});
