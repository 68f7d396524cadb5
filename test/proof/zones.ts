/**
 * Zones in; whether each local day has exactly one slot there, at the right moment, out. Days within two of each
 * transition and a sample of others at all times of day given; `due` is held against the wall clock of `wall.ts`.
 */
import type { Schedule } from '../../src/channels/schedule.ts';
import { slotAfter, slotBefore } from '../../src/delivery/slots.ts';
import { seeded } from './random.ts';
import { createWall, jumps, slotsBetween } from './wall.ts';

const DAY = 24 * 3_600_000;
export const HALF_HOURS = Array.from(
  { length: 48 },
  (_, half) => `${String(half >> 1).padStart(2, '0')}:${half % 2 ? '30' : '00'}`,
);

export interface ZonesOptions {
  seed: number;
  zones: readonly string[];
  from: number;
  to: number;
  times: readonly string[];
  /** Windows of some days in each zone, away from transitions or not. */
  samples: number;
  /** Walks every single day in each zone, at one time of day, a different one from zone to zone. */
  walk: boolean;
}

export interface ZonesReport {
  zones: number;
  transitions: number;
  /** Slots compared with the wall. */
  compared: number;
  /** Slots of the walk: every day of every zone. */
  walked: number;
  problems: string[];
}

export function proveZones(options: ZonesOptions): ZonesReport {
  const random = seeded(options.seed);
  const report: ZonesReport = {
    zones: options.zones.length,
    transitions: 0,
    compared: 0,
    walked: 0,
    problems: [],
  };
  options.zones.forEach((zone, number) => {
    const wall = createWall(zone);
    const found = jumps(wall, options.from, options.to);
    report.transitions += found.length;
    const sampled = Array.from(
      { length: options.samples },
      () => options.from + Math.floor((random() * (options.to - options.from)) / DAY) * DAY,
    );
    for (const at of [...found, ...sampled]) compare(zone, wall, at, options.times, report);
    const time = options.times[number % options.times.length] as string;
    if (options.walk) walk(zone, time, options, report);
  });
  return report;
}

/** The whole local days around a moment: two before, its own, and two after. */
function compare(
  zone: string,
  wall: (at: number) => string,
  at: number,
  times: readonly string[],
  report: ZonesReport,
): void {
  for (const [time, expected] of slotsBetween(wall, at - 3 * DAY, at + 3 * DAY, times)) {
    const schedule: Schedule = { every: 'day', time };
    let before = (expected[0]?.at ?? at) - 1;
    for (const slot of expected) {
      const got = slotAfter(schedule, zone, before);
      const back = slotBefore(schedule, zone, slot.at);
      const right = [got, back].every(({ day, at: due }) => day === slot.day && due === slot.at);
      if (!right) report.problems.push(`${zone} ${time}: ${say(got)} and ${say(back)}, not ${say(slot)}`);
      before = slot.at;
      report.compared++;
    }
  }
}

/** Each day is the next day of the calendar, none is left out and none comes twice. */
function walk(zone: string, time: string, { from, to }: ZonesOptions, report: ZonesReport): void {
  const schedule: Schedule = { every: 'day', time };
  let slot = slotAfter(schedule, zone, from);
  while (slot.at < to) {
    const next = slotAfter(schedule, zone, slot.at);
    const tomorrow = new Date(Date.parse(slot.day) + DAY).toISOString().slice(0, 10);
    if (next.day !== tomorrow) report.problems.push(`${zone} ${time}: ${say(next)} after ${say(slot)}`);
    slot = next;
    report.walked++;
  }
}

function say({ day, at }: { day: string; at: number }): string {
  return `${day} (${new Date(at).toISOString()})`;
}
