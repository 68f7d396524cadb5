import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  type AppWorld,
  actionOf,
  ada,
  createAppWorld,
  digestOf,
  general,
  ml,
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
      paperOf('Tuning hyperparameters with care', { upvotes: 4, authors: ['Ada Lovelace', 'Alan Turing'] }),
      paperOf('Continual learning without replay', { upvotes: 9, publishedOn: '2026-11-18' }),
      paperOf('Video diffusion on a budget', { upvotes: 7, abstract: 'Hyper-parameter free.' }),
      ...Array.from({ length: 12 }, (_, at) => paperOf(`Agents that play game number ${at + 1}`)),
    ),
  ];
  await world.app.readSources();
  await world.app.service.join(general);
});

describe('search', () => {
  test('finds every spelling, titles first, with the words marked', async () => {
    const reply = await world.ask('hyper parameters');
    expect(reply.audience).toBe('person');
    expect(titlesOf(reply)).toEqual(['Tuning hyperparameters with care', 'Video diffusion on a budget']);
    const cards = reply.blocks.flatMap((block) => (block.kind === 'cards' ? block.cards : []));
    expect(cards[0]?.title).toContainEqual({ text: 'hyperparameters', style: 'match' });
    expect(cards[1]?.excerpt).toContainEqual({ text: 'Hyper-parameter', style: 'match' });
  });

  test('says what an acronym includes and how to turn that off, and finds only the letters in quotes', async () => {
    await world.ask('subscribe rl');
    world.digests = [
      digestOf('2026-11-21', paperOf('Reinforcement learning at play'), paperOf('RL at work')),
    ];
    await world.app.readSources();
    const reply = await world.ask('rl');
    expect(titlesOf(reply)).toEqual(['RL at work', 'Reinforcement learning at play']);
    expect(wordsOf(reply)).toContain('Including reinforcement learning. Use quotes to turn this off: "rl".');
    const exact = await world.ask('"rl"');
    expect(titlesOf(exact)).toEqual(['RL at work']);
    expect(wordsOf(exact)).not.toContain('Including');
    expect(titlesOf(await world.ask('preview'))).toEqual(expect.arrayContaining(titlesOf(reply)));
  });

  test('gives the next page, and shares one with the channel, by whom', async () => {
    const first = await world.ask('agents');
    expect(wordsOf(first)).toContain('12 papers for agents');
    const second = await world.press(actionOf(first, 'More results'));
    expect(titlesOf(second)).toHaveLength(5);
    expect(titlesOf(second)).not.toContain(titlesOf(first)[0]);
    const third = await world.press(actionOf(second, 'More results'));
    expect(titlesOf(third)).toHaveLength(2);
    expect(third.actions.map(({ label }) => label)).not.toContain('More results');
    const shared = await world.press(actionOf(first, 'Share'));
    expect(shared.audience).toBe('channel');
    expect(wordsOf(shared)).toContain('Ada shared a search');
    expect(titlesOf(shared)).toEqual(titlesOf(first));
  });

  test('shows the closest and says so when nothing has all the words', async () => {
    const reply = await world.ask('continual zebras');
    expect(wordsOf(reply)).toContain('No paper matches all of continual zebras. Closest matches');
    expect(titlesOf(reply)).toEqual(['Continual learning without replay']);
  });

  test('asks whether another word was meant, and never searches for it by itself', async () => {
    const reply = await world.ask('difusion');
    expect(wordsOf(reply)).toContain('Did you mean diffusion?');
    expect(titlesOf(reply)).toEqual([]);
    expect(titlesOf(await world.press(actionOf(reply, 'Search')))).toEqual(['Video diffusion on a budget']);
  });

  test('points at the place of what it does not understand', async () => {
    const reply = await world.ask('autor:lovelace');
    expect(wordsOf(reply)).toContain('autor:lovelace\n^^^');
    expect(wordsOf(reply)).toMatch(/author:/);
  });

  test('tells of a command that was nearly typed', async () => {
    expect(wordsOf(await world.ask('subscirbe lora'))).toContain('subscribe');
  });
});

