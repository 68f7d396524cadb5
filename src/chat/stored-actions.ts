/** Stores button actions that are too long for a platform's buttons, under a short key that the button carries. */
import { createHash } from 'node:crypto';
import { type Action, ButtonAction } from '../model/message.ts';
import type { Clock, Shelf } from '../model/ports.ts';
import { createExpiringShelf, type ExpiringShelf } from './expiring-shelf.ts';
import { readJson } from './json.ts';

/** What a key stands for: one action, or the actions of a paper to choose from. */
export interface StoredAction {
  act?: ButtonAction;
  actions?: Action[];
}

/** The long actions of one message by key. They must be stored before the message is shown. */
export type LongActions = Map<string, StoredAction>;

/** Buttons work for this long after they were last shown when their action is a long one. Milliseconds. */
const KEEP_MS = 90 * 24 * 3_600_000;

export function createStoredActions<T extends StoredAction>(
  shelf: Shelf<T & { at: number }>,
  clock: Clock,
): ExpiringShelf<T> {
  return createExpiringShelf(shelf, KEEP_MS, clock);
}

/** Adds an action to those to be stored. The same action always has the same key, of 22 characters. */
export function addLong<T extends StoredAction>(long: Map<string, T>, action: T): string {
  const key = createHash('sha256').update(JSON.stringify(action)).digest('base64url').slice(0, 22);
  long.set(key, action);
  return key;
}

/** Undefined for text that is not the JSON of an action. */
export function parseAction(json: string): ButtonAction | undefined {
  return ButtonAction.safeParse(readJson(json)).data;
}
