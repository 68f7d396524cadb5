import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startRunLoop } from '../../src/app/run-loop.ts';
import type { Log } from '../../src/model/ports.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const { TZ } = process.env;

let rounds: number[];
let lines: string[];
const say = (level: string) => (message: string) => void (level !== 'debug' && lines.push(message));
const log: Log = { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };
const app = {
  readSources: async () => {},
  plan: async () => void rounds.push(Date.now()),
  send: async () => {},
  stopSending: async () => {},
  nextReady: async () => undefined,
};

beforeEach(() => {
  vi.useFakeTimers();
  rounds = [];
  lines = [];
});

afterEach(() => {
  vi.useRealTimers();
  if (TZ === undefined) delete process.env.TZ;
  else process.env.TZ = TZ;
  vi.restoreAllMocks();
});

describe('a round comes every minute', () => {
  test.each([
    ['Europe/Berlin', '2026-10-25T00:10:00Z'],
    ['America/New_York', '2026-11-01T05:10:00Z'],
    ['Australia/Lord_Howe', '2026-04-04T14:10:00Z'],
    ['Europe/Berlin', '2026-03-29T00:10:00Z'],
    ['UTC', '2026-10-25T00:10:00Z'],
  ])('in %s over a change of its clocks at %s', async (zone, start) => {
    process.env.TZ = zone;
    vi.setSystemTime(start);
    const runLoop = startRunLoop(app, { clock: Date.now, log });
    await vi.advanceTimersByTimeAsync(3 * HOUR);
    expect(rounds.length).toBeGreaterThanOrEqual(180);
    // The first round is at once, the others at full minutes.
    expect(rounds.slice(1).map((at) => at % MINUTE)).toEqual(rounds.slice(1).map(() => 0));
    const gaps = rounds.slice(1).map((at, before) => at - (rounds[before] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(MINUTE + 1_000);
    await runLoop.stop();
    expect(lines).toEqual([]);
  });

  test('after the clock was set back an hour, and a year', async () => {
    vi.setSystemTime('2026-11-23T09:00:30Z');
    const runLoop = startRunLoop(app, { clock: Date.now, log });
    await vi.advanceTimersByTimeAsync(5 * MINUTE);
    for (const back of [HOUR, 365 * 24 * HOUR]) {
      vi.setSystemTime(Date.now() - back);
      rounds = [];
      await vi.advanceTimersByTimeAsync(10 * MINUTE);
      expect(rounds.length).toBeGreaterThanOrEqual(9);
    }
    await runLoop.stop();
    expect(lines).toEqual([]);
  });

  test('after a long sleep, once and without a word about what was missed', async () => {
    const printed = [vi.spyOn(console, 'warn'), vi.spyOn(console, 'log'), vi.spyOn(console, 'error')];
    for (const spy of printed) spy.mockImplementation(() => {});
    const written = vi.spyOn(process.stdout, 'write');
    vi.setSystemTime('2026-11-23T09:00:30Z');
    const runLoop = startRunLoop(app, { clock: Date.now, log });
    await vi.advanceTimersByTimeAsync(5 * MINUTE);
    rounds = [];
    vi.setSystemTime(Date.now() + 8 * HOUR);
    await vi.advanceTimersByTimeAsync(3 * MINUTE);
    expect(rounds.length).toBeGreaterThanOrEqual(2);
    expect(rounds.length).toBeLessThanOrEqual(5);
    await runLoop.stop();
    expect(lines).toEqual([]);
    for (const spy of [...printed, written]) expect(spy).not.toHaveBeenCalled();
  });

  test('while a round takes longer than a minute, and none once it is stopped', async () => {
    vi.setSystemTime('2026-11-23T09:00:30Z');
    let running = 0;
    const slow = {
      ...app,
      async plan() {
        expect(++running).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 2.5 * MINUTE));
        running--;
        rounds.push(Date.now());
      },
    };
    const runLoop = startRunLoop(slow, { clock: Date.now, log });
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(rounds).toHaveLength(3);
    const stopping = runLoop.stop();
    await vi.advanceTimersByTimeAsync(5 * MINUTE);
    await stopping;
    const { length } = rounds;
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(rounds).toHaveLength(length);
  });

  test('each process reads its sources, also while another has the shared tick', async () => {
    vi.setSystemTime('2026-11-23T09:00:30Z');
    const reads: number[] = [];
    const reading = { ...app, readSources: async () => void reads.push(Date.now()) };
    const runLoop = startRunLoop(reading, { clock: Date.now, log, jobs: { round: async () => {} } });
    await vi.advanceTimersByTimeAsync(5 * MINUTE);
    await runLoop.stop();
    expect(reads).toHaveLength(5);
    expect(rounds).toEqual([]);
  });

  test('after a round that failed', async () => {
    vi.setSystemTime('2026-11-23T09:00:30Z');
    const failing = {
      ...app,
      async plan() {
        rounds.push(Date.now());
        throw new Error('the disk is full');
      },
    };
    const runLoop = startRunLoop(failing, { clock: Date.now, log });
    await vi.advanceTimersByTimeAsync(2 * MINUTE);
    await runLoop.stop();
    expect(rounds).toHaveLength(3);
    expect(lines).toHaveLength(3);
  });

  test('while posts are being sent: a slow platform delays no plan', async () => {
    vi.setSystemTime('2026-11-23T09:00:30Z');
    const sending = Promise.withResolvers<void>();
    const runLoop = startRunLoop({ ...app, send: () => sending.promise }, { clock: Date.now, log });
    await vi.advanceTimersByTimeAsync(3 * MINUTE);
    expect(rounds).toHaveLength(4);
    let stopped = false;
    const stopping = runLoop.stop().then(() => {
      stopped = true;
    });
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(stopped).toBe(false);
    sending.resolve();
    await stopping;
  });

  test('by the clock that processes share, each of which asks for the round of the minute', async () => {
    vi.setSystemTime('2026-11-23T09:00:30Z');
    const clock = () => Date.now() + 20_300;
    const asked: [number, number | undefined][] = [];
    const jobs = { round: async (_: unknown, minute?: number) => void asked.push([clock(), minute]) };
    const runLoop = startRunLoop(app, { clock, log, jobs });
    await vi.advanceTimersByTimeAsync(3 * MINUTE);
    await runLoop.stop();
    const first = Date.parse('2026-11-23T09:01:00Z');
    expect(asked).toEqual([
      [first - 9_700, undefined],
      ...[0, 1, 2].map((at) => [first + at * MINUTE, first / MINUTE + at]),
    ]);
    expect(lines).toEqual([]);
  });
});
