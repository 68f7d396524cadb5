/** Puts together what is seen of a running program: its metrics and health, and the pages that show them. */
import type { App } from '../app/app.ts';
import { readBacklog } from '../delivery/backlog.ts';
import { bounded, shared } from '../health/bounded.ts';
import { createConnections } from '../health/connections.ts';
import { createEndpoints } from '../health/endpoints.ts';
import { createHealth, type Phase, type Report } from '../health/health.ts';
import { createMetrics, type Metrics } from '../metrics/metrics.ts';
import type { Clock, Endpoint } from '../model/ports.ts';
import type { Store } from '../store/store.ts';
import type { BuiltAdapter } from './adapters.ts';

/** A probe waits this long for the store to answer. Milliseconds. */
const STORE_MS = 1_000;
/** A scraper waits this long for what is counted in the store; it gives up after 10 s by default. Milliseconds. */
const COUNT_MS = 5_000;
/** Scrapes get the same text for so long. Milliseconds. */
const SHARED_MS = 1_000;
const NOT_OPEN = { ok: false, line: 'The store is not open yet.' };

export interface Monitor {
  readonly metrics: Metrics;
  readonly endpoints: readonly Endpoint[];
  /** From now on, the store and the app are looked at; until then, the program is starting. A store's own clock is taken over. */
  watchStore(store: Pick<Store, 'db' | 'health'> & { now?: Clock }): void;
  watchApp(app: Pick<App, 'sources' | 'search' | 'channels' | 'parked' | 'replicaSettings'>): void;
  /** The same adapter, with its starts, stops and posts noted. */
  watchAdapter(built: BuiltAdapter): BuiltAdapter;
  setPhase(phase: Phase): void;
}

export interface MonitorOutside {
  clock: Clock;
  version: string;
  /** Removes secrets from what sources and platforms say. */
  redact: (text: string) => string;
  /** For both waits, unless they are as above. */
  storeMs?: number;
  /** For how long scrapes get the same text, unless it is as above. Milliseconds. */
  sharedMs?: number;
}

export function createMonitor(outside: MonitorOutside): Monitor {
  const { storeMs, sharedMs = SHARED_MS } = outside;
  let store: Parameters<Monitor['watchStore']>[0] | undefined;
  const clock = () => (store?.now ?? outside.clock)();
  const metrics = createMetrics({ ...outside, clock });
  const connections = createConnections();
  let phase: Phase = 'starting';
  let app: Parameters<Monitor['watchApp']>[0] | undefined;

  const report = createHealth({
    ...outside,
    clock,
    phase: () => phase,
    store: bounded(async () => store?.health() ?? NOT_OPEN, storeMs ?? STORE_MS),
    connections: connections.all,
    settings: () => app?.replicaSettings.problem(),
    sources: () => app?.sources() ?? [],
  });
  const backlog = bounded(async () => store && readBacklog(store, clock()), storeMs ?? COUNT_MS);

  /** Both ask the store: at once, so that a scrape waits for it only once. */
  const takeStock = async () => {
    const [health, counts] = await Promise.all([report(), backlog()]);
    setHealth(metrics, health);
    metrics.deliveries.setBacklog(counts);
    metrics.platforms.setConnected(connections.all());
    if (app === undefined) return;
    metrics.setSources(app.sources());
    metrics.store.setIndex(app.search.stats());
    // Kept in memory, where they grow old without the store.
    metrics.program.setChannels(
      counts && {
        all: Iterator.from(app.channels.all()).reduce((sum) => sum + 1, 0),
        parked: app.parked().size,
      },
    );
  };

  return {
    metrics,
    endpoints: createEndpoints({
      report,
      metrics: shared(async () => {
        await takeStock();
        return metrics.text();
      }, sharedMs),
    }),
    watchStore(opened) {
      store = opened;
    },
    watchApp(created) {
      app = created;
    },
    watchAdapter({ adapter, ...rest }) {
      const watched = connections.watch(adapter, rest.local !== undefined);
      return { ...rest, adapter: { ...watched, messenger: metrics.measureMessenger(adapter.messenger) } };
    },
    setPhase(next) {
      phase = next;
    },
  };
}

function setHealth(metrics: Metrics, { ready, parts }: Report): void {
  metrics.program.setReady(ready);
  metrics.store.setUp(parts.store?.ok === true);
}
