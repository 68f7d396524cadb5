/**
 * The one judge of a time zone, and what people mean by the names they type. A zone is what Temporal accepts: `Intl`
 * takes more (`PST`, `IST`), for which no slot could be worked out.
 */
import { Temporal } from 'temporal-polyfill';
import { countries } from './countries.ts';
import { ABBREVIATIONS, AMBIGUOUS, PLACES, RENAMED } from './zone-names.ts';

/** Longer than any zone's name; nothing longer is read. */
const MOST_TYPED = 64;
/** Offsets in use run from -12:00 to +14:00. Minutes. */
const LEAST_OFFSET = -12 * 60;
const MOST_OFFSET = 14 * 60;
/** Names offered for one that is not known. */
const MOST_NEAR = 3;

export type ZoneReading =
  /** `note` is a sentence about a name that was understood and is not the zone's own. */
  | { zone: string; note?: string }
  /** One of several, which are the `choices`; or not known, and the choices are zones with a name like it. */
  | { problem: string; is: 'ambiguous' | 'unknown'; choices: readonly string[] };

/** The spelling of a zone: an IANA name that was typed in any case, or `+02:00`; undefined for what is no zone. */
export function canonicalZone(text: string): string | undefined {
  if (text.length > MOST_TYPED) return undefined;
  try {
    const zone = new Temporal.ZonedDateTime(0n, text).timeZoneId;
    return SPELLED.has(zone) || !zone.includes('/') ? zone : spelled(zone);
  } catch {
    return undefined;
  }
}

/** Names whose spelling needs no second look. */
const SPELLED: ReadonlySet<string> = new Set(Intl.supportedValuesOf('timeZone'));

/** Temporal's polyfill spells an old name by rule (`Systemv/PST8PDT`); `Intl` has its own capitals, or answers another name. */
function spelled(zone: string): string {
  const own = new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  return own.toLowerCase() === zone.toLowerCase() ? own : zone;
}

/** Reads a zone as people write it: IANA names in any case, abbreviations, cities, countries, `UTC+2`. */
export function readZone(typed: string): ZoneReading {
  const text = typed.trim();
  const several = AMBIGUOUS[abbreviated(text)];
  if (several) return ambiguous(text, several);
  const offset = readOffset(text);
  if (offset) return offset;
  const abbreviation = ABBREVIATIONS[abbreviated(text)];
  if (abbreviation) return understood(text, abbreviation);
  const zone = canonicalZone(text);
  if (zone !== undefined) return { zone };
  const [named, ...others] = zonesNamed(text);
  if (named === undefined) return unknown(text);
  return others.length === 0 ? understood(text, named) : ambiguous(text, [named, ...others]);
}

/** Every IANA zone by the name in use, `UTC` first. */
export const ZONES: readonly string[] = [
  ...new Set(['UTC', ...Intl.supportedValuesOf('timeZone').map((zone) => RENAMED[zone] ?? zone)]),
].filter((zone) => canonicalZone(zone) !== undefined);

let named: ReadonlyMap<string, readonly string[]> | undefined;

/** Zones by the folded names of their cities, countries and themselves. Made when it is first asked for: it takes 0.1 s. */
function allNames(): ReadonlyMap<string, readonly string[]> {
  named ??= nameZones();
  return named;
}

/**
 * Zones that have exactly this name: `new york`, `Europe Berlin`, `Zürich`, `San Francisco`, `Hungary`; also as the name of
 * its time, `Pacific Standard Time`, and with a word that may be left out, `New York City`.
 */
export function zonesNamed(text: string): readonly string[] {
  if (text.length > MOST_TYPED) return [];
  const name = fold(text);
  const place = name.replace(/ (?:(?:standard|daylight(?: savings?)?|summer|winter|mean|local) )?time$/, '');
  const names = [name, place, place.replace(/^(?:us|u s) (?=.)/, ''), place.replace(/ city$/, '')];
  for (const one of names) {
    const zones = allNames().get(one);
    if (zones) return zones;
  }
  return [];
}

