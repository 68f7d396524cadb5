/** Builds the site of pages, feeds and the API, and opens its port where no local workspace serves it. */
import { pages } from '../../adapters/pages/definition.ts';
import type { LocalSpace } from '../catalog/listed-channels.ts';
import type { Env } from '../model/adapter-definition.ts';
import type { Catalog, Site } from '../model/catalog.ts';
import type { Log } from '../model/ports.ts';
import { LOCAL_ADAPTERS } from './adapters.ts';
import type { Stops } from './stopping.ts';

/** What is wrong with its settings. */
export function siteProblems(env: Env): string[] {
  const read = pages.readSettings(env);
  return 'problems' in read ? read.problems : [];
}

/** Where it is going to listen, for the check that no port is named twice. */
export function sitePlaces(env: Env) {
  const read = pages.readSettings(env);
  const settings = 'settings' in read ? read.settings : undefined;
  const place = settings && pages.listensAt(settings);
  return place === undefined ? [] : [place];
}

/** The workspace whose shared channels have a page without anyone saying so. */
export function localSpace(): LocalSpace | undefined {
  const [local] = LOCAL_ADAPTERS;
  return local && { id: local.local.space, isShared: local.local.isShared };
}

/** Undefined where its settings are wrong, which was reported before. */
export async function buildSite(
  env: Env,
  { stops, ...outside }: { catalog: Catalog; log: Log; stops: Pick<Stops, 'add'> },
): Promise<Site | undefined> {
  const read = pages.readSettings(env);
  if (!('settings' in read) || read.settings === undefined) return undefined;
  const site = await pages.create(read.settings, outside);
  const place = pages.listensAt(read.settings);
  if (place !== undefined) {
    const { address, close } = await pages.serve(site, place);
    stops.add(close);
    outside.log.info('pages, feeds and the API', { address });
  }
  return site;
}
