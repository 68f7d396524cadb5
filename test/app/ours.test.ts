import { expect, test } from 'vitest';
import { createAppWorld, digestOf, general, paperOf, wordsOf } from './world.ts';

test('papers by teammates are marked in posts, however they write the name, and others are not', async () => {
  const world = await createAppWorld();
  await world.app.service.join(general);
  expect(wordsOf(await world.ask('ours'))).toContain("No papers are marked as your team's");
  expect(wordsOf(await world.ask('ours add LeCun, Yann; Ada Lovelace'))).toContain(
    'Papers by Yann LeCun, Ada Lovelace are now marked in posts.',
  );
  world.digests = [
    digestOf(
      '2026-11-23',
      paperOf('Energy', { authors: ['Bo Li', 'Y. LeCun'] }),
      paperOf('Engines', { authors: ['Charles Babbage'] }),
    ),
  ];
  await world.tick('2026-11-23T09:00:00Z');
  const words = world.readers.seen.map(wordsOf).join('\n');
  expect(words).toContain('Ours: Y. LeCun');
  expect(words.match(/Ours:/g)).toHaveLength(1);
});

test('the list of teammates is changed, undone and kept, and wrong names change nothing', async () => {
  const world = await createAppWorld();
  await world.app.service.join(general);
  await world.ask('ours add Ada Lovelace');
  expect(wordsOf(await world.ask('ours add lovelace, ada'))).toContain(
    'already marked. Nothing was changed.',
  );
  expect(wordsOf(await world.ask('ours add 12'))).toContain("can't be a name");
  expect(wordsOf(await world.ask('ours remove Bo Li'))).toContain('not on the list. Nothing was changed.');
  expect(wordsOf(await world.ask('ours add'))).toContain('Type a name');
  await world.restart();
  expect(wordsOf(await world.ask('ours'))).toContain('Ada Lovelace');
  const removed = await world.ask('ours remove Ada Lovelace');
  expect(wordsOf(removed)).toContain('Removed Ada Lovelace.');
  const undo = removed.actions.find(({ label }) => label === 'Undo');
  if (undo) await world.press(undo.act);
  expect(wordsOf(await world.ask('ours'))).toContain('Ada Lovelace');
});

test('fifty teammates are the limit', async () => {
  const world = await createAppWorld();
  await world.app.service.join(general);
  const many = Array.from(
    { length: 51 },
    (_, at) => `Ada L${'abcdefghijklmnopqrstuvwxyz'[at % 26]}${at > 25 ? 'x' : 'y'}`,
  );
  expect(wordsOf(await world.ask(`ours add ${many.join('; ')}`))).toContain('50 people is the limit');
  expect(world.app.channels.get(general.id)?.ours).toBeUndefined();
});
