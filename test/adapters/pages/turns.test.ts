import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { createTurns } from '../../../adapters/pages/turns.ts';

test('of many requests at once a few are answered at a time, each is answered, and other work runs in between', async () => {
  const app = new Hono();
  let [now, most, answered] = [0, 0, 0];
  const answeredAt: number[] = [];
  app.use(createTurns());
  app.get('/', async (c) => {
    most = Math.max(most, ++now);
    await new Promise((resolve) => setTimeout(resolve, 3));
    now--;
    answered++;
    if (answered === 3) throw new Error('one of them fails');
    return c.text('');
  });
  app.onError((_, c) => c.text('', 500));
  const other = setInterval(() => answeredAt.push(answered), 0);
  const statuses = await Promise.all(
    Array.from({ length: 200 }, async () => (await app.request('/')).status),
  );
  clearInterval(other);
  expect([most, answered, statuses.filter((status) => status === 500).length]).toEqual([2, 200, 1]);
  expect(new Set(answeredAt).size).toBeGreaterThan(2);
});

test('an answer is not made before what came together with its request was read', async () => {
  const app = new Hono();
  let answered = 0;
  app.use(createTurns());
  app.get('/', (c) => c.text(String(++answered)));
  const first = app.request('/');
  for (let step = 0; step < 100; step++) await Promise.resolve();
  expect(answered).toBe(0);
  expect(await (await first).text()).toBe('1');
});
