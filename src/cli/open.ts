/** Opens the app and its store for a one-off command, and always closes them again. */
import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type App, createApp } from '../app/app.ts';
import { createLog } from '../config/log.ts';
import type { Env } from '../model/adapter-definition.ts';
import { codeOf, fileReason, PaperboyError } from '../model/errors.ts';
import type { Clock, Log } from '../model/ports.ts';
import type { Source } from '../model/source-ports.ts';
import { isPostgresUrl } from '../store/postgres/address.ts';
import { openStore, type Store, type StoreOptions } from '../store/store.ts';
import { PLATFORM_TRACES } from './adapters.ts';
import type { AllSettings } from './settings.ts';
import type { BuiltSources, SourcesOutside } from './sources.ts';
import type { Terminal } from './terminal.ts';

/** Where other processes can take over what this one leaves when it dies, they do so after this long. Milliseconds. */
export const SHARED_LEASE_MS = 10_000;

export interface Opened {
  store: Store;
  settings: AllSettings;
  env: Env;
  clock: Clock;
  log: Log;
  /** Those that were built; none without `buildSources`. */
  sources: readonly Source[];
}

export async function withApp(
  terminal: Terminal,
  work: (app: App, opened: Opened) => Promise<number>,
  options: {
    clock?: Clock;
    /** The command only reads: on a new machine it creates no store. */
    looksOnly?: boolean;
    /** The command means nothing without a store: where there is none it ends, and creates none. */
    needsStore?: boolean;
    /** Looks for damage in a store of every size; without it, in a small one only. */
    check?: boolean;
    /** Finds what is wrong with settings of adapters; any problem ends the command before the store is opened. */
    problems?: (env: Env) => string[];
    /** Builds the sources that the settings name; without it there are none. */
    buildSources?: (outside: SourcesOutside) => BuiltSources;
  } = {},
): Promise<number> {
  const { settings, env } = terminal.settings(options.problems);
  const isShared = isPostgresUrl(settings.storeUrl);
  const isMissing = !isShared && !existsSync(settings.storeUrl);
  if (isMissing) checkFolder(dirname(settings.storeUrl));
  if (isMissing && options.needsStore === true) throw noStore(settings.storeUrl);
  const nothingKept = options.looksOnly === true && isMissing;
  // Standard output is for results, so info lines are left out.
  const level = settings.logLevel === 'info' ? 'warn' : settings.logLevel;
  const log = createLog(level, terminal.redact, await terminal.logTo('stderr'));
  const store = await openLogged(nothingKept ? ':memory:' : settings.storeUrl, log, {
    check: options.check === true,
  });
  const { clock = store.now } = options;
  let app: App | undefined;
  let built: BuiltSources | undefined;
  try {
    const outside = { settings, store, clock, random: Math.random, sleep: pause, log };
    built = options.buildSources?.({
      ...outside,
      isEmpty: () => app?.search.size === 0,
      redact: terminal.redact,
    });
    const { close: _, ...reading } = built ?? { sources: [], close: undefined };
    const platformTraces = PLATFORM_TRACES;
    const lease = isShared ? { leaseMs: SHARED_LEASE_MS } : {};
    app = await createApp({
      ...outside,
      ...reading,
      ...lease,
      platformTraces,
      indexFolder: settings.dataDir,
    });
    return await work(app, { store, settings, env, clock, log, sources: reading.sources });
  } finally {
    built?.close();
    await app?.stop();
    await store.close();
  }
}

/** @throws PaperboyError `bad-settings` where no store can be, so that a command that only reads does not call it empty */
function checkFolder(folder: string): void {
  try {
    if (statSync(folder).isDirectory()) return;
  } catch (cause) {
    const code = codeOf(cause);
    if (code === 'ENOENT') return;
    if (code !== 'ENOTDIR') throw badFolder(folder, fileReason(cause), cause);
  }
  throw badFolder(folder, 'it is a file, or lies in one');
}

/** A mail server runs commands in a folder of its own, where no .env file is found. */
function noStore(file: string): PaperboyError {
  const message = `There is no store at ${file}. Set DATA_DIR to the folder that Paperboy runs with, or run this in the folder of its .env file.`;
  return new PaperboyError('bad-settings', message);
}

function badFolder(folder: string, why: string, cause?: unknown): PaperboyError {
  const message = `The folder ${folder} can't be used: ${why}. Set DATA_DIR to another folder.`;
  return new PaperboyError('bad-settings', message, { cause });
}

/** Opens the store, and logs each stored value that cannot be read and what was found at opening. */
export function openLogged(
  url: string,
  log: Log,
  more: Pick<StoreOptions, 'check' | 'onStatement'> = {},
): Promise<Store> {
  const onUnreadable = (shelf: string, key: string) =>
    log.warn('a stored value could not be read and was skipped', { shelf, key });
  return openStore(url, { ...more, onUnreadable, onNotice: log.warn });
}

/** Resolves after `ms` milliseconds, or at once when the signal is aborted. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await sleep(ms, undefined, signal ? { signal } : {}).catch((error) => {
    if ((error as Error).name !== 'AbortError') throw error;
  });
}
