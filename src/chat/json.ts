/** Reads JSON from outside. */
import type { z } from 'zod';

/** Platforms' own payloads are about fifteen levels deep. */
const MOST_DEPTH = 64;

/** Undefined for what is not JSON. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** For what may be missing: null reads as undefined. */
export function maybe<T extends z.ZodType>(schema: T) {
  return schema.nullish().transform((value) => value ?? undefined);
}

/** Whether a value is nested 64 levels deep at most. Walks level by level, so that no depth can exhaust the stack. */
export function isShallow(value: unknown): boolean {
  let level = [value].filter(isObject);
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_DEPTH) return false;
    level = level.flatMap((one) => Object.values(one).filter(isObject));
  }
  return true;
}

type Part = Record<string, unknown>;

/**
 * All objects within a value, outer ones before inner ones. No depth can exhaust the stack.
 * @param isClosed says which objects are left out, with everything inside them
 */
export function* partsOf(value: unknown, isClosed: (part: Part) => boolean = () => false): Generator<Part> {
  const left = [value];
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
