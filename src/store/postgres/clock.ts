/**
 * Tells the time of the database without asking it each time. The clocks of machines differ, and leases are compared between
 * them. What lies between two samples is measured by a clock that nobody sets.
 */
import { performance } from 'node:perf_hooks';
import type { Connections } from './connections.ts';

/** Milliseconds. */
const SAMPLE_EVERY_MS = 10_000;
const FIRST_SAMPLES = 3;

export interface ServerClock {
  /** Milliseconds since 1970, whole. */
  now(): number;
  stop(): void;
}

interface Sample {
  /** The server's time when `performance.now()` was 0. */
  origin: number;
  /** How long the answer took, in milliseconds: the sample is off by half of it at most. */
  took: number;
}

/** @throws what the connection throws, when the first sample cannot be taken */
export async function startServerClock(connections: Connections): Promise<ServerClock> {
  let best = await takeSample(connections);
  for (let at = 1; at < FIRST_SAMPLES; at++) best = better(best, await takeSample(connections));
  const timer = setInterval(() => {
    // A server that is gone for a while keeps its time.
    takeSample(connections).then(
      (sample) => {
        // An answer that took long says little, unless the clocks have parted since.
        const isOff = Math.abs(sample.origin - best.origin) > (sample.took + best.took) / 2;
        if (isOff || sample.took <= best.took * 2) best = sample;
      },
      () => {},
    );
  }, SAMPLE_EVERY_MS);
  timer.unref();
  return {
    now: () => Math.round(best.origin + performance.now()),
    stop: () => clearInterval(timer),
  };
}

const better = (one: Sample, other: Sample) => (other.took < one.took ? other : one);

async function takeSample(connections: Connections): Promise<Sample> {
  const connection = await connections.acquire();
  try {
    const sent = performance.now();
    const { rows } = await connection.query(
      'SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS at',
    );
    const took = performance.now() - sent;
    connection.release();
    return { origin: (rows[0] as { at: number }).at - sent - took / 2, took };
  } catch (error) {
    connection.release('broken');
    throw error;
  }
}
