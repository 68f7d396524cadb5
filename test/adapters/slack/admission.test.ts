import { afterEach, beforeEach, expect, it } from 'vitest';
import { type AppWorld, createAppWorld, digestOf, paperOf } from '../../app/world.ts';
import { commandOf, eventOf, openWorld, see, until, type World } from './world.ts';

/** The adapter on the real core and a real store. */
let core: AppWorld;
let world: World;
beforeEach(async () => {
  core = await createAppWorld();
  world = await openWorld(undefined, undefined, core.app.service);
  await until(() => core.app.channels.get('slack:T1:C2') !== undefined, 'the channels');
});
afterEach(() => world.stop());

const joined = () => [...core.app.channels.all()].filter((one) => one.joined).map(({ id }) => id);

it('asking, or another name, lets Paperboy into no channel that it was not invited to', async () => {
  await world.slack.send('slash_commands', commandOf(world.slack, 'C9', 'lora'));
  await world.slack.send('slash_commands', commandOf(world.slack, 'D1', 'status'));
  await world.slack.send(
    'events_api',
    eventOf({ type: 'channel_rename', channel: { id: 'C9', name: 'renamed', created: 1 } }),
  );
  await world.slack.send(
    'events_api',
    eventOf({ type: 'channel_rename', channel: { id: 'C1', name: 'papers', created: 1 } }),
  );
  await until(() => core.app.channels.get('slack:T1:C1')?.name === '#papers', 'the name');
  await until(() => world.slack.shown.length === 2, 'the answers');
  expect(joined()).toEqual(['slack:T1:C1', 'slack:T1:C2']);
  expect(core.app.channels.get('slack:T1:C9')).toBeUndefined();
});

it('a change where Paperboy is not a member says first how to invite it, and no other answer does', async () => {
  const hints = () =>
    world.slack.shown.map(({ blocks }) => JSON.stringify(blocks).includes('/invite @paperboy'));
  await world.slack.send('slash_commands', commandOf(world.slack, 'C9', 'subscribe lora'));
  await until(() => hints().length === 1, 'the answer');
  expect(hints()).toEqual([true]);
  expect(JSON.stringify(world.slack.shown[0]?.blocks?.[0])).toContain('"type":"channel","channel_id":"C9"');
  expect(world.slack.shown[0]?.text).toMatch(/^Type \/invite @paperboy in <#C9> first: /);
  await world.slack.send('slash_commands', commandOf(world.slack, 'C9', 'lora'));
  await world.slack.send('slash_commands', commandOf(world.slack, 'C1', 'subscribe lora'));
  await world.slack.send('slash_commands', commandOf(world.slack, 'D1', 'subscribe lora'));
  await until(() => hints().length === 4, 'the answers');
  expect(hints()).toEqual([true, false, false, false]);
});

it('in a direct message Paperboy speaks of you, and offers nobody to share with', async () => {
  core.digests = [digestOf('2026-11-24', paperOf('A study of lora'))];
  await core.tick('2026-11-24T12:00:00Z');
  for (const text of [
    'subscribe lora',
    'topics',
    'unsubscribe lora',
    'unsubscribe lora',
    'status',
    'pause',
    'lora',
  ]) {
    const before = world.slack.shown.length;
    await world.slack.send('slash_commands', commandOf(world.slack, 'D1', text));
    await until(() => world.slack.shown.length > before, text);
    const last = world.slack.shown.at(-1);
    const shown = last ? see(last).text : '';
    expect(shown).not.toMatch(/this channel|direct message|Share/i);
  }
  expect(JSON.stringify(world.slack.shown[0]?.blocks)).toContain('Subscribed you to ');
  expect(JSON.stringify(world.slack.shown[1]?.blocks)).toContain('You follow 1 topic');
});
