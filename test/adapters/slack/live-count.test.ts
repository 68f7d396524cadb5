import { afterEach, beforeEach, expect, it } from 'vitest';
import { sampleForm } from '../scripted-service.ts';
import { TEAM } from './slack.ts';
import { faultsOf } from './valid.ts';
import { openWorld, pressOf, until, type World } from './world.ts';

let world: World;
/** Rests of typing end when the test says so. */
let rests: (() => void)[];
const V = 'V1';

beforeEach(async () => {
  rests = [];
  world = await openWorld(undefined, undefined, undefined, {
    time: {
      clock: Date.now,
      slept: [],
      sleep: () => new Promise<void>((resolve) => void rests.push(resolve)),
    },
  });
  const value = JSON.stringify({ id: 'slack:T1:C1', name: '#general' });
  await world.slack.send('interactive', pressOf(world.slack, 'C1', { action_id: 'settings:0', value }));
  await until(() => rests.length > 0, 'the modal');
});
afterEach(() => world.stop());

interface Block {
  block_id?: string;
  elements?: { text: string }[];
  element?: { action_id: string; type: string };
}
interface View {
  private_metadata: string;
  callback_id: string;
  blocks: Block[];
}
const shown = () => world.slack.views.open.get(V) as unknown as { hash: string; view: View };
const count = (view = shown().view) =>
  view.blocks.find(({ block_id }) => block_id === 'count')?.elements?.[0]?.text ?? '';
const updates = () => world.slack.calls.filter(({ method }) => method === 'views.update');
const endRests = () => {
  for (const end of rests.splice(0)) end();
};
/** What Slack sends with each character that is typed. */
const typed = (topics: string, at = shown()) =>
  world.slack.send('interactive', {
    type: 'block_actions',
    team: { id: TEAM },
    user: { id: 'U1', username: 'ada', team_id: TEAM },
    container: { type: 'view', view_id: V },
    trigger_id: '1.2.3',
    view: {
      ...at.view,
      id: V,
      hash: at.hash,
      type: 'modal',
      state: { values: { 'topics:0': { topics: { type: 'plain_text_input', value: topics } } } },
    },
    actions: [
      { type: 'plain_text_input', block_id: 'topics:0', action_id: 'topics', value: topics, action_ts: '1' },
    ],
  });

it('an open form says at once what its topics match, and what is wrong with one as it is typed', async () => {
  endRests();
  await until(() => updates().length === 1, 'the first count');
  expect(count()).toBe(
    [
      'Together: 3 of the 28 papers in the last 7 digests match.',
      ...sampleForm.topics.map((topic) => `${topic}: 3 papers`),
    ].join('\n'),
  );
  await typed('lora\n(');
  await until(() => rests.length > 0, 'the rest');
  endRests();
  await until(() => updates().length === 2, 'the second count');
  expect(count()).toContain('lora: 3 papers\n(: This "(" is not closed.');
});

it('a change of the form keeps every field with its ids, so that Slack keeps what is typed in them', async () => {
  const before = shown().view;
  endRests();
  await until(() => updates().length === 1, 'the count');
  const { view } = shown();
  const others = (one: View) => one.blocks.filter(({ block_id }) => block_id !== 'count');
  expect(others(view)).toEqual(others(before));
  expect([view.private_metadata, view.callback_id]).toEqual([before.private_metadata, before.callback_id]);
  expect(faultsOf(view.blocks, 100)).toEqual([]);
});

it('of what is typed without a rest only the last is counted, and no store is asked for it', async () => {
  endRests();
  await until(() => updates().length === 1, 'the first count');
  const checked: (readonly string[])[] = [];
  const { checkTopics } = world.service;
  world.service.checkTopics = (...asked) => {
    checked.push(asked[1]);
    return checkTopics(...asked);
  };
  const claims = world.shelves.shelf('slack_claims');
  const sizeOf = async () => (await Array.fromAsync(claims.entries())).length;
  const before = await sizeOf();
  for (const text of ['l', 'lo', 'lor', 'lora']) await typed(text);
  await until(() => rests.length === 4, 'the rests');
  endRests();
  await until(() => updates().length === 2, 'the second count');
  expect(checked).toEqual([['lora']]);
  expect(await sizeOf()).toBe(before);
});

it('what was typed while the form was changed is counted, although Slack names the state before', async () => {
  const before = shown();
  endRests();
  await until(() => updates().length === 1, 'the first count');
  await typed('lora', before);
  await until(() => rests.length > 0, 'the rest');
  endRests();
  await until(() => updates().length === 2, 'the second count');
  expect(count()).toBe('3 of the 28 papers in the last 7 digests match.');
});

it('a form that someone else changed, or that is closed, is left alone', async () => {
  const stale = shown();
  world.slack.views.open.set(V, { hash: 'another', view: { blocks: [] } });
  endRests();
  await until(() => updates().length === 1, 'the refused count');
  expect(world.slack.views.open.get(V)?.view).toEqual({ blocks: [] });
  world.slack.views.open.delete(V);
  await typed('lora', stale);
  await until(() => rests.length > 0, 'the rest');
  endRests();
  await until(() => updates().length === 2, 'the second one');
  expect(world.logged.filter((line) => /^(warn|error)/.test(line))).toEqual([]);
});

it('what is typed in a form of another workspace, or without a form, is not counted', async () => {
  endRests();
  await until(() => updates().length === 1, 'the first count');
  const { hash, view } = shown();
  for (const private_metadata of [JSON.stringify({ id: 'slack:T2:C1', name: '#theirs' }), 'nonsense'])
    await typed('lora', { hash, view: { ...view, private_metadata } });
  await world.slack.send('interactive', pressOf(world.slack, 'C1', { action_id: 'topics', value: 'x' }));
  await typed('lora');
  await until(() => rests.length > 0, 'the rest');
  expect([rests.length, updates().length]).toEqual([1, 1]);
});
