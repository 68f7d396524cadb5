/** Serves the site on loopback over a whole app, whose workspace `test:t` shares all channels but those that begin with `~`. */
import { createSite } from '../../../adapters/pages/index.ts';
import { serve } from '../../../adapters/pages/serve.ts';
import type { SiteSettings } from '../../../adapters/pages/settings.ts';
import type { Paper } from '../../../src/model/paper.ts';
import { type AppWorld, createAppWorld, digestOf } from '../../app/world.ts';
import { silent } from '../../delivery/world.ts';

export interface ServedSite {
  world: AppWorld;
  address: string;
  /** Gets a path; redirects are not followed. */
  get(path: string, headers?: Record<string, string>, method?: string): Promise<Response>;
  text(path: string): Promise<string>;
  json<T>(path: string): Promise<T>;
  /** Keeps a digest of these papers and sends what is due at nine of the day after. */
  postDay(day: string, ...papers: Paper[]): Promise<void>;
  stop(): Promise<void>;
}

export async function serveSite(given: Partial<SiteSettings> = {}): Promise<ServedSite> {
  const local = { id: 'test:t', isShared: (id: string) => !id.includes('~') };
  const world = await createAppWorld('2026-11-20T08:00:00Z', { local });
  const place = { host: '127.0.0.1', port: 0 };
  const settings: SiteSettings = { ...place, audience: 'machine', isBeside: false, ...given };
  const site = createSite({ settings, catalog: world.app.catalog, log: silent });
  const { address, close } = await serve(site, place);
  const get: ServedSite['get'] = (path, headers = {}, method = 'GET') =>
    fetch(address + path, { method, headers: { connection: 'close', ...headers }, redirect: 'manual' });
  return {
    world,
    address,
    get,
    text: async (path) => (await get(path)).text(),
    json: async (path) => (await (await get(path)).json()) as never,
    async postDay(day, ...papers) {
      world.now = Date.parse(`${day}T20:00:00Z`);
      await world.app.archive.put(digestOf(day, ...papers), 'test source');
      const next = new Date(Date.parse(day) + 24 * 3_600_000).toISOString().slice(0, 10);
      await world.tick(`${next}T09:00:00Z`);
    },
    stop: async () => {
      await close();
      await world.store.close();
    },
  };
}
