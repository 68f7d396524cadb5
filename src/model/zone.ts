/**
 * Validates time zones, and reads the names that people type for them. A zone is valid if Temporal accepts it: `Intl`
 * accepts more (`PST`, `IST`), for which no slot can be computed.
 */
import { Temporal } from 'temporal-polyfill';
import { countries } from './countries.ts';
import { editDistance } from './edit-distance.ts';
import { ABBREVIATIONS, PLACES, RENAMED } from './zone-names.ts';

/** The longest name that is read, in characters: longer than any zone's. */
const MOST_TYPED = 64;
/** Offsets in use, in minutes: from -12:00 to +14:00. */
const LEAST_OFFSET = -12 * 60;
const MOST_OFFSET = 14 * 60;
/** How many similar names are suggested for an unknown one. */
const MOST_NEAR = 3;

export type ZoneReading =
  /** `note` is a sentence about a name that was recognized but is not the zone's own. */
  | { zone: string; note?: string }
  /** Ambiguous between the `choices`, or unknown, with zones of similar names as `choices`. */
  | { problem: string; is: 'ambiguous' | 'unknown'; choices: readonly string[] };

/** The canonical spelling of a zone: an IANA name in any case, or `+02:00`. Undefined for anything else. */
export function canonicalZone(text: string): string | undefined {
  if (text.length > MOST_TYPED) return undefined;
  try {
    const zone = new Temporal.ZonedDateTime(0n, text).timeZoneId;
    return SPELLED.has(zone) || !zone.includes('/') ? zone : spelled(zone);
  } catch {
    return undefined;
  }
}

/** Names that Temporal spells correctly. */
const SPELLED: ReadonlySet<string> = new Set(Intl.supportedValuesOf('timeZone'));

const spellings = new Map<string, string>();

/**
 * Temporal's polyfill spells old names by rule (`Systemv/PST8PDT`); `Intl` knows their capitals, or returns another name. It takes
 * longer than all else that is read of a channel, so it is asked once for each zone.
 */
function spelled(zone: string): string {
  const known = spellings.get(zone);
  if (known !== undefined) return known;
  const own = new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  const spelling = own.toLowerCase() === zone.toLowerCase() ? own : zone;
  spellings.set(zone, spelling);
  return spelling;
}

/** Reads a zone as people write it: IANA names in any case, abbreviations, cities, countries, `UTC+2`. */
export function readZone(typed: string): ZoneReading {
  const text = typed.trim();
  const abbreviated = ABBREVIATIONS.get(text.toUpperCase());
  if (abbreviated) return readNamed(text, abbreviated);
  const offset = readOffset(text);
  if (offset) return offset;
  const zone = canonicalZone(text);
  return zone === undefined ? readNamed(text, zonesNamed(text)) : { zone };
}

let known: readonly string[] | undefined;

/** Every IANA zone by the name in use, `UTC` first. Computed on first use, as to check them all would delay each start. */
export function allZones(): readonly string[] {
  const renamed = () => Intl.supportedValuesOf('timeZone').map((zone) => RENAMED[zone] ?? zone);
  known ??= [...new Set(['UTC', ...renamed()])].filter((zone) => canonicalZone(zone) !== undefined);
  return known;
}

let named: ReadonlyMap<string, readonly string[]> | undefined;

/** Zones by their folded names, cities and countries. Computed on first use, which takes 0.1 s. */
export function zoneNames(): ReadonlyMap<string, readonly string[]> {
  named ??= nameZones();
  return named;
}

/**
 * Zones that have exactly this name: `new york`, `Europe Berlin`, `Zürich`, `San Francisco`, `Hungary`; also as the name of
 * its time, `Pacific Standard Time`, or with an optional word, `New York City`.
 */
export function zonesNamed(text: string): readonly string[] {
  if (text.length > MOST_TYPED) return [];
  const name = fold(text);
  const place = name.replace(/ (?:(?:standard|daylight(?: savings?)?|summer|winter|mean|local) )?time$/, '');
  const names = [name, place, place.replace(/^(?:us|u s) (?=.)/, ''), place.replace(/ city$/, '')];
  return names.map((one) => zoneNames().get(one)).find((zones) => zones !== undefined) ?? [];
}

