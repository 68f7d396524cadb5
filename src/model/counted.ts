/** Writes a number of things: `1 paper`, `1,103 papers`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** A span of time in whole seconds, at least one: `1 second`. @param ms milliseconds */
export function seconds(ms: number): string {
  return counted(Math.max(1, Math.ceil(ms / 1_000)), 'second');
}
