/** Tells whether what came from Slack has the form of a request at all: an object, and not one without end. */

/** Slack's own payloads are about fifteen levels deep. */
const MOST_DEPTH = 64;

/** Whether it is an object, of moderate depth throughout. */
export function isPayload(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  // Level by level, so that no depth can exhaust the stack.
  let level: object[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_DEPTH) return false;
    level = level.flatMap((one) => Object.values(one).filter(isObject));
  }
  return true;
}

/** Whether a form has each field once, and in `payload`, where there is one, a payload in JSON. */
export function isForm(fields: Readonly<Record<string, unknown>>): boolean {
  if (Object.values(fields).some((field) => typeof field !== 'string')) return false;
  return fields.payload === undefined || isPayload(readJson(String(fields.payload)));
}

/** Undefined for what is not JSON. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