/** Folds a name: case, accents, underscores and hyphens do not distinguish names. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[\s_/.-]+/g, ' ')
    .trim();
}

function nameZones(): Map<string, readonly string[]> {
  const names = new Map<string, Set<string>>();
  const add = (name: string, zone: string) => {
    const folded = fold(name);
    names.set(folded, (names.get(folded) ?? new Set<string>()).add(zone));
  };
  for (const zone of allZones()) {
    add(zone, zone);
    add(cityOf(zone), zone);
  }
  for (const [old, zone] of Object.entries(RENAMED)) add(cityOf(old), zone);
  for (const { zones, names: places } of PLACES)
    for (const zone of zones) for (const place of places) add(place, zone);
  for (const [country, zones] of countries().filter(([name]) => !names.has(fold(name))))
    for (const zone of zones) add(country, RENAMED[zone] ?? zone);
  return new Map([...names].map(([name, zones]) => [name, [...zones]]));
}

function cityOf(zone: string): string {
  return zone.slice(zone.lastIndexOf('/') + 1);
}

/** `UTC+2`, `GMT-05:30`, `+2`, `+0530`; undefined for anything else. */
function readOffset(text: string): ZoneReading | undefined {
  const parts = /^(?:utc|gmt)?\s*([+-]|\u2212)\s*(\d{1,2})(?::?([0-5]\d))?$/i.exec(text);
  if (parts === null) return undefined;
  const [, sign = '+', hours = '', minutes = '00'] = parts;
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '+' ? 1 : -1);
  if (offset < LEAST_OFFSET || offset > MOST_OFFSET) {
    const problem = `I couldn't read ${quoted(text)} as a time zone: offsets run from -12:00 to +14:00.`;
    return { problem, is: 'unknown', choices: [] };
  }
  if (offset === 0) return { zone: 'UTC' };
  const zone = `${offset > 0 ? '+' : '-'}${hours.padStart(2, '0')}:${minutes}`;
  return { zone, note: `${zone} is a fixed offset; it doesn't change with daylight saving time.` };
}

/** What a name that stands for these zones is read as. */
function readNamed(text: string, zones: readonly string[]): ZoneReading {
  const [zone] = zones;
  if (zone === undefined) return unknown(text);
  if (zones.length === 1) return { zone, note: `${text} is read as ${zone}.` };
  const problem = `${quoted(text)} could be ${anyOf(zones)}. Which one?`;
  return { problem, is: 'ambiguous', choices: zones };
}

function unknown(text: string): ZoneReading {
  const choices = nearest(text);
  const hint =
    choices.length > 0 ? `Did you mean ${anyOf(choices)}?` : 'Try a city or a name such as Europe/Berlin.';
  return { problem: `I don't know the time zone ${quoted(text)}. ${hint}`, is: 'unknown', choices };
}

/** `Europe/Berlin or Europe/Zurich`. */
function anyOf(zones: readonly string[]): string {
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(zones);
}

/** Formats text as code, truncated, without backticks that would end it. */
function quoted(text: string): string {
  const shown = text.replaceAll('`', "'");
  return `\`${shown.length > MOST_TYPED ? `${shown.slice(0, MOST_TYPED)}…` : shown}\``;
}

/** Zones with a name that differs in at most a third of its letters, nearest first. */
function nearest(text: string): string[] {
  const wanted = fold(text.slice(0, MOST_TYPED));
  if (wanted.length < 4) return [];
  const most = Math.min(3, Math.floor(wanted.length / 3));
  const near = [...zoneNames()]
    .map(([name, zones]) => ({ zones, steps: editDistance(wanted, name, most) }))
    .filter(({ steps }) => steps <= most)
    .toSorted((a, b) => a.steps - b.steps);
  return [...new Set(near.flatMap(({ zones }) => zones))].slice(0, MOST_NEAR);
}
