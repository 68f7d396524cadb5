/** A terminal in, an app on its store out, closed again whatever happens. For commands that do one thing and end. */
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { type App, createApp } from '../app.ts';
import { secretsOf } from '../env.ts';
import { createLog } from '../log.ts';
import { openStore } from '../store/store.ts';
import type { Terminal } from './terminal.ts';

export async function withApp(terminal: Terminal, work: (app: App) => Promise<number>): Promise<number> {
  const { settings, env } = terminal.settings();
  const store = openStore(settings.storePath);
  try {
    const app = await createApp({
      settings,
      store,
      sources: [],
      clock: Date.now,
      random: Math.random,
      sleep: pause,
      // Standard output is for results.
      log: createLog(settings.logLevel === 'debug' ? 'debug' : 'warn', secretsOf(env), pino.destination(2)),
    });
    return await work(app);
  } finally {
    await store.close();
  }
}

/** Resolves after so many milliseconds, or at once when the signal is aborted. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await sleep(ms, undefined, signal ? { signal } : {}).catch((error) => {
    if ((error as Error).name !== 'AbortError') throw error;
  });
}
