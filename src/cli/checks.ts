/** Lists what is checked of an installation: its store, sources, platforms and ports. */
import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { App } from '../app/app.ts';
import { isKeptDigest, type KeptDigest } from '../archive/calendar.ts';
import { isPaper } from '../archive/readable.ts';
import type { Channel } from '../channels/channel.ts';
import { COMMAND_SPECS } from '../commands/registry.ts';
import { readBacklog } from '../delivery/backlog.ts';
import { countRunning, type StoredSettings } from '../delivery/replica-settings.ts';
import { MEND_SETTINGS } from '../delivery/silence-text.ts';
import { checkPort } from '../doctor/machine-checks.ts';
import { type KeptRecords, sayUnreadable } from '../doctor/record-checks.ts';
import { type Check, runChecks } from '../doctor/run-checks.ts';
import { checkSource } from '../doctor/source-checks.ts';
import { checkWriting, sayClocks, sayParked, sayQueue, sayRoom, sayRows } from '../doctor/store-checks.ts';
import type { Env } from '../model/adapter-definition.ts';
import { platformOf } from '../model/channel-id.ts';
import { counted } from '../model/counted.ts';
import { type Finding, failed, well } from '../model/finding.ts';
import type { Paper } from '../model/paper.ts';
import type { Log, Place } from '../model/ports.ts';
import type { Source } from '../model/source-ports.ts';
import { isSourceState } from '../sources/source-state.ts';
import { isPostgresUrl } from '../store/postgres/address.ts';
import { countRows } from '../store/row-counts.ts';
import type { Store } from '../store/store.ts';
import { readTableColumns } from '../store/table-columns.ts';
import { countUnreadable } from '../store/unreadable-values.ts';
import { adapterOutside, configured, PLATFORM_TRACES } from './adapters.ts';
import type { Opened } from './open.ts';
import type { AllSettings } from './settings.ts';
import { sitePlaces } from './site.ts';

/** Each check is given so long. Milliseconds. */
const PATIENCE_MS = 20_000;

/** Runs checks as this program does: each is given some seconds, and no finding shows a secret. */
export function run(checks: readonly Check[], redact: (text: string) => string): Promise<Finding[]> {
  return runChecks(checks, PATIENCE_MS, redact);
}

/** Checks of a Paperboy whose store is open. */
export function insideChecks(
  app: App,
  { settings, env, store, sources }: Pick<Opened, 'settings' | 'env' | 'store' | 'sources'>,
): Check[] {
  return [
    ...storeChecks(settings, store, app),
    ...sourceChecks(app, sources),
    ...platformChecks(env, store, [...app.channels.all()]),
  ];
}

/** What to do about a channel that isn't posted to. */
const MEND: Record<Channel['state']['kind'], string> = {
  ok: 'The log of `paperboy start` says more. Its posts go on once this is mended.',
  'no-access': 'Let Paperboy post there again, for instance by inviting it. Its next post tries again.',
  damaged: `Posts there are stopped. ${MEND_SETTINGS}`,
};

/** Records that are looked at for at most so long, which leaves room within the check's time. Milliseconds. */
const LOOK_MS = 10_000;

const RECORDS: readonly KeptRecords[] = [
  { shelf: 'papers', kind: 'papers', isReadable: (value) => isPaper(value as Paper) },
  { shelf: 'digests', kind: 'digests', isReadable: (value) => isKeptDigest(value as KeptDigest) },
  { shelf: 'source_states', kind: 'states of sources', isReadable: isSourceState },
  // Of most shelves any value will do, as long as it is JSON.
  ...PLATFORM_TRACES.shelves.flatMap((one) =>
    'kind' in one && !one.isInternal ? [{ isReadable: () => true, ...one }] : [],
  ),
];

/** Reads every record once. */
async function checkRecords(store: Store): Promise<Finding> {
  const tables = await readTableColumns(store.db);
  const until = performance.now() + LOOK_MS;
  const isLate = () => performance.now() > until;
  const counts: { kind: string; count: number; isWhole: boolean }[] = [];
  for (const { shelf, kind, isReadable } of RECORDS)
    if (tables.has(shelf))
      counts.push({ kind, ...(await countUnreadable(store, shelf, isReadable, isLate)) });
  return sayUnreadable(
    counts,
    counts.every(({ isWhole }) => isWhole),
  );
}

