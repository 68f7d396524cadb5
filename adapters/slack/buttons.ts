/** Renders actions as buttons, or as a list to choose from. Acts that are too long to travel are collected to be kept. */
import type { ActionsBlock, Button, PlainTextOption } from '@slack/types';
import type { Action } from '../../src/model/message.ts';
import { LIMITS } from './limits.ts';
import { type Kept, writeAct } from './stored-actions.ts';
import { plainText } from './text.ts';

/** Action ids of all buttons that carry an act begin so. */
export const ACT = 'act';

export interface Buttons {
  toBlocks(actions: readonly Action[]): ActionsBlock[];
  /** A list to choose one action from; none where there is nothing to choose. Beyond 100 they are left out. */
  toList(placeholder: string, actions: readonly Action[]): ActionsBlock[];
  /** To be kept before the buttons are shown. */
  readonly kept: Kept[];
}

/** One for each message: ids are unique within it. */
export function createButtons(): Buttons {
  const kept: Kept[] = [];
  let count = 0;

  const toButton = ({ label, act }: Action): Button[] => {
    const text = plainText(label, LIMITS.buttonText);
    if (text === undefined) return [];
    const written = writeAct(act);
    if (written.kept) kept.push(written.kept);
    count += 1;
    return [{ type: 'button', text, action_id: `${ACT}:${count}`, value: written.value }];
  };

  const toOption = ({ label, act }: Action): PlainTextOption[] => {
    const text = plainText(label, LIMITS.optionText);
    if (text === undefined) return [];
    const written = writeAct(act, LIMITS.optionValue);
    if (written.kept) kept.push(written.kept);
    return [{ text, value: written.value }];
  };

  return {
    kept,
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