describe('following', () => {
  test('shows what it would have brought, and the resulting whole', async () => {
    const words = wordsOf(await world.ask('subscribe "continual learning"'));
    expect(words).toContain('1 of the 15 papers in the digest for Fri, Nov 20, 2026 matches.');
    expect(words).toContain('Continual learning without replay');
    expect(words).toMatch(
      /#general follows 1 topic:\n1 {2}"continual learning" {2}by Ada on Mon, Nov 23, 2026; no paper yet/,
    );
    expect(words).toContain('Next post: Mon, Nov 23, 2026 at 09:00 UTC.');
  });

  test('warns of a topic that would have brought nothing, and of one that is nearly everything', async () => {
    expect(wordsOf(await world.ask('subscribe quantum'))).toContain(
      '0 of the 15 papers in the digest for Fri, Nov 20, 2026 match. That may be what you want',
    );
    expect(wordsOf(await world.ask('subscribe studied'))).toContain('That is nearly everything');
  });

  test('the same meaning twice is said, not doubled', async () => {
    await world.ask('subscribe fine-tuning');
    const words = wordsOf(await world.ask('subscribe Finetuning'));
    expect(words).toContain(
      '#general already follows fine-tuning (#1, subscribed by Ada). Nothing was changed.',
    );
    expect(world.app.channels.topics(general.id)).toHaveLength(1);
  });

  test('ends by number, by query in another spelling, or altogether', async () => {
    for (const topic of ['lora', 'fine-tuning', 'agents', 'video']) {
      await world.ask(`subscribe ${topic}`);
      world.now += 1_000;
    }
    await world.ask('unsubscribe #1');
    await world.ask('unsubscribe finetuning');
    expect(world.app.channels.topics(general.id).map(({ query }) => query)).toEqual(['agents', 'video']);
    expect(wordsOf(await world.ask('unsubscribe #7'))).toContain("doesn't follow topic #7");
    expect(wordsOf(await world.ask('unsubscribe all'))).toContain('follows no topics');
  });

  test('a query that is not understood changes nothing', async () => {
    await world.ask('subscribe (lora');
    expect(world.app.channels.topics(general.id)).toEqual([]);
  });

  test("is the channel's own: another follows nothing", async () => {
    await world.ask('subscribe lora');
    expect(wordsOf(await world.ask('topics', ml))).toContain('#ml follows no topics');
  });

  test('outlives a restart', async () => {
    await world.ask('subscribe lora');
    await world.restart();
    expect(wordsOf(await world.ask('topics'))).toContain(
      '1  lora  including low-rank adaptation  by Ada on Mon, Nov 23, 2026',
    );
  });
});

