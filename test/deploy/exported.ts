/** Lists the metrics that a program exports, and the metrics and labels that an expression of PromQL names. */
import { createMonitor } from '../../src/cli/monitor.ts';
import { openStore } from '../../src/store/store.ts';
import { createAppWorld } from '../app/world.ts';
import { createReaders } from '../delivery/readers.ts';
import { readExposition } from '../metrics/exposition.ts';

/** The names that can be asked for, with the labels that each has: of a histogram its buckets, its sum and its count. */
export async function exportedMetrics(): Promise<Map<string, Set<string>>> {
  const { body } = await exportedText();
  const names = new Map<string, Set<string>>();
  for (const { name, type, samples } of readExposition(body).values()) {
    const labels = new Set(samples.flatMap((sample) => Object.keys(sample.labels)));
    const all = type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name];
    for (const one of all) names.set(one, labels);
  }
  return names;
}

/** The text of a program that has done a little of everything. */
export async function exportedText(): Promise<{ body: string }> {
  const monitor = createMonitor({ clock: Date.now, version: '1', redact: (text) => text });
  const { metrics, endpoints } = monitor;
  const store = await openStore(':memory:', { onStatement: metrics.store.onStatement });
  const world = await createAppWorld('2026-11-23T08:00:00Z', {
    store,
    observer: metrics.deliveries.observer,
  });
  monitor.watchStore(store);
  monitor.watchApp(world.app);
  const adapter = { messenger: createReaders(() => 'none'), start: async () => ({}), stop: async () => {} };
  const { messenger } = monitor.watchAdapter({ adapter, local: undefined }).adapter;
  world.app.connect(messenger);
  const place = { id: 'test:t:general', name: '#general' };
  await metrics.measureCommands(world.app.service).ask({
    place,
    person: { id: 'u', name: 'Ada' },
    text: 'subscribe *',
  });
  metrics.deliveries.observer.waited('test', 100);
  await metrics.program.measureRound(async () => {})();
  world.digests = [
    { date: '2026-11-23', papers: [{ id: '2611.00001', title: 'One', abstract: 'One.' }], skipped: [] },
  ];
  await world.tick('2026-11-23T09:00:00Z');
  return (await endpoints.find(({ path }) => path === '/metrics')?.answer()) ?? { body: '' };
}

/** Words of PromQL that are no metrics. */
const FUNCTIONS =
  /\b(?:sum|min|max|avg|count|rate|increase|histogram_quantile|time|by|on|and|or|unless|without|ignoring|group_left)\b/g;

/** The metrics that an expression names, each with the labels that it asks them for. */
export function metricsIn(expression: string): { name: string; labels: string[] }[] {
  const plain = expression.replace(/\b(?:by|on|without|ignoring)\s*\([^)]*\)/g, ' ');
  const found: { name: string; labels: string[] }[] = [];
  for (const [, name = '', inner = ''] of plain
    .replace(/\[[^\]]*\]/g, ' ')
    .replace(FUNCTIONS, ' ')
    .matchAll(/([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(?:\{([^}]*)\})?/g)) {
    if (/^[a-z]?$/i.test(name)) continue;
    found.push({
      name,
      labels: [...inner.matchAll(/([a-z_]+)\s*(?:=~|!~|!=|=)/g)].map((one) => one[1] ?? ''),
    });
  }
  return found;
}

/** The labels that an expression groups by. */
export function labelsBy(expression: string): string[] {
  return [...expression.matchAll(/\b(?:by|on)\s*\(([^)]*)\)/g)].flatMap(([, list = '']) =>
    list.split(',').map((label) => label.trim()),
  );
}

/** What Prometheus adds itself. */
export const OF_PROMETHEUS: ReadonlySet<string> = new Set(['up', 'ALERTS']);
export const LABELS_OF_PROMETHEUS: ReadonlySet<string> = new Set([
  ...['job', 'instance', 'alertname', 'alertstate', 'le'],
]);
