import { expect, it } from 'vitest';
import { withDeadline } from '../../src/model/deadline.ts';

/** Resolves when its signal is aborted, as the core's own sleep does, and not before. */
const untilAborted = (_ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));

it('gives what the work gives, and is not late afterward', async () => {
  let late = 0;
  const work = Promise.resolve('done');
  expect(await withDeadline(work, 1_000, () => void late++, untilAborted)).toBe('done');
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(late).toBe(0);
});

it('gives what is said for work that takes too long, or throws it', async () => {
  const never = new Promise<string>(() => {});
  expect(await withDeadline(never, 1, () => 'late')).toBe('late');
  const tooLate = () => {
    throw new Error('late');
  };
  await expect(withDeadline(never, 1, tooLate)).rejects.toThrow('late');
});

it('fails with the work', async () => {
  await expect(withDeadline(Promise.reject(new Error('no')), 1_000, () => 'late')).rejects.toThrow('no');
});
