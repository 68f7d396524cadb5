/** Writes a number of things: `1 paper`, `1,103 papers`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** A span of time in whole seconds, at least one: `1 second`. @param ms milliseconds */
export function seconds(ms: number): string {
  return counted(Math.max(1, Math.ceil(ms / 1_000)), 'second');
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A span of time in the largest unit of which it has two or more, rounded up: `90 seconds`, `2 minutes`, `6 hours`. @param ms milliseconds */
export function span(ms: number): string {
  if (ms >= 2 * HOUR_MS) return counted(Math.ceil(ms / HOUR_MS), 'hour');
  return ms >= 2 * MINUTE_MS ? counted(Math.ceil(ms / MINUTE_MS), 'minute') : seconds(ms);
}
