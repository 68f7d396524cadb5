import { afterEach, beforeEach, expect, it } from 'vitest';
import { type AppWorld, createAppWorld } from '../../app/world.ts';
import { commandOf, eventOf, openWorld, until, type World } from './world.ts';

/** The adapter on the real core and a real store. */
let core: AppWorld;
let world: World;
beforeEach(async () => {
  core = await createAppWorld();
  world = await openWorld(undefined, undefined, core.app.desk);
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