/** What a client logs of a failure is told as a finding. */
const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

function storeChecks({ storeUrl, dataDir }: AllSettings, store: Store, app: App): Check[] {
  const isServer = isPostgresUrl(storeUrl);
  const isKept = isServer || store.name !== ':memory:';
  const folder = isServer ? dataDir : dirname(storeUrl);
  return [
    {
      about: 'store',
      async look() {
        if (!isKept)
          return [well('store', `There is none yet. The first \`paperboy start\` makes it: ${storeUrl}.`)];
        const { ok, line } = await store.health();
        if (!ok) return [failed('store', line ?? 'The store does not answer.')];
        const shelf = store.shelf<number>('doctor');
        const written = await checkWriting(shelf, `The store ${store.name}`, randomUUID());
        const holds = `It holds ${counted(app.search.size, 'paper')} and ${counted([...app.channels.all()].length, 'channel')}.`;
        const sizes = well('store', sayRows(await countRows(store)));
        return [written, well('store', holds), sizes, ...(isServer ? sayClocks(Date.now, store.now) : [])];
      },
    },
    { about: 'records', look: async () => (isKept ? [await checkRecords(store)] : []) },
    {
      about: 'disk',
      async look() {
        const { bavail, bsize } = await statfs(existingFolder(folder));
        return [sayRoom(folder, { free: bavail * bsize, used: isKept && !isServer ? sizeOf(storeUrl) : 0 })];
      },
    },
    {
      about: 'posts',
      async look() {
        const parked = app.parked();
        const channels = [...app.channels.all()].flatMap(({ id, name, state }) => {
          const why = state.kind === 'no-access' ? state.why : parked.get(id);
          return why === undefined ? [] : [{ name, why, todo: MEND[state.kind] }];
        });
        const now = store.now();
        const { states, forPerson, oldestDue } = await readBacklog(store, now);
        const waiting = states.planned + states.posting + states.unknown - forPerson;
        return [...sayQueue({ waiting, forPerson, oldestDue }, now), ...sayParked(channels)];
      },
    },
  ];
}

/** The folder, or the nearest above it that is there. */
function existingFolder(path: string): string {
  const there = statSync(path, { throwIfNoEntry: false });
  return there || dirname(path) === path ? path : existingFolder(dirname(path));
}

/** A SQLite file with what is written beside it. Bytes. */
function sizeOf(path: string): number {
  return ['', '-wal'].reduce(
    (sum, end) => sum + (statSync(path + end, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

function sourceChecks(app: App, sources: readonly Source[]): Check[] {
  const states = new Map(app.sources().map((state) => [state.name, state]));
  return sources.map((source) => ({
    about: `source ${source.name}`,
    look: () => checkSource(source, states.get(source.name) ?? { name: source.name }, Date.now()),
  }));
}

/** @param only the one platform to be looked at; all that are set up when absent */
export function platformChecks(env: Env, store: Store, channels: readonly Place[], only?: string): Check[] {
  const { service: _, ...outside } = adapterOutside(store, { service: undefined as never, log: silent });
  return configured(env).flatMap(({ name, examine, settings }) => {
    if (examine === undefined || (only !== undefined && name !== only)) return [];
    const places = channels.filter(({ id }) => platformOf(id) === name);
    return [{ about: name, look: () => examine(settings, { ...outside, places, specs: COMMAND_SPECS }) }];
  });
}

export function portChecks({ health }: AllSettings, env: Env, store: Store): Check[] {
  const places = [
    ...configured(env).flatMap(({ listensAt, settings }) => listensAt?.(settings) ?? []),
    ...sitePlaces(env),
    ...(health ? [{ setting: 'HEALTH_PORT', ...health }] : []),
  ];
  const isOurs = async () =>
    (await countRunning(store.shelf<StoredSettings>('replica_settings'), store.now())) > 0;
  return places.map((place) => ({ about: 'ports', look: async () => [await checkPort(place, isOurs)] }));
}
