import { expect, it } from 'vitest';
import { createDirectory, type Known } from '../../../adapters/slack/places.ts';
import { createShelves } from '../shelves.ts';

const open = () => {
  const shelf = createShelves().shelf<Known>('slack_channels');
  const ids = async () => {
    const found: string[] = [];
    for await (const [id] of shelf.entries()) found.push(id);
    return found.sort();
  };
  return { directory: createDirectory(shelf), ids };
};

it('a channel is forgotten alone, and a workspace whole', async () => {
  const { directory, ids } = open();
  for (const [space, channel] of [
    ['T1', 'C1'],
    ['T1', 'C12'],
    ['T12', 'C1'],
  ] as const)
    await directory.note({ space, channel }, { name: 'x' });
  await directory.forget('slack:T1:C1');
  expect(await ids()).toEqual(['slack:T12:C1', 'slack:T1:C12'].sort());
  await directory.forgetSpace('slack:T1');
  expect(await ids()).toEqual(['slack:T12:C1']);
});

it('a channel is hidden from those who were not seen in it until Slack says that it is public', async () => {
  const { directory } = open();
  const location = { space: 'T1', channel: 'C1' };
  const may = async (user: string) =>
    (await directory.thoseKnownTo(user, ['slack:T1:C1'])).has('slack:T1:C1');
  expect(await may('U1')).toBe(false);
  await directory.note(location, { name: 'secret', user: 'U1' });
  expect([await may('U1'), await may('U2')]).toEqual([true, false]);
  await directory.note(location, { hidden: false });
  expect(await may('U2')).toBe(true);
  await directory.note(location, { name: 'renamed' });
  expect(await may('U2')).toBe(true);
  await directory.note(location, { name: 'privategroup' });
  expect(await may('U2')).toBe(false);
});

it.each([
  ['D1', 'x'],
  ['G1', 'x'],
  ['C1', 'mpdm-ada--bob-1'],
  ['C1', 'directmessage'],
])('%s, named %s, is never public', async (channel, name) => {
  const { directory } = open();
  await directory.note({ space: 'T1', channel }, { name, hidden: false });
  expect(await directory.thoseKnownTo('U2', [`slack:T1:${channel}`])).toEqual(new Set());
});
