import { expect, it } from 'vitest';
import { readAction, storeActions, writeAction } from '../../../adapters/slack/buttons.ts';
import {
  createStoredActions,
  type LongActions,
  type StoredAction,
} from '../../../src/chat/stored-actions.ts';
import type { ButtonAction } from '../../../src/model/message.ts';
import { createShelves } from '../shelves.ts';

const DAY_MS = 24 * 3_600_000;

it('an action too long for a button is stored for 90 days after it was last shown', async () => {
  let now = 0;
  const stored = createStoredActions<StoredAction>(createShelves().shelf('slack_acts'), () => now);
  const show = async (act: ButtonAction) => {
    const long: LongActions = new Map();
    const value = writeAction(act, long);
    await storeActions(long, 'T1', stored);
    return value;
  };
  const act = (query: string): ButtonAction => ({ do: 'subscribe', query: query.repeat(900) });
  const [old, again] = [await show(act('<')), await show(act('>'))];
  now = 50 * DAY_MS;
  await show(act('>'));
  now = 90 * DAY_MS;
  await stored.sweep();
  expect(await readAction(old, 'T1', stored)).toEqual(act('<'));
  now = 91 * DAY_MS;
  await stored.sweep();
  expect(await readAction(old, 'T1', stored)).toBeUndefined();
  expect(await readAction(again, 'T1', stored)).toEqual(act('>'));
  expect(await readAction(again, 'T2', stored)).toBeUndefined();
});
