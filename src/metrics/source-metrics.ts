/** Tells when sources were read, when they gave something new, and how often they fail. */
import { Gauge, type Registry } from 'prom-client';
import type { Clock } from '../model/ports.ts';
import { staleAmong } from '../sources/source-health.ts';
import type { SourceState } from '../sources/source-state.ts';

/**
 * Returns a function that takes over the state of the sources. Their names are labels: there are as many as SOURCES lists.
 * @param redact a name may repeat what SOURCES holds
 */
export function createSourceMetrics(
  registry: Registry,
  clock: Clock,
  redact: (text: string) => string,
): (states: readonly SourceState[]) => void {
  const gauge = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: ['source'], registers: [registry] });
  const read = gauge(
    'paperboy_source_read_timestamp_seconds',
    'When the source was last read without an error.',
  );
  const newest = gauge(
    'paperboy_source_new_timestamp_seconds',
    'When the newest digest of the source came. Absent before the first.',
  );
  const failures = gauge('paperboy_source_failures', 'Failed reads since the last one that succeeded.');
  const stale = gauge(
    'paperboy_source_stale',
    '1 when the source should have given something newer by now, else 0.',
  );
  return (states) => {
    for (const state of states) {
      const source = redact(state.name);
      if (state.lastFetch !== undefined) read.set({ source }, state.lastFetch / 1000);
      if (state.newestAt !== undefined) newest.set({ source }, state.newestAt / 1000);
      failures.set({ source }, state.failures ?? 0);
      stale.set({ source }, staleAmong([state], clock()) === undefined ? 0 : 1);
    }
  };
}
