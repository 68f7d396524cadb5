import { EventEmitter } from 'node:events';
import { afterEach, expect, test, vi } from 'vitest';
import { runUntilStopped, type Stops } from '../../src/cli/stopping.ts';
import { silent } from '../delivery/world.ts';
import { begin } from './run.ts';

afterEach(() => void vi.useRealTimers());

/** A program whose end is only noted. */
function runProgram(start: (stops: Stops) => Promise<void>) {
  const process = Object.assign(new EventEmitter(), { exit: vi.fn(), cwd: () => '/' });
  const logged: string[] = [];
  const note = (level: string) => (message: string, facts?: { reason?: string }) =>
    void logged.push([level, message, facts?.reason].filter(Boolean).join(': '));
  const log = { ...silent, info: note('info'), warn: note('warn'), error: note('error') };
  const outside = { process: process as never, log, fatal: new Promise<void>(() => {}) };
  const onStopping = () => void logged.push('told of the stop');
  return { process, logged, ended: runUntilStopped({ ...outside, onStopping }, start) };
}

const never = () => new Promise<void>(() => {});

test('a start that is still under way when the program stops goes no further, and what it had begun is stopped', async () => {
  const done: string[] = [];
  const opened = Promise.withResolvers<void>();
  const stopping = Promise.withResolvers<void>();
  const { process, ended, logged } = runProgram(async (stops) => {
    stops.add(async () => {
      stopping.resolve();
      await opened.promise;
      done.push('first stopped');
    });
    await opened.promise;
    stops.add(async () => void done.push('second stopped'));
    done.push('ready');
  });
  process.emit('SIGTERM', 'SIGTERM');
  await stopping.promise;
  opened.resolve();
  expect(await ended).toBe(0);
  expect(done.sort()).toEqual(['first stopped', 'second stopped']);
  expect(logged).toEqual(['told of the stop', 'info: stopping', 'info: stopped']);
});

test('a stop that fails is logged and skips none of the others', async () => {
  const stopped = vi.fn(async () => {});
  const { process, ended, logged } = runProgram(async (stops) => {
    stops.add(stopped);
    stops.add(() => Promise.reject(new Error('the lock is gone')));
  });
  process.emit('SIGTERM', 'SIGTERM');
  expect(await ended).toBe(1);
  expect(stopped).toHaveBeenCalledOnce();
  expect(process.exit).toHaveBeenCalledWith(1);
  expect(logged).toContain('error: could not stop cleanly: the lock is gone');
});

test('a start that fails is reported with its own error, whatever fails to stop after it', async () => {
  const { ended, logged } = runProgram(async (stops) => {
    stops.add(() => Promise.reject(new Error('the lock is gone')));
    throw new Error('the port is taken');
  });
  await expect(ended).rejects.toThrow('the port is taken');
  expect(logged).toEqual([
    'told of the stop',
    'error: the program could not start: the port is taken',
    'info: stopping',
    'error: could not stop cleanly: the lock is gone',
    'info: stopped',
  ]);
});

test.each([
  ['is cut off after 10 s', 10_000, false],
  ['is ended by a signal', 1_500, true],
])('a start that failed while a stop hangs %s', async (_, ms, withSignal) => {
  vi.useFakeTimers();
  const { process, logged } = runProgram(async (stops) => {
    stops.add(never);
    throw new Error('the port is taken');
  });
  await vi.advanceTimersByTimeAsync(ms);
  if (withSignal) process.emit('SIGTERM', 'SIGTERM');
  expect(process.exit).toHaveBeenCalledExactlyOnceWith(1);
  expect(logged[1]).toBe('error: the program could not start: the port is taken');
});

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  '%s after the first digest was read ends a start before it is ready',
  async (signal) => {
    const running = begin(['start'], { env: { PORT: '0', SOURCES: 'bundled' } });
    await running.line('digest read');
    running.signal(signal);
    const { code, out } = await running.ended;
    expect(code).toBe(0);
    expect(out).toContain('"stopped"');
    // On a busy machine it is ready before a digest was read, as it waits for that for a moment only.
    expect(out.slice(out.indexOf('"stopping"'))).not.toMatch(/paperboy ready|this round failed/);
  },
);
