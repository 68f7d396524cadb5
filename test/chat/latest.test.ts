import { expect, test } from 'vitest';
import { createLatest } from '../../src/chat/latest.ts';

/** Rests end when the test says so. */
function openLatest() {
  const rests: (() => void)[] = [];
  const latest = createLatest({
    restMs: 500,
    sleep: () => new Promise((resolve) => void rests.push(resolve)),
  });
  return { latest, rests };
}

test('of requests that follow each other only the newest is done', async () => {
  const { latest, rests } = openLatest();
  const done: string[] = [];
  const asked = ['l', 'lo', 'lora'].map((typed) => latest.run('form', async () => done.push(typed) && typed));
  for (const end of rests) end();
  expect(await Promise.all(asked)).toEqual([undefined, undefined, 'lora']);
  expect(done).toEqual(['lora']);
});

test('work under way is told that it is replaced, and the next begins after it has ended', async () => {
  const { latest, rests } = openLatest();
  const order: string[] = [];
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const { promise: started, resolve: start } = Promise.withResolvers<void>();
  const first = latest.run('form', async (signal) => {
    start();
    await held;
    order.push(signal.aborted ? 'first, replaced' : 'first');
  });
  rests[0]?.();
  await started;
  const second = latest.run('form', async () => void order.push('second'));
  rests[1]?.();
  release();
  expect([await first, await second]).toEqual([undefined, undefined]);
  expect(order).toEqual(['first, replaced', 'second']);
});

test('keys do not wait for each other, and a failure is told and forgotten', async () => {
  const { latest, rests } = openLatest();
  const failed = latest.run('form', async () => Promise.reject(new Error('lost')));
  const other = latest.run('another form', async () => 'done');
  for (const end of rests) end();
  await expect(failed).rejects.toThrow('lost');
  expect(await other).toBe('done');
  const again = latest.run('form', async () => 'again');
  rests.at(-1)?.();
  expect(await again).toBe('again');
});

test('what is cancelled is not done, and what is asked later is', async () => {
  const { latest, rests } = openLatest();
  const done: string[] = [];
  latest.cancel('form');
  const first = latest.run('form', async () => done.push('first'));
  latest.cancel('form');
  rests[0]?.();
  expect(await first).toBeUndefined();
  const second = latest.run('form', async () => done.push('second'));
  rests[1]?.();
  expect(await second).toBe(1);
  expect(done).toEqual(['second']);
});