describe('digests and papers', () => {
  test('today is the newest digest, best first, a page at a time', async () => {
    const first = await world.ask('today');
    expect(wordsOf(first)).toContain('Papers for Fri, Nov 20, 2026');
    expect(titlesOf(first).slice(0, 3)).toEqual([
      'Continual learning without replay',
      'Video diffusion on a budget',
      'Tuning hyperparameters with care',
    ]);
    expect(titlesOf(await world.press(actionOf(first, 'Show more')))).toHaveLength(5);
  });

  test('yesterday is counted by the clocks of the channel', async () => {
    world.now = Date.parse('2026-11-21T13:00:00Z');
    expect(wordsOf(await world.ask('date yesterday'))).toMatch(/Nov 20, 2026\n15 papers/);
    await world.ask('schedule daily 9 Pacific/Auckland');
    expect(wordsOf(await world.ask('date 2 days ago'))).toMatch(/Nov 20, 2026\n15 papers/);
  });

  test('a day without a digest names the nearest', async () => {
    expect(wordsOf(await world.ask('date 2026-11-22'))).toContain('Try /papers date 2026-11-20.');
  });

  test('cites with what is known, and nothing else', async () => {
    const [paper] = world.digests[0]?.papers ?? [];
    const words = wordsOf(await world.ask(`cite ${paper?.id}`));
    expect(words).toContain('title = {{Tuning hyperparameters with care}},');
    expect(words).toContain('author = {Ada Lovelace and Alan Turing},');
    expect(words).not.toContain('year');
  });

  test('takes the ids that cards show, links that it printed, and several at once', async () => {
    const own = {
      ...paperOf('A paper of a feed', { url: 'https://www.mdpi.com/1424-8220/25/22/7001' }),
      id: 's42',
    };
    const forum = { ...paperOf('A paper of a forum'), id: 'https://openreview.net/forum?id=AbC_dEf-12' };
    const blog = paperOf('A paper of a blog', { url: 'https://blog.example.org/on-words/' });
    const plain = paperOf('A paper of arXiv');
    world.digests = [digestOf('2026-11-24', own, forum, plain, blog)];
    await world.tick('2026-11-24T10:00:00Z');
    for (const typed of ['s42', 'id s42', 'S42', 'https://mdpi.com/1424-8220/25/22/7001/htm?utm_source=x'])
      expect(wordsOf(await world.ask(`cite ${typed}`))).toContain('{A paper of a feed}');
    expect(wordsOf(await world.ask('why https://openreview.net/pdf?id=AbC_dEf-12'))).toContain('of a forum');
    expect(titlesOf(await world.ask('https://www.mdpi.com/1424-8220/25/22/7001'))).toEqual([
      'A paper of a feed',
    ]);
    expect(titlesOf(await world.ask('https://blog.example.org/on-words'))).toEqual(['A paper of a blog']);
    const saved = wordsOf(await world.ask(`save ${plain.id}, ${forum.id} please`));
    expect(saved).toContain('Saved A paper of arXiv');
    expect(saved).toContain('Saved A paper of a forum');
    const chosen = (text: string) =>
      world.app.service.ask({ place: general, person: ada, text, chosen: true }).then(wordsOf);
    expect(await chosen('cite model')).toContain('cite takes id: the paper');
    expect(await chosen('cite s42')).toContain('@misc');
    expect(wordsOf(await world.ask('save s42'))).toContain('Saved A paper of a feed');
    expect(titlesOf(await world.ask('saved'))).toHaveLength(3);
    expect(titlesOf(await world.ask('save s43'))).not.toContain('A paper of a feed');
  });

  test('keeps a reading list for each person', async () => {
    const id = world.digests[0]?.papers[0]?.id ?? '';
    await world.ask(`save ${id}`);
    expect(titlesOf(await world.ask('saved'))).toEqual(['Tuning hyperparameters with care']);
    const other = await world.app.service.ask({
      place: general,
      person: { id: 'u2', name: 'Bob' },
      text: 'saved',
    });
    expect(titlesOf(other)).toEqual([]);
    await world.ask(`unsave ${id}`);
    expect(titlesOf(await world.ask('saved'))).toEqual([]);
  });

  test('a reading list offers Remove and not Save, in pages', async () => {
    const papers = Array.from({ length: 13 }, (_, at) => paperOf(`A paper worth reading ${at}`));
    world.digests = [digestOf('2026-11-24', ...papers)];
    await world.tick('2026-11-24T10:00:00Z');
    for (const { id } of papers) await world.ask(`save ${id}`);
    const list = await world.ask('saved');
    const cards = list.blocks.flatMap((block) => (block.kind === 'cards' ? block.cards : []));
    expect(cards).toHaveLength(10);
    const labels = cards.map(({ actions }) => actions.map(({ label }) => label));
    expect(labels.every((row) => row.includes('Remove') && !row.includes('Save'))).toBe(true);
    expect(titlesOf(await world.press(actionOf(list, 'Show more (3)')))).toHaveLength(3);
    const remove = cards[0]?.actions.find(({ label }) => label === 'Remove')?.act;
    if (remove) expect(wordsOf(await world.press(remove))).toContain('Removed A paper worth reading 12');
    // The page behind a button of an earlier version is there still, and so is the last one when it was emptied.
    expect(titlesOf(await world.press({ do: 'saved', from: 10 }))).toHaveLength(2);
    expect(titlesOf(await world.press({ do: 'saved', from: 400 }))).toHaveLength(2);
  });

  test('the answer to Abstract names all authors, and a picture is shown unless the channel wants none', async () => {
    const authors = ['Ann Lee', 'Bob Ray', 'Cy Doe', 'Di Fox'];
    const paper = paperOf('Crowded', { authors, thumbnail: 'https://pictures.example/1.png' });
    world.digests = [digestOf('2026-11-24', paper)];
    await world.tick('2026-11-24T10:00:00Z');
    const abstract = () => world.press({ do: 'abstract', id: paper.id });
    const pictures = async () => JSON.stringify(await abstract()).includes('pictures.example');
    expect(wordsOf(await abstract())).toContain('Authors: Ann Lee, Bob Ray, Cy Doe, Di Fox');
    expect(await pictures()).toBe(true);
    await world.ask('thumbnails off');
    expect(await pictures()).toBe(false);
  });

  test('papers leave a reading list by their places on it, the newest first', async () => {
    const papers = ['One', 'Two', 'Three', 'Four'].map((title) => paperOf(title));
    world.digests = [digestOf('2026-11-24', ...papers)];
    await world.tick('2026-11-24T10:00:00Z');
    for (const { id } of papers) await world.ask(`save ${id}`);
    expect(wordsOf(await world.ask('unsave #1, #3'))).toBe(
      'Removed Four from your reading list.\nRemoved Two from your reading list.',
    );
    expect(titlesOf(await world.ask('saved'))).toEqual(['Three', 'One']);
    expect(wordsOf(await world.ask('unsave #3'))).toBe("#3 isn't on your reading list.");
  });

  test('an id that is not kept is said to be that', async () => {
    expect(wordsOf(await world.ask('cite 2001.00001'))).toContain('No paper with the ID 2001.00001');
    for (const page of ['PMID: 41250001', 'https://www.mdpi.com/1424-8220/25/22/7002'])
      expect(wordsOf(await world.ask(`why ${page}`))).toContain('No paper from ');
    expect(wordsOf(await world.press({ do: 'abstract', id: 'nonsense' }))).toContain(
      "nonsense isn't a paper ID or a link to a paper",
    );
  });
});

