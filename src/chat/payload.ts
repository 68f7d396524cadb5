/** Reads payloads of platforms, whose depth nothing limits: no depth can exhaust the stack here. */

/** Payloads of platforms are about fifteen levels deep. */
const MOST_DEPTH = 64;

/** Undefined for what is not JSON. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a payload is of moderate depth throughout. */
export function isShallow(payload: unknown): boolean {
  let level = [payload].filter(isObject);
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_DEPTH) return false;
    level = level.flatMap((part) => Object.values(part).filter(isObject));
  }
  return true;
}

type Part = Record<string, unknown>;

/** All objects within a payload, outer ones before inner ones. @param isClosed which are left out with all that is in them */
export function* partsOf(payload: unknown, isClosed: (part: Part) => boolean = () => false): Generator<Part> {
  const left = [payload];
  while (left.length > 0) {
    const part = left.pop();
    if (!isObject(part)) continue;
    if (!Array.isArray(part)) {
      if (isClosed(part)) continue;
      yield part;
    }
    for (const inner of Object.values(part).toReversed()) left.push(inner);
  }
}

function isObject(value: unknown): value is Part {
  return typeof value === 'object' && value !== null;
}
