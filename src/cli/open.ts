/** A terminal in, an app on its store out, closed again whatever happens. For commands that do one thing and end. */
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { type App, createApp } from '../app/app.ts';
import { type Env, secretsOf } from '../config/env.ts';
import { createLog } from '../config/log.ts';
import type { Settings } from '../config/settings.ts';
import type { Clock, Log } from '../model/ports.ts';
import { openStore, type Store } from '../store/store.ts';
import type { BuiltSources, SourcesOutside } from './sources.ts';
import type { Terminal } from './terminal.ts';

export interface Opened {
  store: Store;
  settings: Settings;
  env: Env;
  log: Log;
}

export async function withApp(
  terminal: Terminal,
  work: (app: App, opened: Opened) => Promise<number>,
  options: {
    clock?: Clock;
    /** The command only looks: on a new machine it leaves no store behind. */
    looksOnly?: boolean;
    /** Builds the sources that the settings name; without it there are none. */
    buildSources?: (outside: SourcesOutside) => BuiltSources;
  } = {},
): Promise<number> {
  const { settings, env } = terminal.settings();
  const { clock = Date.now } = options;
  const nothingKept = options.looksOnly === true && !existsSync(settings.storePath);
  const store = openStore(nothingKept ? ':memory:' : settings.storePath);
  let app: App | undefined;
  let built: BuiltSources | undefined;
  try {
    // Standard output is for results.
    const log = createLog(
      settings.logLevel === 'debug' ? 'debug' : 'warn',
      secretsOf(env),
      pino.destination(2),
    );
    const outside = { settings, store, clock, random: Math.random, sleep: pause, log };
    built = options.buildSources?.({ ...outside, isEmpty: () => app?.search.size === 0 });
    app = await createApp({ ...outside, sources: built?.sources ?? [], indexFolder: settings.dataDir });
    return await work(app, { store, settings, env, log });
  } finally {
    built?.close();
    await app?.stop();
    await store.close();
  }
}

/** Resolves after so many milliseconds, or at once when the signal is aborted. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await sleep(ms, undefined, signal ? { signal } : {}).catch((error) => {
    if ((error as Error).name !== 'AbortError') throw error;
  });
}
