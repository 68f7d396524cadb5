import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { completeZone } from '../../src/chat/zone-completion.ts';
import { countries } from '../../src/model/countries.ts';
import { allZones, canonicalZone, readZone } from '../../src/model/zone.ts';
import { anyCharacter } from '../any-character.ts';

/** Zones that `Intl` takes and Temporal refuses; the last six of them are ambiguous. */
const REFUSED_BY_TEMPORAL =
  'PST JST NST AET VST PRT ART CAT EAT PLT BET AGT CTT NET CNT MIT IET CST IST BST AST ACT ECT SST'.split(
    ' ',
  );

describe('the judge of a zone', () => {
  test.each(REFUSED_BY_TEMPORAL)('%s is no zone, and is understood or asked about', (name) => {
    expect(() => new Intl.DateTimeFormat('en', { timeZone: name })).not.toThrow();
    expect(canonicalZone(name)).toBeUndefined();
    const read = readZone(name);
    if ('zone' in read) {
      expect(canonicalZone(read.zone)).toBe(read.zone);
      expect(read.note).toContain(read.zone);
    } else {
      expect(read.problem).toContain(name);
      expect(read.choices.length).toBeGreaterThan(1);
      for (const choice of read.choices) expect(read.problem).toContain(choice);
    }
  });

  test.each([
    ['europe/berlin', 'Europe/Berlin'],
    ['utc', 'UTC'],
    ['+0200', '+02:00'],
    ['systemv/pst8pdt', 'SystemV/PST8PDT'],
    ['america/port-au-prince', 'America/Port-au-Prince'],
    ['us/pacific', 'US/Pacific'],
    ['Asia/Calcutta', 'Asia/Calcutta'],
  ])('%s is spelled %s', (typed, zone) => {
    expect(canonicalZone(typed)).toBe(zone);
  });

  test.each(['', ' ', 'Mars/Olympus', '+25:00', '2020-01-01T00:00+02:00', '__proto__', 'x'.repeat(100_000)])(
    '%.40j is none',
    (typed) => {
      expect(canonicalZone(typed)).toBeUndefined();
      expect(readZone(typed)).toHaveProperty('problem');
    },
  );
});

describe('a zone as people write it', () => {
  test.each([
    ['PST', 'America/Los_Angeles'],
    ['pdt', 'America/Los_Angeles'],
    ['EST', 'America/New_York'],
    ['ET', 'America/New_York'],
    ['JST', 'Asia/Tokyo'],
    ['CEST', 'CET'],
    ['Berlin', 'Europe/Berlin'],
    ['New York', 'America/New_York'],
    ['new_york', 'America/New_York'],
    ['America/New York', 'America/New_York'],
    ['Zürich', 'Europe/Zurich'],
    ['são paulo', 'America/Sao_Paulo'],
    ['San Francisco', 'America/Los_Angeles'],
    ['Bangalore', 'Asia/Kolkata'],
    ['Germany', 'Europe/Berlin'],
    ['Hungary', 'Europe/Budapest'],
    ['Bosnia and Herzegovina', 'Europe/Sarajevo'],
    ['Burma', 'Asia/Yangon'],
    ["Côte d'Ivoire", 'Africa/Abidjan'],
    ['Hawaii', 'Pacific/Honolulu'],
    ['arizona', 'America/Phoenix'],
    ['Massachusetts', 'America/New_York'],
    ['new york city', 'America/New_York'],
    ['Pacific Standard Time', 'America/Los_Angeles'],
    ['eastern daylight saving time', 'America/New_York'],
    ['US Central Time', 'America/Chicago'],
    ['British Summer Time', 'Europe/London'],
    ['Central European Summer Time', 'CET'],
    ['India Standard Time', 'Asia/Kolkata'],
    ['Australian Eastern Daylight Time', 'Australia/Sydney'],
    ['Greenwich Mean Time', 'UTC'],
    ['Berlin time', 'Europe/Berlin'],
    ['UTC + 2', '+02:00'],
    ['UTC+2', '+02:00'],
    ['GMT-5', '-05:00'],
    ['utc+5:30', '+05:30'],
    ['+02:00', '+02:00'],
  ])('%s is read as %s, with a word about it', (typed, zone) => {
    expect(readZone(typed)).toEqual({ zone, note: expect.stringContaining(zone) });
  });

  test.each(['UTC', 'GMT', 'CET', 'Europe/Berlin', 'Asia/Kolkata', 'UTC+0'])('%s needs no word', (typed) => {
    expect(readZone(typed)).toEqual({ zone: typed.replace('+0', '') });
  });

  test.each([
    'IST',
    'cst',
    'BST',
    'AST',
    'AMT',
    'MST',
    'USA',
    'San Juan',
    'MIT',
    'Cambridge',
    'Portland',
    'Georgia',
    'Washington',
    'Florida',
    'United States',
    'Cyprus',
  ])('%s is asked about', (typed) => {
    expect(readZone(typed)).toHaveProperty('choices.1');
  });

  test.each([
    ['Europe/Berln', 'Europe/Berlin'],
    ['America/LosAngeles', 'America/Los_Angeles'],
    ['Amsterdm', 'Europe/Amsterdam'],
  ])('%s is no zone, and %s is suggested', (typed, zone) => {
    expect(readZone(typed)).toMatchObject({ problem: expect.stringContaining(zone) });
  });

  test('offsets beyond those in use are refused', () => {
    for (const typed of ['UTC+15', 'GMT-13', '+14:30', '-12:30'])
      expect(readZone(typed)).toHaveProperty('problem');
  });

  test('every name in the tables leads to zones that Temporal takes', () => {
    for (const zone of allZones()) expect(readZone(zone)).toEqual({ zone });
    const zones = allZones().flatMap((zone) => completeZone(zone.slice(zone.lastIndexOf('/') + 1), 100));
    for (const zone of zones) expect(() => Temporal.Now.zonedDateTimeISO(zone)).not.toThrow();
  });

  test('every country is known, or asked about where it has several zones', () => {
    const all = countries();
    expect(all.length).toBeGreaterThan(240);
    for (const [name] of all) {
      const read = readZone(name);
      if (!('zone' in read)) expect(read).toMatchObject({ is: 'ambiguous' });
    }
  });

  test('whatever is typed, what comes out can be used', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 80 }), (typed) => {
        const read = readZone(typed);
        if ('zone' in read) expect(canonicalZone(read.zone)).toBe(read.zone);
        else expect(read.problem.length).toBeLessThan(400);
      }),
    );
  });
});

test.each([
  ['', 'UTC'],
  ['pst', 'America/Los_Angeles'],
  ['IST', 'Asia/Kolkata'],
  ['new y', 'America/New_York'],
  ['berl', 'Europe/Berlin'],
  ['san fr', 'America/Los_Angeles'],
])('a menu completes %j with %s first', (typed, zone) => {
  expect(completeZone(typed, 25)[0]).toBe(zone);
});
