/** What people are told about their queries: several topics at once, other readings, authors, and true reasons. */
import { beforeEach, describe, expect, test } from 'vitest';
import {
  type AppWorld,
  actionOf,
  createAppWorld,
  digestOf,
  general,
  paperOf,
  titlesOf,
  wordsOf,
} from './world.ts';

let world: AppWorld;

beforeEach(async () => {
  world = await createAppWorld();
  world.digests = [
    digestOf(
      '2026-11-20',
      paperOf('Tuning models with care', { authors: ['Isaac Gerber', 'Ada Lovelace'], upvotes: 3 }),
      paperOf('Learning without forgetting', { authors: ['Isaac Gerber'] }),
      paperOf('Video diffusion', { authors: ['Kaiming He'], categories: ['cs.CV'] }),
      paperOf('Agents that play'),
    ),
  ];
  await world.app.readSources();
  await world.app.service.join(general);
});

const followed = () => world.app.channels.topics(general.id).map(({ query }) => query);

describe('subscribing to several topics', () => {
  test('keeps an exclusion with the topic before it, and says it back', async () => {
    expect(wordsOf(await world.ask('subscribe diffusion, -video'))).toContain(
      'Subscribed #general to diffusion -video.',
    );
    expect(followed()).toEqual(['diffusion -video']);
    await world.ask('unsubscribe diffusion, -video');
    expect(followed()).toEqual([]);
  });

  test.each(['-h', '--help'])('%s is help', async (typed) => {
    expect(wordsOf(await world.ask(typed))).toBe(wordsOf(await world.ask('help')));
  });

  test('leaves out the sentence around a topic', async () => {
    await world.ask('subscribe to papers about color');
    expect(followed()).toEqual(['color']);
  });

  test('unsubscribes from a topic that is a number', async () => {
    await world.ask('subscribe 2024');
    await world.ask('unsubscribe 2024');
    expect(followed()).toEqual([]);
  });

  test('says what a star after one letter needs', async () => {
    expect(wordsOf(await world.ask('subscribe v*'))).toContain('at least two letters before the star');
  });

  test('makes each a topic, in order, and says each back with its dry run', async () => {
    const words = wordsOf(await world.ask('subscribe diffusion, llm agents, "fine, tuning"'));
    expect(followed()).toEqual(['diffusion', 'llm agents', '"fine, tuning"']);
    expect(words).toContain('Subscribed #general to 3 topics:');
    expect(words).toMatch(/diffusion {2}1 of the 4 papers in the digest for .* matches\./);
    expect(words).toMatch(/llm agents {2}0 of the 4 papers .* match\. That may be what you want/);
    expect(words).toContain('#general follows 3 topics:');
  });

  test('reads a pasted list, one topic a line', async () => {
    await world.ask('subscribe - diffusion\n- cat:cs.CV, cs.LG\n- agents');
    expect(followed()).toEqual(['diffusion', 'cat:cs.cv OR cat:cs.lg', 'agents']);
  });

  test('changes nothing when one cannot be read, names it and mends it', async () => {
    const reply = await world.ask('subscribe diffusion, (agents, video');
    expect(followed()).toEqual([]);
    expect(reply.refused).toBe(true);
    expect(wordsOf(reply)).toMatch(
      /Nothing was changed\. I couldn't read topic 2, \(agents, video: This `?\(/,
    );
    await world.press(actionOf(reply, 'Subscribe to'));
    expect(followed()).toEqual(['diffusion', 'agents', 'video']);
  });

  test('leaves out what is followed already, and says so', async () => {
    await world.ask('subscribe diffusion');
    const words = wordsOf(await world.ask('subscribe Diffusion, agents, agents'));
    expect(followed()).toEqual(['diffusion', 'agents']);
    expect(words).toContain('Subscribed #general to agents.');
    expect(words).toContain('Already subscribed: diffusion');
  });

  test('refuses more than a channel can follow, all of them', async () => {
    const many = Array.from({ length: 201 }, (_, at) => `w${at}`).join(', ');
    expect(wordsOf(await world.ask(`subscribe ${many}`))).toContain('200 is the limit');
    expect(followed()).toEqual([]);
  });
});

describe('a topic with a mistake', () => {
  test('is mended as a topic, never as a search', async () => {
    const reply = await world.ask('subscribe (foo');
    expect(reply.actions.map(({ act }) => act)).toEqual([{ do: 'subscribe', query: 'foo' }]);
    expect(followed()).toEqual([]);
  });
});

describe('unsubscribing from several topics', () => {
  beforeEach(async () => {
    await world.ask('subscribe diffusion, agents, video, "fine, tuning"');
  });

  test.each([
    ['#1, #3', ['agents', '"fine, tuning"']],
    ['1 3', ['agents', '"fine, tuning"']],
    ['#1 and #3', ['agents', '"fine, tuning"']],
    ['Diffusion, video', ['agents', '"fine, tuning"']],
    ['#1, video', ['agents', '"fine, tuning"']],
    ['"fine, tuning"', ['diffusion', 'agents', 'video']],
  ])('%s', async (typed, left) => {
    await world.ask(`unsubscribe ${typed}`);
    expect(followed()).toEqual(left);
  });

  test('changes nothing when one is not followed, and names it', async () => {
    expect(wordsOf(await world.ask('unsubscribe #1, #9'))).toContain(
      "Nothing was changed. #general doesn't follow topic #9.",
    );
    expect(wordsOf(await world.ask('unsubscribe agents, lora'))).toContain("doesn't follow lora.");
    expect(followed()).toHaveLength(4);
  });
});

