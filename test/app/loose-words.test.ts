import { beforeEach, describe, expect, test } from 'vitest';
import {
  type AppWorld,
  actionOf,
  ada,
  createAppWorld,
  digestOf,
  general,
  paperOf,
  titlesOf,
  wordsOf,
} from './world.ts';

let world: AppWorld;
const paper = paperOf('Privacy of diffusion models', { authors: ['Ada Lovelace'] });

beforeEach(async () => {
  world = await createAppWorld();
  world.digests = [digestOf('2026-11-20', paper, paperOf('Replace attention with convolution'))];
  await world.app.readSources();
  await world.app.service.join(general);
});

describe('replace X with Y', () => {
  test.each([
    'replace diffusion with flow matching',
    'change diffusion -video to flow matching',
    'swap #1 for flow matching',
    'replace topic diffusion with flow matching',
  ])('%s offers to edit the topic, and changes nothing before that', async (typed) => {
    await world.ask('subscribe diffusion -video');
    const asked = await world.ask(typed);
    expect(wordsOf(await world.ask('topics'))).toContain('diffusion -video');
    await world.press(actionOf(asked, 'Edit #1 flow matching'));
    expect(wordsOf(await world.ask('topics'))).toContain('1  flow matching');
    expect(actionOf(asked, 'Search')).toMatchObject({ query: typed });
  });

  test('is a search where no topic holds the words', async () => {
    await world.ask('subscribe diffusion -video');
    expect(titlesOf(await world.ask('replace attention with convolution'))).toEqual([
      'Replace attention with convolution',
    ]);
  });

  test('says that a topic of this name is not followed', async () => {
    const asked = await world.ask('replace topic lora with adapters');
    expect(wordsOf(asked)).toBe("lora isn't followed here, so nothing was changed.");
    expect(asked.refused).toBe(true);
    expect(wordsOf(await world.ask('change my topic to adapters'))).toBe(
      'No topic is followed here, so nothing was changed.',
    );
  });

  test('asks which topic is meant where more hold the words than are offered', async () => {
    await world.ask('subscribe cat lions, cat tigers, cat lynxes, cat pumas');
    expect(wordsOf(await world.ask('replace topic cat with dogs'))).toBe(
      'Which topic? Nothing was changed. The list has their numbers.',
    );
    expect(wordsOf(await world.ask('replace ... with dogs'))).not.toContain('Change');
  });
});

test('a word that papers have, too, is searched for, and the answer about Paperboy is a button beside them', async () => {
  const found = await world.ask('Privacy.');
  expect(titlesOf(found)).toEqual([paper.title]);
  const told = await world.press(actionOf(found, 'Help privacy'));
  expect(wordsOf(told)).toContain('I store what each channel follows');
  expect(told.refused).toBeUndefined();
});

test('what is said about remembered searches is so', async () => {
  for (let at = 0; at < 30; at++) await world.ask(`lions ${at}`);
  const asked = { place: general, person: ada, typed: 'lions', limit: 99 };
  const remembered = await world.app.service.suggest(asked);
  expect(wordsOf(await world.ask('help privacy'))).toContain(`I remember the last ${remembered.length} in`);
});

test('who cites a paper is looked up elsewhere, by a link', async () => {
  const [block] = (await world.ask('who is citing 2503.11742?')).blocks;
  expect(block).toMatchObject({
    line: expect.arrayContaining([
      expect.objectContaining({ url: 'https://scholar.google.com/scholar_lookup?arxiv_id=2503.11742' }),
    ]),
  });
});

test('the query language is explained by itself', async () => {
  const words = wordsOf(await world.ask('operators'));
  expect(words).toContain('(rl OR rlhf) agents');
  expect(words).toContain('cat:cs.LG');
});

test('a paper is cited as RIS, also by its place on the reading list', async () => {
  await world.ask(`save ${paper.id}`);
  for (const typed of [`cite ${paper.id} as ris`, 'cite #1 ris', `ris of ${paper.id}`])
    expect(wordsOf(await world.ask(typed)), typed).toContain('TI  - Privacy of diffusion models');
  expect(wordsOf(await world.ask('cite #1'))).toContain('@misc{');
  expect(wordsOf(await world.ask('cite #2'))).toBe("#2 isn't on your reading list.");
});

test('the button for a misspelled command follows the topic without the words around it', async () => {
  const asked = await world.ask('subscibe to lions');
  await world.press(actionOf(asked, 'Subscribe to lions'));
  expect(wordsOf(await world.ask('topics'))).toContain('1  lions');
});

test('a title that reads like an order is searched for, and the command is a button beside what was found', async () => {
  world.digests = [digestOf('2026-11-21', paperOf('Stop words and pretraining'))];
  await world.app.readSources();
  const found = await world.ask("Don't stop pretraining on dogs");
  expect(titlesOf(found)).toContain('Stop words and pretraining');
  expect(actionOf(found, 'Pause')).toEqual({ do: 'ask', text: 'pause' });
});

test('a topic is renamed by its words, too', async () => {
  await world.ask('subscribe diffusion -video');
  await world.press(actionOf(await world.ask('rename diffusion to Video-free'), 'Name #1 Video-free'));
  expect(wordsOf(await world.ask('topics'))).toContain('1  Video-free');
});

test('two commands in one line are carried out one at a time', async () => {
  const asked = await world.ask('subscribe lions; limit 5');
  expect(wordsOf(await world.ask('topics'))).toContain('follows no topics');
  await world.press(actionOf(asked, 'Subscribe to lions'));
  await world.press(actionOf(asked, 'Limit 5'));
  expect(wordsOf(await world.ask('topics'))).toContain('1  lions');
  expect(wordsOf(await world.ask('schedule'))).toContain('up to 5');
});

test('where no paper of the days is found, the same search without them is a button', async () => {
  const none = await world.ask('diffusion papers from last month');
  expect(titlesOf(none)).toEqual([]);
  expect(titlesOf(await world.press(actionOf(none, 'Search diffusion')))).toEqual([paper.title]);
});

test('places that the reading list does not have are named in one line', async () => {
  await world.ask(`save ${paper.id}`);
  const words = wordsOf(await world.ask('done #1-4'));
  expect(words).toBe(
    `Marked ${paper.title} as done. It stays on your reading list.\n#2, #3, #4 aren't on your reading list.`,
  );
});
