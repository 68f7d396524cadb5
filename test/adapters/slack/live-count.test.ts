import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Client } from '../../../adapters/slack/api.ts';
import { type ChangedState, createLiveCount, type LiveCount } from '../../../adapters/slack/live-count.ts';
import { createExpiringShelf } from '../../../src/chat/expiring-shelf.ts';
import { createCommandService, sampleForm } from '../scripted-service.ts';
import { createShelves } from '../shelves.ts';
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
const typed = (topics: string, at = shown(), others = {}) =>
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
      state: {
        values: { 'topics:0': { topics: { type: 'plain_text_input', value: topics } }, ...others },
      },
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
  const fields = (one: View) =>
    one.blocks.map(({ block_id, element }) => [block_id, element?.action_id, element?.type]);
  expect(fields(view)).toEqual(fields(before));
  expect([view.private_metadata, view.callback_id]).toEqual([before.private_metadata, before.callback_id]);
  expect(faultsOf(view.blocks, 100)).toEqual([]);
});

it('a changed form holds what was typed in every field, as it was typed', async () => {
  endRests();
  await until(() => updates().length === 1, 'the first count');
  const option = (value: string) => ({ selected_option: { value } });
  const boxes = (...values: string[]) => ({ selected_options: values.map((value) => ({ value })) });
  await typed('upvotes:>20 &amp; "a < b"', shown(), {
    'topics:1': { topics: { value: 'video' } },
    days: { days: boxes('sun', 'monthly 15') },
    time: { time: { selected_time: '23:45' } },
    zone: { zone: option('Asia/Tokyo') },
    limit: { limit: { value: '3' } },
    order: { order: option('date') },
    layout: { layout: option('titles') },
    switches: { switches: boxes() },
  });
  await until(() => rests.length > 0, 'the rest');
  endRests();
  await until(() => updates().length === 2, 'the second count');
  const { blocks } = shown().view;
  const element = (id: string) => blocks.find(({ block_id }) => block_id === id)?.element;
  expect(element('topics:0')).toMatchObject({ initial_value: 'upvotes:>20 &amp; "a < b"' });
  expect(element('topics:1')).toMatchObject({ initial_value: 'video' });
  expect(element('days')).toMatchObject({ initial_options: [{ value: 'sun' }, { value: 'monthly 15' }] });
  expect(element('time')).toMatchObject({ initial_time: '23:45' });
  expect(element('zone')).toMatchObject({ initial_option: { value: 'Asia/Tokyo' } });
  expect(element('limit')).toMatchObject({ initial_value: '3' });
  expect(element('order')).toMatchObject({ initial_option: { value: 'date' } });
  expect(element('layout')).toMatchObject({ initial_option: { value: 'titles' } });
  expect(element('switches')).not.toHaveProperty('initial_options');
  expect(faultsOf(blocks, 100)).toEqual([]);
});

it('the box for the day of the month stays there when it is no longer ticked', async () => {
  endRests();
  await until(() => updates().length === 1, 'the first count');
  world.service.form = async () => ({
    form: { ...sampleForm, schedule: 'monthly 15 09:00', days: ['monthly 15'] },
  });
  await typed('lora', shown(), { days: { days: { selected_options: [{ value: 'mon' }] } } });
  await until(() => rests.length > 0, 'the rest');
  endRests();
  await until(() => updates().length === 2, 'the second count');
  const days = shown().view.blocks.find(({ block_id }) => block_id === 'days')?.element;
  expect(days).toMatchObject({ initial_options: [{ value: 'mon' }] });
  expect((days as unknown as { options: { value: string }[] }).options.at(-1)?.value).toBe('monthly 15');
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

it('what was typed last before a form is sent does not take the errors away that are shown on it', async () => {
  endRests();
  await until(() => updates().length === 1, 'the first count');
  await typed('(');
  await until(() => rests.length > 0, 'the rest');
  const { view, hash } = shown();
  const state = { values: { 'topics:0': { topics: { value: '(' } } } };
  const blocks = view.blocks.filter(({ block_id }) => block_id === 'topics:0');
  const { payload } = await world.slack.send('interactive', {
    type: 'view_submission',
    team: { id: TEAM },
    user: { id: 'U1', username: 'ada', team_id: TEAM },
    view: { ...view, id: V, hash, blocks, state },
  });
  expect(payload).toMatchObject({ response_action: 'errors' });
  endRests();
  await typed('lora');
  await until(() => rests.length > 0, 'the next rest');
  endRests();
  await until(() => updates().length === 2, 'the next count');
  expect(count()).toBe('3 of the 28 papers in the last 7 digests match.');
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

it('is shown by each of several processes, also where Slack names the state before, and never over what was typed later', async () => {
  const shelf = createShelves().shelf<ChangedState & { at: number }>('slack_views');
  let hash = 'h0';
  const counted: string[] = [];
  const refused: string[] = [];
  const client = {
    views: {
      async update(change: { hash: string; view: { blocks: unknown[] } }) {
        if (change.hash !== hash) {
          refused.push(change.hash);
          throw new Error('hash_conflict');
        }
        hash = `h${counted.length + 1}`;
        counted.push(JSON.stringify(change.view).includes('later') ? 'later' : 'first');
        return { view: { hash } };
      },
    },
  } as unknown as Client;
  const [one, other] = [0, 1].map(() =>
    createLiveCount({
      service: createCommandService(),
      states: createExpiringShelf<ChangedState>(shelf, 60_000, () => 1),
      sleep: async () => {},
      log: { debug() {}, info() {}, warn() {}, error() {} },
    }),
  ) as [LiveCount, LiveCount];
  const place = { id: 'slack:T1:C1', name: '#general' };
  const { view } = shown();
  const asTyped = (topics: string) => ({
    ...view,
    id: V,
    hash: 'h0',
    state: { values: { 'topics:0': { topics: { value: topics } } } },
  });
  await one.show(asTyped('first'), place, client, 1);
  await other.show(asTyped('later'), place, client, 2);
  await one.show(asTyped('first again'), place, client, 1.5);
  expect(counted).toEqual(['first', 'later']);
  expect(refused).toEqual([]);
});
