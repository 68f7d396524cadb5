import { expect, it } from 'vitest';
import { createDirectory, type Known } from '../../../adapters/slack/directory.ts';
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
  await directory.forget('slack:T1:');
  expect(await ids()).toEqual(['slack:T12:C1']);
});