describe('settings', () => {
  test('each is confirmed with the whole that results', async () => {
    await world.ask('limit 5');
    await world.ask('order date');
    await world.ask('layout titles');
    const words = wordsOf(await world.ask('schedule weekdays 17:30 Europe/Berlin'));
    expect(words).toContain('When: every weekday at 17:30, Europe/Berlin');
    expect(words).toContain('Papers per post: up to 5, sorted by date');
    expect(words).toContain('Layout: titles only');
    expect(words).toContain('Next post: Mon, Nov 23, 2026 at 17:30 Europe/Berlin.');
  });

  test.each([
    ['limit 3', 'Posts already show up to 3 papers. Nothing was changed.'],
    ['order date', 'Papers are already sorted by date. Nothing was changed.'],
    ['abstracts on', 'Posts already show papers as cards with a summary. Nothing was changed.'],
    ['abstracts off', 'Posts already show one line for each paper. Nothing was changed.'],
    ['layout titles', 'Posts already show titles only. Nothing was changed.'],
    ['thumbnails off', 'Cards already have no pictures. Nothing was changed.'],
    ['thumbnails on', 'Cards already have pictures. Nothing was changed.'],
    ['quiet on', 'Days without papers already get one line saying why. Nothing was changed.'],
    ['quiet off', 'Days without papers already get no post. Nothing was changed.'],
    ['schedule weekdays 8:30', 'The schedule is already every weekday at 08:30, UTC. Nothing was changed.'],
    ['schedule Berlin', 'The schedule is already every day at 09:00, Europe/Berlin. Nothing was changed.'],
    ['schedule default', 'The schedule is already every day at 09:00, UTC. Nothing was changed.'],
  ])('`%s` where it is so already says that nothing was changed', async (text, said) => {
    await world.ask('subscribe agents');
    await world.ask(text);
    const before = structuredClone(world.app.channels.get(general.id));
    world.now += 60_000;
    expect(wordsOf(await world.ask(text))).toContain(said);
    expect(world.app.channels.get(general.id)).toEqual(before);
  });

  test('a pause says who paused, and preview still tells what waits', async () => {
    expect(wordsOf(await world.ask('pause'))).toContain('Paused by Ada');
    expect(wordsOf(await world.ask('pause'))).toContain('Already paused');
    expect(wordsOf(await world.ask('preview'))).toContain('Continual learning without replay');
    expect(wordsOf(await world.ask('resume'))).toContain('Resumed.');
  });
});

