/**
 * Reports whether the program is ready, and each of its parts in one line.
 *
 * Ready means that requests and posts are worked on. So a store that does not answer, or no platform that is connected, ends
 * it; a platform that fails beside one that works, sources that are stale, jobs that are worked on but not maintained, and other
 * processes with other settings are only reported: what is stored can still be searched, and taking every replica out of a load
 * balancer would help nobody.
 */
import { sayMoment } from '../model/day-format.ts';
import type { Clock } from '../model/ports.ts';
import { staleAmong } from '../sources/source-health.ts';
import type { SourceState } from '../sources/source-state.ts';
import type { Connection } from './connections.ts';

export type Phase = 'starting' | 'running' | 'stopping';

export interface Part {
  ok: boolean;
  line: string;
}

export interface Report {
  ready: boolean;
  /** `degraded`: ready, with a part that is not well. */
  status: 'ready' | 'degraded' | 'not ready' | 'starting' | 'stopping';
  /**
   * By name: `store`, each platform, `source` with each source's name, `jobs` where something is wrong with them though they can be
   * worked on, and `settings` where they differ between processes.
   */
  parts: Record<string, Part>;
}

interface StoreHealth {
  ok: boolean;
  line?: string | undefined;
  /** What is wrong with the jobs though they can be worked on, as a sentence. */
  warning?: string | undefined;
}

export interface HealthContext {
  phase: () => Phase;
  /** How the store is; undefined when it did not answer in time or is not open yet. */
  store: () => Promise<StoreHealth | undefined>;
  connections: () => readonly Connection[];
  sources: () => readonly SourceState[];
  /** How the settings of running processes on the store differ; undefined when they do not. */
  settings: () => string | undefined;
  clock: Clock;
  /** Lines may repeat what a platform or a source said. */
  redact: (text: string) => string;
}

export function createHealth(context: HealthContext): () => Promise<Report> {
  const { clock, redact } = context;
  return async () => {
    const phase = context.phase();
    const connections = context.connections();
    const found = await context.store();
    const store = storePart(found);
    const jobs = found?.warning === undefined ? {} : { jobs: { ok: false, line: found.warning } };
    const sources = sourceParts(context.sources(), clock());
    const line = context.settings();
    const settings = line === undefined ? {} : { settings: { ok: false, line } };
    const parts = redacted(
      { store, ...jobs, ...platformParts(connections), ...sources, ...settings },
      redact,
    );
    if (phase !== 'running') return { ready: false, status: phase, parts };
    const ready = store.ok && canReachPeople(connections);
    const isWell = Object.values(parts).every(({ ok }) => ok);
    return { ready, status: ready ? (isWell ? 'ready' : 'degraded') : 'not ready', parts };
  };
}

/** Some platform is connected; where there are others than the local workspace, one of those. */
function canReachPeople(connections: readonly Connection[]): boolean {
  const others = connections.filter(({ isLocal }) => !isLocal);
  return (others.length > 0 ? others : connections).some(({ problem }) => problem === undefined);
}

function storePart(store: StoreHealth | undefined): Part {
  if (store === undefined) return { ok: false, line: 'The store did not answer in time.' };
  return {
    ok: store.ok,
    line: store.line ?? (store.ok ? 'The store answers.' : 'The store does not answer.'),
  };
}

function platformParts(connections: readonly Connection[]): Record<string, Part> {
  return Object.fromEntries(
    connections.map(({ platform, problem }) => [
      platform,
      { ok: problem === undefined, line: problem ?? 'Connected.' },
    ]),
  );
}

function sourceParts(sources: readonly SourceState[], now: number): Record<string, Part> {
  return Object.fromEntries(sources.map((source) => [`source ${source.name}`, sourcePart(source, now)]));
}

function sourcePart(source: SourceState, now: number): Part {
  const stale = staleAmong([source], now);
  const since = stale && `Nothing new since ${sayMoment(stale.since, 'UTC')}.`;
  const read =
    source.lastFetch === undefined ? 'Not read yet.' : `Read ${sayMoment(source.lastFetch, 'UTC')}.`;
  const line = [read, since, source.problem].filter((said) => said !== undefined).join(' ');
  return { ok: stale === undefined && source.problem === undefined, line };
}

function redacted(parts: Record<string, Part>, redact: (text: string) => string): Record<string, Part> {
  return Object.fromEntries(
    Object.entries(parts).map(([name, { ok, line }]) => [redact(name), { ok, line: redact(line) }]),
  );
}
