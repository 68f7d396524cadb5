/** Writes a button's action as the value that Slack carries for it, and reads it back. */
import type { ExpiringShelf } from '../../src/chat/expiring-shelf.ts';
import { addLong, type LongActions, parseAction, type StoredAction } from '../../src/chat/stored-actions.ts';
import { ButtonAction } from '../../src/model/message.ts';
import { LIMITS, weigh } from './limits.ts';

/** Its keys begin with the workspace and a colon. */
export type StoredActions = ExpiringShelf<StoredAction>;

/** `<` is escaped so that nothing in a payload can be read as a mention or a link. */
function print(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`);
}

/** At most `limit` characters: an action that is longer is added to `long`, and its key is written. */
export function writeAction(
  act: ButtonAction,
  long: LongActions,
  limit: number = LIMITS.buttonValue,
): string {
  const value = print(act);
  return weigh(value) <= limit ? value : print({ kept: addLong(long, { act }) });
}

/** The action that a button's value stands for; undefined when it is none, or no longer stored for this workspace. */
export async function readAction(
  value: string,
  space: string,
  stored: StoredActions,
): Promise<ButtonAction | undefined> {
  const key = /^\{"kept":"([\w-]+)"\}$/.exec(value)?.[1];
  if (key === undefined) return parseAction(value);
  return ButtonAction.safeParse((await stored.get(`${space}:${key}`))?.act).data;
}

/** Must be done before the buttons are shown. */
export function storeActions(long: LongActions, space: string, stored: StoredActions): Promise<void> {
  return stored.set([...long].map(([key, action]) => [`${space}:${key}`, action]));
}

/** Deletes what is stored for a workspace. */
export function forgetActions(space: string, stored: StoredActions): Promise<void> {
  return stored.deleteWhere((key) => key.startsWith(`${space}:`));
}