describe('a query that can be read in two ways', () => {
  test('is answered in one, and the other is offered', async () => {
    const reply = await world.ask('learning without forgetting');
    expect(titlesOf(reply)).toEqual(['Learning without forgetting']);
    expect(wordsOf(reply)).toContain('If you meant something else: learning -forgetting');
    expect(reply.actions.map(({ label }) => label)).toContain('Search learning -forgetting');
  });

  test('says so when it is subscribed to', async () => {
    const words = wordsOf(await world.ask('subscribe author:kaiming he'));
    expect(words).toContain('Only kaiming is read as author:.');
    expect(words).toContain('author:"kaiming he"');
  });
});

describe('a name without a field', () => {
  test('finds the author where no paper has these words, and offers the field', async () => {
    const reply = await world.ask('isaac gerber');
    expect(wordsOf(reply)).toContain('No paper mentions these words; these are by Isaac Gerber:');
    expect(wordsOf(reply)).toContain('To search for authors, write author:"isaac gerber".');
    expect(titlesOf(reply).sort()).toEqual(['Learning without forgetting', 'Tuning models with care']);
    await world.press(actionOf(reply, 'Follow'));
    expect(followed()).toEqual(['author:"isaac gerber"']);
  });

  test('finds one name, and the family name first', async () => {
    expect(wordsOf(await world.ask('Gerber'))).toContain(
      'No paper mentions this word; these are by Isaac Gerber',
    );
    expect(wordsOf(await world.ask('Gerber, Isaac'))).toContain('these are by Isaac Gerber');
  });

  test('is offered as an author when it is subscribed to', async () => {
    const reply = await world.ask('subscribe Isaac Gerber');
    expect(wordsOf(reply)).toContain(
      '2 papers are by Isaac Gerber. To follow the author, subscribe to author:"Isaac Gerber".',
    );
    await world.press(actionOf(reply, 'Subscribe to author'));
    expect(followed()).toContain('author:"isaac gerber"');
    expect(wordsOf(await world.ask('subscribe agents'))).not.toContain('To follow the author');
  });

  test('says so where its last word is a common word', async () => {
    const words = wordsOf(await world.ask('subscribe kaiming he'));
    expect(words).toContain('he is a common word, so it is left out.');
    expect(words).toContain('author:"kaiming he"');
  });

  test('never widens a topic', async () => {
    await world.ask('subscribe isaac gerber');
    expect(followed()).toEqual(['isaac gerber']);
  });
});

describe('nothing found', () => {
  test.each([
    ['zebras quagga', 'No paper has any of these words.'],
    ['not not video', 'Papers have some of these words, but none has the exact phrase.'],
    ['"not video"', 'Papers have some of these words, but none has the exact phrase.'],
    ['"zebras quagga"', 'No paper has any of these words.'],
    ['v*', 'To match the beginning of a word, write at least two letters before the star, as in transform*.'],
    ['zebras', 'No paper has this word.'],
    ['tpo 5', 'No paper has tpo-5.'],
    ['tpo 5 quagga', 'No paper has tpo-5 or quagga.'],
    ['zebras -video', 'No paper has zebras.'],
    ['diffusion upvotes:>100', 'Papers have some of these words, but none matches the whole query.'],
    ['year:1999', 'No paper matches.'],
    ['title:zebras', 'No paper has this in its title.'],
  ])('%s: %s', async (typed, reason) => {
    expect(wordsOf(await world.ask(typed))).toContain(reason);
  });
});

test('a button that mends a long query means all of it', async () => {
  await world.ask('subscribe diffusion');
  const words = `${Array.from({ length: 83 }, (_, at) => `word${at}zzzzz`).join(' ')} lastwords99`;
  const offered = actionOf(await world.ask(`edit #1 (${words}`), 'Use');
  expect(offered).toEqual({ do: 'ask', text: `edit #1 ${words}` });
  expect(`edit #1 ${words}`.length).toBeGreaterThan(1_000);
  expect(words.length).toBeLessThan(1_000);
  await world.press(offered);
  expect(world.app.channels.topics(general.id).map(({ query }) => query)).toEqual([words]);
});

test('a search and a topic can be of one source, which is told by the names that the sources have', async () => {
  const theirs = paperOf('Diffusion for theirs');
  await world.app.archive.put(digestOf('2026-11-23', theirs), 'arxiv:cs.LG+stat.ML');
  expect(titlesOf(await world.ask('diffusion source:arxiv'))).toEqual(['Diffusion for theirs']);
  expect(titlesOf(await world.ask('diffusion source:"test source"'))).toEqual(['Video diffusion']);
  expect(wordsOf(await world.ask('source:arxiv diffusion'))).not.toContain('If you meant something else');
  expect(titlesOf(await world.ask('diffusion source:test-source'))).toEqual(['Video diffusion']);
  expect(titlesOf(await world.ask('diffusion -source:arxiv'))).toEqual(['Video diffusion']);
  expect(wordsOf(await world.ask('subscribe diffusion source:arxiv'))).toContain('source:arxiv');
  await world.tick('2026-11-23T09:30:00Z');
  expect(world.readers.seen.flatMap(titlesOf)).toEqual(['Diffusion for theirs']);
});
