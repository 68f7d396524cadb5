import { expect, test } from 'vitest';
import { createAppWorld, digestOf, paperOf, titlesOf, wordsOf } from './world.ts';

const lora = { ...paperOf('Low-rank adapters for continual fine-tuning'), id: '2611.00001' };
const near = { ...paperOf('Merging low-rank adapters after fine-tuning'), id: '2611.00002' };
const far = { ...paperOf('Galaxy rotation curves and dark matter'), id: '2611.00003' };
const later = { ...paperOf('Low-rank adapters that forget less'), id: '2611.00004' };

async function world() {
  const made = await createAppWorld();
  made.digests = [digestOf('2026-11-23', lora, near, far)];
  await made.app.readSources();
  return made;
}

test('papers like one are shown with the words that they share', async () => {
  const made = await world();
  const answer = await made.ask('like 2611.00001');
  expect(titlesOf(answer)).toEqual([lora.title, near.title]);
  expect(wordsOf(answer)).toContain('low-rank');
  expect(answer.actions.map(({ label }) => label)).toContain('Subscribe to papers like this');
});

test('a search, a topic and its preview mean the same papers by like:, and show the id alone', async () => {
  const made = await world();
  const found = await made.ask('like:2611.00001');
  expect(titlesOf(found)).toEqual([lora.title, near.title]);
  const subscribed = await made.ask('subscribe like:2611.00001');
  expect(wordsOf(subscribed)).toContain('Subscribed #general to like:2611.00001.');
  const [topic] = made.app.channels.topics('test:t:general');
  expect(topic?.query).toContain('like:"2611.00001: ');
  made.digests = [digestOf('2026-11-24', later, far)];
  await made.tick('2026-11-24T09:00:00Z');
  expect(made.readers.seen.flatMap(titlesOf)).toContain(later.title);
  const gone = await made.ask('unsubscribe like:2611.00001');
  expect(wordsOf(gone)).toContain('Unsubscribed');
});

test('like: of a paper that is not here says so and changes nothing', async () => {
  const made = await world();
  const answer = await made.ask('subscribe like:2611.77777');
  expect(answer.refused).toBe(true);
  expect(wordsOf(answer)).toContain('2611.77777');
  expect(made.app.channels.topics('test:t:general')).toEqual([]);
});

test('a note keeps like: as it is typed', async () => {
  const made = await world();
  await made.ask('save 2611.00001');
  await made.ask('note 2611.00001 see like:2611.00002');
  expect(wordsOf(await made.ask('note 2611.00001'))).toContain('see like:2611.00002');
  expect(wordsOf(await made.ask('note 2611.00001'))).not.toContain('^');
});

test('like: of more papers than a query can have says how many it takes', async () => {
  const made = await world();
  const ids = Array.from({ length: 6 }, (_, at) => `2611.0000${at + 1}`).join(',');
  const answer = await made.ask(`subscribe like:${ids}`);
  expect(answer.refused).toBe(true);
  expect(wordsOf(answer)).toContain('up to 5 papers');
});

test('several papers ask for what is like them together', async () => {
  const made = await world();
  const answer = await made.ask('similar 2611.00001 2611.00003');
  expect(titlesOf(answer)).toEqual([lora.title, far.title, near.title]);
});
