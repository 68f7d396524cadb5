/** Reads the address of an HTTP request as it was sent, before anything makes it shorter. */

/**
 * Whether a target is a path that means to every program what it says. `/p/../x` and `/p/%2e%2e/x` are not: a proxy that passes on
 * what begins with `/p/` would pass on `/x` too. Nor is a whole address, whose host may differ from the one in `Host`.
 */
export function isPlainTarget(target: string): boolean {
  const [path = ''] = target.split(/[?#]/, 1);
  return path.startsWith('/') && !path.includes('\\') && !path.split('/').some(isDots);
}

/** `.` and `..`, also escaped. */
function isDots(segment: string): boolean {
  return /^(?:\.|%2e){1,2}$/i.test(segment);
}
