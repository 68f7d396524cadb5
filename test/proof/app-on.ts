/** Opens the real app on a store with default settings and no sources, for proofs that need nothing else. */
import { type App, createApp } from '../../src/app/app.ts';
import { readSettings } from '../../src/config/settings.ts';
import type { Store } from '../../src/store/store.ts';
import { silent } from '../delivery/world.ts';

export function appOn(store: Store, path: string, clock: () => number = Date.now): Promise<App> {
  const { settings } = readSettings({}, '/');
  if (!settings) throw new Error('the defaults are wrong');
  return createApp({
    settings: { ...settings, storeUrl: path },
    store,
    sources: [],
    clock,
    random: Math.random,
    sleep: () => new Promise(() => {}),
    log: silent,
  });
}
