/** Completes a partly typed time zone, for native menus. */
import { allZones, fold, readZone, zoneNames } from '../model/zone.ts';
import { WELL_KNOWN } from '../model/zone-names.ts';

/**
 * Zones that may be meant, best first: what the text is read as, then zones with a city, a country or a name that begins
 * with it, those that have it anywhere, or, without any, those that are spelled like it.
 * @param limit how many are returned at most
 */
export function completeZone(typed: string, limit: number): string[] {
  const wanted = fold(typed);
  if (wanted === '') return WELL_KNOWN.slice(0, limit);
  const read = readZone(typed);
  const meant = 'zone' in read ? [read.zone] : read.is === 'ambiguous' ? read.choices : [];
  const near = 'zone' in read ? [] : read.choices;
  const beginning: string[] = [];
  for (const [name, zones] of zoneNames()) if (name.startsWith(wanted)) beginning.push(...zones);
  const holding = allZones().filter((zone) => fold(zone).includes(wanted));
  const fitting = new Set([...meant, ...beginning, ...holding]);
  return [...(fitting.size > 0 ? fitting : near)].slice(0, limit);
}
