/** Actions in, blocks of buttons out; acts that no button can carry are collected to be kept. */
import type { ActionsBlock, Button } from '@slack/types';
import type { Action } from '../../src/model/message.ts';
import { type Kept, writeAct } from './act.ts';
import { LIMITS } from './limits.ts';
import { plainText } from './text.ts';

/** Action ids of all buttons that carry an act begin so. */
export const ACT = 'act';

export interface Buttons {
  toBlocks(actions: readonly Action[]): ActionsBlock[];
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

  return {
    kept,
    toBlocks(actions) {
      const buttons = actions.flatMap(toButton);
      const blocks: ActionsBlock[] = [];
      for (let at = 0; at < buttons.length; at += LIMITS.actions)
        blocks.push({ type: 'actions', elements: buttons.slice(at, at + LIMITS.actions) });
      return blocks;
    },
  };
}
