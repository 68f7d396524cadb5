/** Files are tested one after another in one process: each must leave it as it was. */
import { afterAll, expect, vi } from 'vitest';

const before = state();

afterAll(() => expect(state(), 'what a file changed in the process').toEqual(before));

function state() {
  return {
    env: { ...process.env },
    folder: process.cwd(),
    fakeTimers: vi.isFakeTimers(),
    fetch: globalThis.fetch,
    exitCode: process.exitCode,
    listeners: process.eventNames().map((name) => [name, process.listenerCount(name)]),
  };
}
