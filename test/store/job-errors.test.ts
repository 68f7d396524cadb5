import { expect, test } from 'vitest';
import { createTeller } from '../../src/store/postgres/jobs.ts';
import { silent } from '../delivery/world.ts';

test('errors of the job queue are logged in words, and those that take turns once each', () => {
  const reasons: unknown[] = [];
  const tell = createTeller({ ...silent, warn: (_, facts) => void reasons.push(facts?.reason) });
  const one = (worker: string) =>
    ({ name: 'x', message: ` (Queue: deliver-web, Worker: ${worker})`, code: 'ECONNREFUSED' }) as Error;
  const other = (worker: string) => new Error(`terminated (Queue: deliver-web, Worker: ${worker})`);
  for (const worker of ['1', '2', '3']) for (const made of [one, other]) tell(made(worker));
  expect(reasons).toEqual(['ECONNREFUSED', 'terminated']);
});