/** The folded names of all zones, each with its zones: for completion and suggestions. */
export function zoneNames(): Iterable<[string, readonly string[]]> {
  return allNames();
}

/** Case, accents, underscores and hyphens do not tell names apart. */
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
  for (const zone of ZONES) {
    add(zone, zone);
    add(cityOf(zone), zone);
  }
  for (const [old, zone] of Object.entries(RENAMED)) add(cityOf(old), zone);
  for (const [zone, places] of Object.entries(PLACES)) for (const place of places) add(place, zone);
  for (const [country, zones] of countries().filter(([name]) => !names.has(fold(name))))
    for (const zone of zones) add(country, RENAMED[zone] ?? zone);
  return new Map([...names].map(([name, zones]) => [name, [...zones]]));
}

function cityOf(zone: string): string {
  return zone.slice(zone.lastIndexOf('/') + 1);
}

/** `US` and `us`; an own key only, so that `constructor` is no abbreviation. */
function abbreviated(text: string): string {
  const upper = text.toUpperCase();
  return Object.hasOwn(AMBIGUOUS, upper) || Object.hasOwn(ABBREVIATIONS, upper) ? upper : '';
}

/** `UTC+2`, `GMT-05:30`, `+2`, `+0530`; undefined for what is no offset. */
function readOffset(text: string): ZoneReading | undefined {
  const parts = /^(?:utc|gmt)?\s*([+-]|\u2212)\s*(\d{1,2})(?::?([0-5]\d))?$/i.exec(text);
  if (parts === null) return undefined;
  const [, sign = '+', hours = '', minutes = '00'] = parts;
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '+' ? 1 : -1);
  if (offset < LEAST_OFFSET || offset > MOST_OFFSET)
    return {
      problem: `I couldn't read ${quoted(text)} as a time zone: offsets run from -12:00 to +14:00.`,
      is: 'unknown',
      choices: [],
    };
  if (offset === 0) return { zone: 'UTC' };
  const zone = `${offset > 0 ? '+' : '-'}${hours.padStart(2, '0')}:${minutes}`;
  return {
    zone,
    note: `${zone} is a fixed offset; it doesn't change with daylight saving time.`,
  };
}

function understood(text: string, zone: string): ZoneReading {
  return { zone, note: `${text} is read as ${zone}.` };
}

function ambiguous(text: string, choices: readonly string[]): ZoneReading {
  return { problem: `${quoted(text)} could be ${anyOf(choices)}. Which one?`, is: 'ambiguous', choices };
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

/** As code, cut where it is long; a backtick of its own would end it. */
function quoted(text: string): string {
  const shown = text.replaceAll('`', "'");
  return `\`${shown.length > MOST_TYPED ? `${shown.slice(0, MOST_TYPED)}…` : shown}\``;
}

/** Zones with a name that differs in a third of its letters at most, nearest first. */
function nearest(text: string): string[] {
  const wanted = fold(text.slice(0, MOST_TYPED));
  if (wanted.length < 4) return [];
  const most = Math.min(3, Math.floor(wanted.length / 3));
  const near = [...allNames()]
    .filter(([name]) => Math.abs(name.length - wanted.length) <= most)
    .map(([name, zones]) => ({ zones, steps: distance(wanted, name) }))
    .filter(({ steps }) => steps <= most)
    .toSorted((a, b) => a.steps - b.steps);
  return [...new Set(near.flatMap(({ zones }) => zones))].slice(0, MOST_NEAR);
}

/** How many letters are added, left out or changed between two words (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let at = 1; at <= one.length; at++) {
    const next = [at];
    for (let to = 1; to <= other.length; to++) {
      const changed = (row[to - 1] ?? 0) + (one[at - 1] === other[to - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[to] ?? 0) + 1, (next[to - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
