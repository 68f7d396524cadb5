/** Writes what a button does as the value that Slack carries for it, and reads it back. */
import { createHash } from 'node:crypto';
import { ButtonAction } from '../../src/model/message.ts';
import type { Shelf } from '../../src/model/ports.ts';
import { LIMITS, weigh } from './limits.ts';

/** An act too long for a button: kept under a key that the button carries instead. */
export interface Kept {
  key: string;
  act: ButtonAction;
}

/** What the shelf holds of it: the act, and when its button was last shown, in milliseconds since 1970. */
export interface StoredAction {
  act: ButtonAction;
  at: number;
}

/** Buttons older than this have scrolled far away, and say that they have grown old. Milliseconds. */
const KEPT_MS = 90 * 24 * 3_600_000;

/** `<` is written so that nothing in a payload can be taken for a call or a link, even by a careless reader. */
function print(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`);
}

/** At most `limit` characters; `kept` is there when the act did not fit. */
export function writeAct(
  act: ButtonAction,
  limit: number = LIMITS.buttonValue,
): { value: string; kept?: Kept } {
  const value = print(act);
  if (weigh(value) <= limit) return { value };
  const key = createHash('sha256').update(value).digest('hex').slice(0, 32);
  return { value: print({ kept: key }), kept: { key, act } };
}

/** The act that a button's value stands for; undefined when it is none, or no longer kept for this space. */
export async function readAct(
  value: string,
  space: string,
  shelf: Shelf<StoredAction>,
): Promise<ButtonAction | undefined> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    return undefined;
  }
  const key = (parsed as { kept?: unknown } | null)?.kept;
  const act = ButtonAction.safeParse(
    typeof key === 'string' ? (await shelf.get(`${space}:${key}`))?.act : parsed,
  );
  return act.success ? act.data : undefined;
}

/** Must be done before the buttons are shown. */
export async function keepActs(
  kept: readonly Kept[],
  space: string,
  shelf: Shelf<StoredAction>,
  now: number,
): Promise<void> {
  for (const { key, act } of kept) await shelf.set(`${space}:${key}`, { act, at: now });
}

/** Deletes what was last shown too long ago. */
export async function sweepActs(shelf: Shelf<StoredAction>, now: number): Promise<void> {
  const old: string[] = [];
  for await (const [key, { at }] of shelf.entries()) if (!(at >= now - KEPT_MS)) old.push(key);
  for (const key of old) await shelf.delete(key);
}
