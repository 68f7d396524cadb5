import { expect, test } from 'vitest';
import { createTeller, jobErrors } from '../../src/store/postgres/job-errors.ts';
import { silent } from '../delivery/world.ts';

test('errors of the job queue are logged in the words of the store, and those that take turns once each', () => {
  const reasons: unknown[] = [];
  const log = { ...silent, warn: (_: string, facts?: object) => void reasons.push(facts) };
  const tell = createTeller(log, jobErrors('postgres://db/paperboy', 'pgboss'));
  const one = (worker: string) =>
    ({ name: 'x', message: ` (Queue: deliver-web, Worker: ${worker})`, code: 'ECONNREFUSED' }) as Error;
  const other = (worker: string) => new Error(`ended early (Queue: deliver-web, Worker: ${worker})`);
  const full = (worker: string) =>
    Object.assign(new Error(`sorry, too many clients already (Queue: tick, Worker: ${worker})`), {
      code: '53300',
    });
  for (const worker of ['1', '2', '3']) for (const made of [one, other, full]) tell(made(worker));
  const name = 'The store postgres://db/paperboy (its job queue, in the schema pgboss) could not be read: ';
  expect(reasons).toEqual([
    { reason: expect.stringContaining(`${name}no server answers at its address`) },
    { reason: `${name}ended early.` },
    { reason: expect.stringContaining(`${name}the server has too many connections; raise`) },
  ]);
});
