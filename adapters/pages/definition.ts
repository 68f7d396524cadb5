/** Lists the site of pages, feeds and the API for the composition: its settings, its secrets, and how it is built and served. */
import type { Catalog, Site } from '../../src/model/catalog.ts';
import type { Log } from '../../src/model/ports.ts';
import { readSiteSettings, SITE_SECRETS, type SiteSettings } from './settings.ts';

export const pages = {
  secrets: SITE_SECRETS,
  readSettings: readSiteSettings,
  /** Where it listens itself: nowhere beside a local workspace, nor where nobody may read it. */
  listensAt: ({ isBeside, audience, host, port }: SiteSettings) =>
    isBeside || audience === 'machine' || audience === 'nobody' ? undefined : { setting: 'PORT', host, port },
  create: async (settings: SiteSettings, outside: { catalog: Catalog; log: Log }): Promise<Site> =>
    (await import('./index.ts')).createSite({ settings, ...outside }),
  /** Opens its own port. */
  serve: async (site: Site, place: { host: string; port: number }) =>
    (await import('./serve.ts')).serve(site, place),
};
