import { expect, it } from 'vitest';
import {
  keepActs,
  readAct,
  type StoredAction,
  sweepActs,
  writeAct,
} from '../../../adapters/slack/stored-actions.ts';
import { createShelves } from '../shelves.ts';

const DAY_MS = 24 * 3_600_000;

it('an act too long for a button is kept for 90 days after it was last shown', async () => {
  const shelf = createShelves().shelf<StoredAction>('slack_acts');
  const shown = (query: string) => writeAct({ do: 'subscribe', query: query.repeat(900) });
  const [old, again] = [shown('<'), shown('>')];
  for (const { kept } of [old, again]) if (kept) await keepActs([kept], 'T1', shelf, 0);
  if (again.kept) await keepActs([again.kept], 'T1', shelf, 50 * DAY_MS);
  await sweepActs(shelf, 90 * DAY_MS);
  expect(await readAct(old.value, 'T1', shelf)).toEqual(old.kept?.act);
  await sweepActs(shelf, 91 * DAY_MS);
  expect(await readAct(old.value, 'T1', shelf)).toBeUndefined();
  expect(await readAct(again.value, 'T1', shelf)).toEqual(again.kept?.act);
  expect(await readAct(again.value, 'T2', shelf)).toBeUndefined();
});