test('a schedule without a time keeps the time that is set, and says all of it back', async () => {
  const typed = async (text: string) => wordsOf(await world.ask(text)).split('\n')[0];
  await world.ask('schedule daily 8:30');
  expect(await typed('schedule weekdays')).toBe(
    'Schedule updated: every weekday at 08:30, UTC. The time stays the same.',
  );
  expect(await typed('schedule mon thu Berlin')).toContain(
    'every Monday and Thursday at 08:30, Europe/Berlin.',
  );
  expect(await typed('schedule weekly mon thu')).toContain('already');
  expect(await typed('time 10:00')).toBe(
    'Schedule updated: every Monday and Thursday at 10:00, Europe/Berlin. The days stay the same.',
  );
  await world.ask('schedule 8:30');
  const offered = await world.ask('weekly');
  await world.press(actionOf(offered, 'Schedule weekly'));
  expect(await typed('schedule')).toContain('every Monday at 08:30');
});

describe('a schedule that was turned off', () => {
  test.each(['schedule daily 9', 'schedule default'])('is turned on again by `%s`', async (again) => {
    expect(wordsOf(await world.ask('schedule off'))).toContain('Schedule turned off.');
    expect(wordsOf(await world.ask('status'))).toContain('Turned off by Ada. Set a schedule');
    const words = wordsOf(await world.ask(again));
    expect(words).toContain('Schedule updated and posts resumed: every day at 09:00, UTC.');
    expect(words).toContain('Next post:');
  });

  test.each(['resume', 'schedule on'])(
    'is turned on again by `%s`, as help and status say',
    async (again) => {
      await world.ask('schedule off');
      expect(wordsOf(await world.ask('status'))).toContain('Set a schedule or use /papers resume to start');
      expect(wordsOf(await world.ask('help schedule'))).toContain('until you set a schedule or use resume');
      expect(wordsOf(await world.ask(again))).toContain('Resumed.');
    },
  );

  test('stays off for a new zone, and says so', async () => {
    await world.ask('schedule off');
    const words = wordsOf(await world.ask('schedule Berlin'));
    expect(words).toContain('Schedule updated: every day at 09:00, Europe/Berlin. Posts stay paused');
    expect(words).not.toContain('Next post:');
  });

  test.each([[['pause']], [['schedule off', 'pause']], [['pause', 'schedule off']]])(
    'is another thing than a pause: after %j a new schedule leaves posts paused, and says so',
    async (before) => {
      for (const text of before) await world.ask(text);
      const words = wordsOf(await world.ask('schedule daily 9'));
      expect(words).toContain('Schedule updated: every day at 09:00, UTC. Posts stay paused');
      expect(words).toContain('Paused by Ada.');
    },
  );
});

describe('help', () => {
  test('comes for nothing, and lists every command', async () => {
    const words = wordsOf(await world.ask(''));
    for (const command of ['subscribe', 'schedule', 'status', 'why', 'cite'])
      expect(words).toContain(`/papers ${command}`);
  });

  test('comes with what is wrong, for a command begun wrongly', async () => {
    const words = wordsOf(await world.ask('limit many'.replace('many', '999')));
    expect(words).toContain('1 to 50');
    expect(words).toContain('/papers limit 5');
  });
});

test('a store that fails is answered in words, and the answer after it is as before', async () => {
  await sql.raw('PRAGMA query_only = ON').execute(world.store.db);
  expect(wordsOf(await world.ask('subscribe lora'))).toContain("That didn't work, and nothing was changed.");
  await sql.raw('PRAGMA query_only = OFF').execute(world.store.db);
  expect(wordsOf(await world.ask('topics'))).toContain('follows no topics');
});
