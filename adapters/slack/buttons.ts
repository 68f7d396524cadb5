/** Renders actions as buttons, or as a list to choose from, and reads back what was pressed. Actions too long for a button are stored. */
import type { ActionsBlock, Button, Overflow, PlainTextOption } from '@slack/types';
import type { ExpiringShelf } from '../../src/chat/expiring-shelf.ts';
import { addLong, type LongActions, parseAction, type StoredAction } from '../../src/chat/stored-actions.ts';
import { type Action, ButtonAction } from '../../src/model/message.ts';
import { LIMITS, weigh } from './limits.ts';
import { plainText } from './text.ts';

/** Action ids of buttons that carry an action begin with this. */
export const ACT = 'act';
/** Ids of the other controls and views. */
export const SETTINGS = 'settings';
export const HOME = 'home';

/** Its keys begin with the workspace and a colon. */
export type StoredActions = ExpiringShelf<StoredAction>;
export type Buttons = ReturnType<typeof createButtons>;

/** One button that carries no action of the core. */
export function toButtonBlock(label: string, action_id: string, value: string): ActionsBlock {
  const text = { type: 'plain_text' as const, text: label, emoji: false };
  return { type: 'actions', elements: [{ type: 'button', text, action_id, value }] };
}

/** Created for each message, in which action IDs are unique. */
export function createButtons() {
  const long: LongActions = new Map();
  let count = 0;
  const nextId = () => `${ACT}:${++count}`;

  const toButton = ({ label, act }: Action): Button[] => {
    const text = plainText(label, LIMITS.buttonText);
    return text ? [{ type: 'button', text, action_id: nextId(), value: writeAction(act, long) }] : [];
  };

  const toOption = ({ label, act }: Action): PlainTextOption[] => {
    const text = plainText(label, LIMITS.optionText);
    return text ? [{ text, value: writeAction(act, long, LIMITS.optionValue) }] : [];
  };

  return {
    /** Actions too long for a button: to be stored before the buttons are shown. */
    long,
    toButton,
    /** A menu of actions; none when there are no actions. At most 100 are listed. */
    toList(placeholder: string, actions: readonly Action[]): ActionsBlock[] {
      const options = actions.flatMap(toOption).slice(0, LIMITS.options);
      if (options.length === 0) return [];
      const words = { type: 'plain_text' as const, text: placeholder, emoji: false };
      const list = { type: 'static_select' as const, action_id: nextId(), placeholder: words, options };
      return [{ type: 'actions', elements: [list] }];
    },
    /** One menu of actions, a button where there is only one; buttons where there are more than a menu holds. */
    toMenu(actions: readonly Action[]): (Overflow | Button)[] {
      const isMenu = actions.length > 1 && actions.length <= LIMITS.overflow;
      const options = isMenu ? actions.flatMap(toOption) : [];
      if (options.length === 0) return actions.flatMap(toButton);
      return [{ type: 'overflow', action_id: nextId(), options }];
    },
    toBlocks(actions: readonly Action[]): ActionsBlock[] {
      const buttons = actions.flatMap(toButton);
      const blocks: ActionsBlock[] = [];
      for (let at = 0; at < buttons.length; at += LIMITS.actions)
        blocks.push({ type: 'actions', elements: buttons.slice(at, at + LIMITS.actions) });
      return blocks;
    },
  };
}

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
