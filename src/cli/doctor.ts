/** `paperboy doctor`: checks settings, store, sources, platforms and this machine, and says what to do. Shows nothing to anyone else. */
import { statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { App } from '../app/app.ts';
import { COMMAND_SPECS } from '../commands/registry.ts';
import { countRunning, type StoredSettings } from '../delivery/replica-settings.ts';
import { checkEnvFile, checkPort, checkTime } from '../doctor/machine-checks.ts';
import { type Check, runChecks, worstOf } from '../doctor/run-checks.ts';
import { checkSource } from '../doctor/source-checks.ts';
import { checkWriting, sayClocks, sayParked, sayRoom, saySending } from '../doctor/store-checks.ts';
import type { Env } from '../model/adapter-definition.ts';
import { platformOf } from '../model/channel-id.ts';
import { counted } from '../model/counted.ts';
import { messageOf } from '../model/errors.ts';
import { type Finding, failed, well } from '../model/finding.ts';
import type { Log, Place } from '../model/ports.ts';
import type { Source } from '../model/source-ports.ts';
import { isPostgresUrl } from '../store/postgres/address.ts';
import { openStore, type Store } from '../store/store.ts';
import { adapterOutside, adapterProblems, configured } from './adapters.ts';
import { withApp } from './open.ts';
import { printable, printableJson } from './printable.ts';
import { type AllSettings, SECRETS } from './settings.ts';
import { sitePlaces, siteProblems } from './site.ts';
import { buildSources } from './sources.ts';
import type { Terminal } from './terminal.ts';

/** Each check is given so long. Milliseconds. */
const PATIENCE_MS = 30_000;

export async function runDoctor(args: string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean' } } });
  const findings = await findAll(terminal);
  terminal.print(values.json ? `${printableJson(findings)}\n` : sayFindings(findings, terminal));
  return worstOf(findings) === 'fail' ? 1 : 0;
}

/** What is looked at without the store, then what is in it. Where there is none yet, platforms are looked at all the same. */
async function findAll(terminal: Terminal): Promise<Finding[]> {
  const { settings, env, problems } = terminal.readSettings((env) => [
    ...new Set([...adapterProblems(env), ...siteProblems(env)]),
  ]);
  const run = (checks: Check[]) => runChecks(checks, PATIENCE_MS, terminal.redact);
  const first = await run([settingsCheck(env, problems, terminal), timeCheck(settings)]);
  if (settings === undefined) return [...first, ...(await run(await withoutStore(env)))];
  try {
    let found: Finding[] = [];
    const work = async (app: App, { store, sources }: Looked) => {
      found = await run([
        ...storeChecks(settings, store, app),
        ...sourceChecks(app, sources),
        ...platformChecks(env, store, [...app.channels.all()]),
        ...portChecks(settings, env, store),
      ]);
      return 0;
    };
    await lookInside(terminal, work);
    return [...first, ...found];
  } catch (error) {
    const store = failed('store', terminal.redact(messageOf(error)));
    return [...first, store, ...(await run(await withoutStore(env)))];
  }
}

interface Looked {
  store: Store;
  sources: readonly Source[];
}

/** Opens the app as a command that only reads does, with the sources that it would read. */
function lookInside(
  terminal: Terminal,
  work: (app: App, looked: Looked) => Promise<number>,
): Promise<number> {
  let sources: readonly Source[] = [];
  const build: typeof buildSources = (outside) => {
    const built = buildSources(outside);
    sources = built.sources;
    return built;
  };
  return withApp(terminal, (app, opened) => work(app, { ...opened, sources }), {
    looksOnly: true,
    check: true,
    buildSources: build,
  });
}

/** Checks of the platforms alone, on a store that keeps nothing. */
async function withoutStore(env: Env): Promise<Check[]> {
  return platformChecks(env, await openStore(':memory:'), []);
}

/** What a client logs of a failure is told as a finding. */
const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

function settingsCheck(env: Env, problems: readonly string[], terminal: Terminal): Check {
  return {
    about: 'settings',
    async look() {
      const path = join(terminal.process.cwd(), '.env');
      const isSecret = [...SECRETS].some((name) => env[name] !== undefined);
      const file = await checkEnvFile(path, isSecret);
      if (problems.length > 0) return [...problems.map((line) => failed('settings', line)), ...file];
      const names = configured(env).map(({ name }) => name);
      return [well('settings', `All can be read. Platforms: ${names.join(', ') || 'none'}.`), ...file];
    },
  };
}

function timeCheck(settings: AllSettings | undefined): Check {
  return { about: 'clock', look: async () => checkTime(Date.now(), settings?.timezone ?? 'UTC') };
}

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
        const written = await checkWriting(shelf, `The store ${store.name}`, String(process.pid));
        const holds = `It holds ${counted(app.search.size, 'paper')} and ${counted([...app.channels.all()].length, 'channel')}.`;
        return [written, well('store', holds), ...(isServer ? sayClocks(Date.now, store.now) : [])];
      },
    },
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
          return why === undefined ? [] : [{ name, why }];
        });
        const waits = await app.nextReady();
        const now = store.now();
        return [saySending(waits === undefined ? undefined : now + waits, now), ...sayParked(channels)];
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

function platformChecks(env: Env, store: Store, channels: readonly Place[]): Check[] {
  const { service: _, ...outside } = adapterOutside(store, { service: undefined as never, log: silent });
  return configured(env).flatMap(({ name, examine, settings }) => {
    if (examine === undefined) return [];
    const places = channels.filter(({ id }) => platformOf(id) === name);
    return [{ about: name, look: () => examine(settings, { ...outside, places, specs: COMMAND_SPECS }) }];
  });
}

function portChecks({ health }: AllSettings, env: Env, store: Store): Check[] {
  const places = [
    ...configured(env).flatMap(({ listensAt, settings }) => listensAt?.(settings) ?? []),
    ...sitePlaces(env),
    ...(health ? [{ setting: 'HEALTH_PORT', ...health }] : []),
  ];
  const isOurs = async () =>
    (await countRunning(store.shelf<StoredSettings>('replica_settings'), store.now())) > 0;
  return places.map((place) => ({ about: 'ports', look: async () => [await checkPort(place, isOurs)] }));
}

const MARKS = { ok: 'green', warn: 'yellow', fail: 'red' } as const;

function sayFindings(findings: readonly Finding[], terminal: Terminal): string {
  const wide = Math.max(...findings.map(({ about }) => about.length));
  const lines = findings.flatMap(({ about, standing, line, todo }) => {
    const mark = terminal.style(MARKS[standing], standing.padEnd(4));
    const said = `${mark}  ${printable(about).padEnd(wide)}  ${oneLine(line)}`;
    return todo === undefined ? [said] : [said, `${' '.repeat(wide + 8)}${oneLine(todo)}`];
  });
  return `${lines.join('\n')}\n\n${sayEnd(findings)}\n`;
}

function sayEnd(findings: readonly Finding[]): string {
  const number = (standing: Finding['standing']) =>
    findings.filter((finding) => finding.standing === standing).length;
  const [fails, warns] = [number('fail'), number('warn')];
  if (fails + warns === 0) return 'Everything is in order.';
  return `${counted(fails, 'thing')} ${fails === 1 ? 'fails' : 'fail'}, ${counted(warns, 'warning')}.`;
}

const oneLine = (text: string) => printable(text).replace(/\s+/g, ' ');
