/** Measures the statements of the store, and tells whether it answers and how large the search index is. */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { IndexStats } from '../search/index-stats.ts';
import type { OnStatement } from '../store/statements.ts';

/** Seconds. */
const BUCKETS = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5];

export interface StoreMetrics {
  onStatement: OnStatement;
  setUp(isUp: boolean): void;
  setIndex(stats: IndexStats): void;
}

export function createStoreMetrics(registry: Registry): StoreMetrics {
  const registers = [registry];
  const seconds = new Histogram({
    name: 'paperboy_store_statement_seconds',
    help: 'Statements that ran on the store, by kind: read or write.',
    labelNames: ['kind'],
    buckets: BUCKETS,
    registers,
  });
  const errors = new Counter({
    name: 'paperboy_store_errors_total',
    help: 'Statements that failed, by kind: read or write.',
    labelNames: ['kind'],
    registers,
  });
  for (const kind of ['read', 'write']) errors.inc({ kind }, 0);
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const up = gauge('paperboy_store_up', '1 while the store answers within a second, else 0.');
  const papers = gauge('paperboy_index_papers', 'Papers in the search index.');
  const terms = gauge('paperboy_index_terms', 'Terms in the segments of the search index.');
  const bytes = gauge('paperboy_index_bytes', 'Bytes of the segments of the search index.');
  return {
    onStatement({ kind, ms, failed }) {
      seconds.observe({ kind }, ms / 1000);
      if (failed) errors.inc({ kind });
    },
    setUp: (isUp) => up.set(isUp ? 1 : 0),
    setIndex(stats) {
      papers.set(stats.papers);
      terms.set(stats.terms);
      bytes.set(stats.bytes);
    },
  };
}
