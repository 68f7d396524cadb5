import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { runUntilStopped } from '../../src/cli/stopping.ts';
import { silent } from '../delivery/world.ts';
import { begin } from './run.ts';

test('a start that is still under way when the program stops goes no further, and what it had begun is stopped', async () => {
  const process = Object.assign(new EventEmitter(), { exit: vi.fn(), cwd: () => '/' });
  const done: string[] = [];
  const opened = Promise.withResolvers<void>();
  const stopping = Promise.withResolvers<void>();
  const ran = runUntilStopped(
    { process: process as never, log: silent, fatal: new Promise(() => {}) },
    async (stops) => {
      stops.add(async () => {
        stopping.resolve();
        await opened.promise;
        done.push('first stopped');
      });
      await opened.promise;
      stops.add(async () => void done.push('second stopped'));
      done.push('ready');
    },
  );
  process.emit('SIGTERM', 'SIGTERM');
  await stopping.promise;
  opened.resolve();
  expect(await ran).toBe(0);
  expect(done.sort()).toEqual(['first stopped', 'second stopped']);
});

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s after the first digest was read ends a start before it is ready',
  async (signal) => {
    const running = begin(['start'], { env: { PORT: '0', SOURCES: 'bundled' } });
    await running.line('digest read');
    running.signal(signal);
    const { code, out } = await running.ended;
    expect(code).toBe(0);
    expect(out).toContain('"stopped"');
    expect(out).not.toMatch(/paperboy ready|this round failed/);
  },
);
