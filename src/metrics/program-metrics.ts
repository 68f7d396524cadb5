/** Tells how the program itself is: its version and phase, its rounds, the lines that it logs, its channels, and the process. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, type Registry } from 'prom-client';
import type { Clock, Log } from '../model/ports.ts';

/** Seconds. */
const ROUND_BUCKETS = [0.01, 0.1, 0.5, 1, 5, 15, 60, 300, 1_800];
const LEVELS = ['info', 'warn', 'error'] as const;

export interface ProgramMetrics {
  /** The same log, with its lines counted by level. */
  countLines(log: Log): Log;
  /** The same work, which plans and sends what is due, measured. */
  measureRound(round: () => Promise<void>): () => Promise<void>;
  setReady(isReady: boolean): void;
  /** Undefined when the store did not tell: they are then left out. */
  setChannels(channels: { all: number; parked: number } | undefined): void;
}

export function createProgramMetrics(registry: Registry, clock: Clock, version: string): ProgramMetrics {
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const info = new Gauge({
    name: 'paperboy_info',
    help: 'Always 1; its label is the version.',
    labelNames: ['version'],
    registers,
  });
  info.set({ version }, 1);
  const lines = new Counter({
    name: 'paperboy_log_lines_total',
    help: 'Lines logged, by level. Lines at debug are not counted.',
    labelNames: ['level'],
    registers,
  });
  for (const level of LEVELS) lines.inc({ level }, 0);
  const rounds = new Histogram({
    name: 'paperboy_round_seconds',
    help: 'Rounds that planned and sent what was due.',
    buckets: ROUND_BUCKETS,
    registers,
  });
  const lastRound = gauge(
    'paperboy_round_timestamp_seconds',
    'When the last round ended without an error; before the first, when the program began.',
  );
  lastRound.set(clock() / 1000);
  const ready = gauge('paperboy_ready', '1 while /health/ready answers 200, else 0.');
  const channels = gauge('paperboy_channels', 'Channels that something is stored for.');
  const parked = gauge('paperboy_channels_parked', 'Channels whose posts wait until a problem is fixed.');
  return {
    countLines(log) {
      const counted =
        (level: (typeof LEVELS)[number]): Log['info'] =>
        (...line) => {
          lines.inc({ level });
          log[level](...line);
        };
      return { debug: log.debug, info: counted('info'), warn: counted('warn'), error: counted('error') };
    },
    measureRound: (round) => async () => {
      const end = rounds.startTimer();
      await round();
      end();
      lastRound.set(clock() / 1000);
    },
    setReady: (isReady) => ready.set(isReady ? 1 : 0),
    setChannels(counts) {
      for (const one of [channels, parked]) one.remove();
      if (counts === undefined) return;
      channels.set(counts.all);
      parked.set(counts.parked);
    },
  };
}
