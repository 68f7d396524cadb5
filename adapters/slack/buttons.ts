/** Renders actions as buttons, or as a list to choose from. Actions that are too long are collected to be stored. */
import type { ActionsBlock, Button, PlainTextOption } from '@slack/types';
import type { LongActions } from '../../src/chat/stored-actions.ts';
import type { Action } from '../../src/model/message.ts';
import { LIMITS } from './limits.ts';
import { writeAction } from './stored-actions.ts';
import { plainText } from './text.ts';

/** Action ids of buttons that carry an action begin with this. */
export const ACT = 'act';
/** Ids of the other controls and views. */
export const SETTINGS = 'settings';
export const ZONE = 'zone';
export const HOME = 'home';

export interface Buttons {
  toBlocks(actions: readonly Action[]): ActionsBlock[];
  /** A menu of actions; none when there are no actions. At most 100 are listed. */
  toList(placeholder: string, actions: readonly Action[]): ActionsBlock[];
  /** Actions too long for a button: to be stored before the buttons are shown. */
  readonly long: LongActions;
}

/** One button that carries no action of the core. */
export function toButtonBlock(label: string, action_id: string, value: string): ActionsBlock {
  const text = { type: 'plain_text' as const, text: label, emoji: false };
  return { type: 'actions', elements: [{ type: 'button', text, action_id, value }] };
}

/** Created for each message, in which action IDs are unique. */
export function createButtons(): Buttons {
  const long: LongActions = new Map();
  let count = 0;

  const toButton = ({ label, act }: Action): Button[] => {
    const text = plainText(label, LIMITS.buttonText);
    if (text === undefined) return [];
    count += 1;
    return [{ type: 'button', text, action_id: `${ACT}:${count}`, value: writeAction(act, long) }];
  };

  const toOption = ({ label, act }: Action): PlainTextOption[] => {
    const text = plainText(label, LIMITS.optionText);
    return text === undefined ? [] : [{ text, value: writeAction(act, long, LIMITS.optionValue) }];
  };

  return {
    long,
    toList(placeholder, actions) {
      const options = actions.flatMap(toOption).slice(0, LIMITS.options);
      if (options.length === 0) return [];
      count += 1;
      const words = { type: 'plain_text' as const, text: placeholder, emoji: false };
      const list = {
        type: 'static_select' as const,
        action_id: `${ACT}:${count}`,
        placeholder: words,
        options,
      };
      return [{ type: 'actions', elements: [list] }];
    },
    toBlocks(actions) {
      const buttons = actions.flatMap(toButton);
      const blocks: ActionsBlock[] = [];
      for (let at = 0; at < buttons.length; at += LIMITS.actions)
        blocks.push({ type: 'actions', elements: buttons.slice(at, at + LIMITS.actions) });
      return blocks;
    },
  };
}
