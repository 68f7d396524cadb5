/**
 * A zone in; the clock on the wall there, read with plain `Intl.DateTimeFormat` and nothing else, out: an oracle for
 * `due`, which reckons with Temporal. Slow and obvious.
 */

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Every offset since 2000 is a multiple of a quarter of an hour, and so is every transition in local time. */
const STEP = 5 * MINUTE;

/** What the wall shows: `2026-03-29 03:00`. Sorts by time within a day. */
export type Wall = string;

export interface Slot {
  day: string;
  at: number;
}

export function createWall(zone: string): (at: number) => Wall {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  // `2026-03-29, 03:00`
  return (at) => format.format(at).replace(',', '');
}

/** Moments within half a day after which the wall has jumped, found by looking twice a day. */
export function jumps(wall: (at: number) => Wall, from: number, to: number): number[] {
  const found: number[] = [];
  let before = offset(wall, from);
  for (let at = from + DAY / 2; at < to; at += DAY / 2) {
    const now = offset(wall, at);
    if (now !== before) found.push(at);
    before = now;
  }
  return found;
}

/**
 * The slots that a daily schedule has on each local day that lies wholly between two moments, for each time of day: the
 * first moment of the day at which the wall shows the time or a later one; where the day ends before, its end.
 */
export function slotsBetween(
  wall: (at: number) => Wall,
  from: number,
  to: number,
  times: readonly string[],
): Map<string, Slot[]> {
  const days = new Map<string, { first: number; last: number; moments: { time: string; at: number }[] }>();
  for (let at = Math.floor(from / STEP) * STEP; at <= to; at += STEP) {
    const [day = '', time = ''] = wall(at).split(' ');
    const known = days.get(day) ?? { first: at, last: at, moments: [] };
    days.set(day, known);
    known.last = at;
    known.moments.push({ time, at });
  }
  // The first and the last day are cut off by the window.
  const whole = [...days].slice(1, -1);
  return new Map(
    times.map((time) => [
      time,
      whole.map(([day, { moments, last }]) => ({
        day,
        at: moments.find((moment) => moment.time >= time)?.at ?? last + STEP,
      })),
    ]),
  );
}

function offset(wall: (at: number) => Wall, at: number): number {
  return Date.parse(`${wall(at).replace(' ', 'T')}Z`) - Math.floor(at / MINUTE) * MINUTE;
}
