import { beforeEach, describe, expect, test } from 'vitest';
import type { Post } from '../../src/model/message.ts';
import {
  type AppWorld,
  actionOf,
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
  world = await createAppWorld('2026-11-22T12:00:00Z');
  world.digests = [digestOf('2026-11-20', paperOf('An old paper about nothing'))];
  await world.app.readSources();
  await world.app.service.join(general);
});

const posts = (channel = general.id): Post[] => world.readers.seen.filter((post) => post.channel === channel);
const titles = (channel = general.id) => posts(channel).map(titlesOf);

describe('a channel without topics', () => {
  test("gets the day's papers at nine, best first, once", async () => {
    await world.tick('2026-11-23T08:59:00Z');
    expect(posts()).toEqual([]);
    world.digests = [
      digestOf('2026-11-23', paperOf('Few votes', { upvotes: 1 }), paperOf('Many votes', { upvotes: 9 })),
    ];
    await world.tick('2026-11-23T09:00:00Z');
    await world.tick('2026-11-23T09:01:00Z');
    await world.restart();
    await world.tick('2026-11-23T09:02:00Z');
    expect(titles()).toEqual([['Many votes', 'Few votes', 'An old paper about nothing']]);
  });

  test('gets late additions with the next post, and nothing that it had', async () => {
    const first = paperOf('In time');
    world.digests = [digestOf('2026-11-23', first)];
    await world.tick('2026-11-23T09:00:00Z');
    world.digests = [
      digestOf('2026-11-23', first, paperOf('Too late for the first')),
      digestOf('2026-11-24', first),
    ];
    await world.tick('2026-11-24T09:00:00Z');
    expect(titles().at(-1)).toEqual(['Too late for the first']);
  });

  test('is not flooded by an archive that is filled afterwards', async () => {
    world.digests = Array.from({ length: 20 }, (_, at) =>
      digestOf(`2026-10-${at + 10}`, paperOf(`Old paper ${at}`)),
    );
    await world.tick('2026-11-23T09:00:00Z');
    expect(titles()).toEqual([['An old paper about nothing']]);
  });

  test('shows at most its limit, and the rest behind a button', async () => {
    world.digests = [
      digestOf('2026-11-23', ...Array.from({ length: 14 }, (_, at) => paperOf(`Paper ${at + 1}`))),
    ];
    await world.tick('2026-11-23T09:00:00Z');
    const [post] = posts();
    expect(titlesOf(post as Post)).toHaveLength(10);
    const rest = await world.press(actionOf(post as Post, 'Show 5 more'));
    // The button says it; a line beside it would only repeat it.
    expect(wordsOf(post as Post)).not.toMatch(/\b5 more\b/);
    expect(titlesOf(rest)).toHaveLength(5);
    await world.tick('2026-11-24T09:00:00Z');
    expect(posts()).toHaveLength(1);
  });
});

test('a post of several digests says so in its title', async () => {
  world.digests = [
    digestOf('2026-11-20', paperOf('An older paper')),
    digestOf('2026-11-23', paperOf('A newer paper')),
  ];
  await world.tick('2026-11-23T09:00:00Z');
  const [post] = posts();
  const both = 'Papers for Fri, Nov 20, 2026 and Mon, Nov 23, 2026';
  expect(post?.blocks[0]).toEqual({ kind: 'heading', text: both });
  expect(post?.summary).toMatch(new RegExp(`^${both}: `));
});

describe('a channel with topics', () => {
  test('gets what matches, under its topics, with what else they matched', async () => {
    await world.ask('subscribe "continual learning"', ml);
    world.now += 1;
    await world.ask('subscribe agents', ml);
    world.digests = [
      digestOf(
        '2026-11-23',
        paperOf('Agents in the wild'),
        paperOf('Continual learning with agents'),
        paperOf('Video diffusion'),
      ),
    ];
    await world.tick('2026-11-23T09:00:00Z');
    const [post] = posts(ml.id);
    const headings = post?.blocks.flatMap((block) => (block.kind === 'heading' ? block.text : []));
    expect(headings).toEqual(['Papers for Mon, Nov 23, 2026', 'agents', '"continual learning"']);
    expect(wordsOf(post as Post)).toContain('studied here. | agents');
    expect(wordsOf(post as Post)).toContain('2 of 4 new papers match the topics followed here.');
  });

  test('gets the papers that its words weigh most in first when it orders by relevance, as search does', async () => {
    await world.ask('subscribe diffusion', ml);
    await world.ask('order relevance', ml);
    world.digests = [
      digestOf(
        '2026-11-23',
        paperOf('Pricing Parking Garages', {
          abstract: 'As an aside, one baseline uses diffusion.',
          upvotes: 9,
        }),
        paperOf('Diffusion Models', { abstract: 'Diffusion, diffusion and once more diffusion.' }),
      ),
    ];
    await world.tick('2026-11-23T09:00:00Z');
    expect(titles(ml.id)[0]).toEqual(['Diffusion Models', 'Pricing Parking Garages']);
    expect(titles(ml.id)[0]).toEqual(titlesOf(await world.ask('diffusion', ml)));
    expect(wordsOf(posts(ml.id)[0] as Post)).toContain(
      '2 of 3 new papers match the topic diffusion, sorted by relevance.',
    );
  });

  test.each([
    ['votes', ', sorted by votes.'],
    ['date', ', newest first.'],
  ])('says that its order is %s', async (order, words) => {
    await world.ask('subscribe agents', ml);
    await world.ask(`order ${order}`, ml);
    world.digests = [
      digestOf(
        '2026-11-23',
        paperOf('Agents', { upvotes: 1, publishedOn: '2026-11-22' }),
        paperOf('More agents', { upvotes: 2, publishedOn: '2026-11-21' }),
      ),
    ];
    await world.tick('2026-11-23T09:00:00Z');
    expect(wordsOf(posts(ml.id)[0] as Post)).toContain(`2 of 3 new papers match the topic agents${words}`);
  });

  test('gets what search finds for the same query, and nothing else', async () => {
    const query = '(rl OR "reinforcement learning") -game upvotes:>2';
    await world.ask(`subscribe ${query}`, ml);
    world.digests = [
      digestOf(
        '2026-11-23',
        paperOf('RL for robots', { upvotes: 3 }),
        paperOf('RL for a game', { upvotes: 3 }),
        paperOf('Reinforcement learning at scale', { upvotes: 2 }),
        paperOf('Reinforcement learning, small', { upvotes: 30 }),
      ),
    ];
    await world.tick('2026-11-23T09:00:00Z');
    expect(titles(ml.id)[0]?.toSorted()).toEqual(titlesOf(await world.ask(query)).toSorted());
  });
});

describe('silence has a reason', () => {
  test('when no digest came', async () => {
    await world.tick('2026-11-23T09:00:00Z');
    await world.tick('2026-11-24T09:00:00Z');
    expect(wordsOf(await world.ask('status'))).toContain('no new digest has arrived since the last post');
    expect(wordsOf(await world.ask('preview'))).toContain('Nothing would be posted now');
  });

  test('when nothing matched, of how many', async () => {
    await world.ask('subscribe quantum', ml);
    world.digests = [digestOf('2026-11-23', paperOf('One'), paperOf('Two'))];
    await world.tick('2026-11-23T09:00:00Z');
    expect(posts(ml.id)).toEqual([]);
    expect(wordsOf(await world.ask('status', ml))).toContain(
      'none of the 3 papers that arrived match the topics followed here',
    );
  });

  test('when the channel is paused', async () => {
    await world.ask('pause');
    await world.tick('2026-11-23T09:00:00Z');
    expect(posts()).toEqual([]);
    expect(wordsOf(await world.ask('status'))).toContain('Ada paused posts');
  });

  test('in one line, where the channel asked for it', async () => {
    await world.ask('quiet on');
    await world.tick('2026-11-23T09:00:00Z');
    await world.tick('2026-11-24T09:00:00Z');
    expect(posts().at(-1)?.summary).toBe(
      'Nothing today: no new digest has arrived since the last post. The newest one is for Fri, Nov 20, 2026.',
    );
  });
});

describe('being down at the due time', () => {
  test('gives one late post on return, marked so', async () => {
    await world.restart();
    await world.tick('2026-11-24T20:00:00Z');
    expect(posts()).toHaveLength(1);
    expect(wordsOf(posts()[0] as Post)).toContain(
      'Late: this post was due on Tue, Nov 24, 2026 at 09:00 UTC.',
    );
  });

  test('for more than 36 hours merges what was missed into the next post', async () => {
    await world.ask('schedule weekly mon 09:00');
    await world.tick('2026-11-24T22:00:00Z');
    expect(posts()).toEqual([]);
    expect(wordsOf(await world.ask('status'))).toContain('Its papers will be in the next post');
    await world.tick('2026-11-30T09:00:00Z');
    expect(titles()).toEqual([['An old paper about nothing']]);
  });
});

describe('a channel that cannot be posted to', () => {
  test('keeps its topics, says why, tells once, stops no other, and recovers by itself', async () => {
    await world.app.service.join(ml);
    await world.ask('subscribe paper', ml);
    const told: string[] = [];
    world.readers.tell = async (person, { summary }) => void told.push(`${person.name}: ${summary}`);
    let refused = ml.id;
    world.faultFor = (post) => (post.channel === refused ? 'no-access' : 'none');
    await world.tick('2026-11-23T09:00:00Z');
    expect(titles()).toHaveLength(1);
    expect(wordsOf(await world.ask('status', ml))).toContain(
      'The bot was removed from the channel. Invite it again.',
    );
    await world.tick('2026-11-24T09:00:00Z');
    expect(told).toEqual([expect.stringContaining("Ada: We couldn't post to #ml")]);
    expect(world.app.channels.topics(ml.id)).toHaveLength(1);
    refused = '';
    await world.tick('2026-11-25T09:00:00Z');
    expect(titles(ml.id)).toEqual([['An old paper about nothing']]);
    expect(world.app.channels.get(ml.id)?.state).toEqual({ kind: 'ok' });
  });
});

test('a channel that cannot be posted to is well again as soon as the bot is let in', async () => {
  world.faultFor = () => 'no-access';
  await world.tick('2026-11-23T09:00:00Z');
  expect(world.app.channels.get(general.id)?.state.kind).toBe('no-access');
  await world.app.service.join(general);
  expect(world.app.channels.get(general.id)?.state.kind).toBe('ok');
});

test('a channel whose settings were damaged stays so, though it cannot be posted to either', async () => {
  world.faultFor = () => 'later';
  await world.tick('2026-11-23T09:00:00Z');
  await world.store.db
    .updateTable('channels')
    .set({ record: '{"limit":"many"}' })
    .where('id', '=', general.id)
    .execute();
  await world.restart();
  world.faultFor = () => 'no-access';
  await world.tick('2026-11-23T09:01:00Z');
  const [last] = await world.app.ledger.history(general.id, 1);
  expect(last).toMatchObject({ state: 'failed' });
  expect(world.app.channels.get(general.id)?.state.kind).toBe('damaged');
});

test('turns and claims that are long over are forgotten', async () => {
  const { db } = world.store;
  const now = world.store.now();
  const rows = [
    { name: 'of yesterday', open_at: now - 86_400_000 },
    { name: 'of now', open_at: now },
  ];
  await db.insertInto('turns').values(rows).execute();
  await world.tick('2026-11-23T09:00:00Z');
  const left = (await db.selectFrom('turns').select('name').execute()).map(({ name }) => name);
  expect(left).toContain('of now');
  expect(left).not.toContain('of yesterday');
});

describe('a place that the bot was not let into', () => {
  test('gets nothing because someone asked there', async () => {
    await world.ask('agents', ml);
    await world.ask('today', ml);
    await world.app.service.form(ml);
    await world.tick('2026-11-23T09:00:00Z');
    expect(posts(ml.id)).toEqual([]);
    expect(world.app.channels.get(ml.id)).toBeUndefined();
    expect(wordsOf(await world.ask('topics', ml))).toContain(
      '#ml follows no topics, so nothing is posted here.',
    );
  });

  test('gets what its topics bring, and nothing once it follows none', async () => {
    await world.ask('subscribe agents', ml);
    world.digests = [digestOf('2026-11-23', paperOf('Agents'), paperOf('Video'))];
    await world.tick('2026-11-23T09:00:00Z');
    expect(titles(ml.id)).toEqual([['Agents']]);
    await world.ask('unsubscribe all', ml);
    world.digests = [digestOf('2026-11-24', paperOf('Anything'))];
    await world.tick('2026-11-24T09:00:00Z');
    expect(titles(ml.id)).toHaveLength(1);
    await world.app.service.join(ml);
    await world.tick('2026-11-25T09:00:00Z');
    expect(titles(ml.id).at(-1)).toEqual(['Anything']);
  });
});

describe('why', () => {
  test('a paper came, is still to come, or did not', async () => {
    await world.ask('subscribe agents', ml);
    const hit = paperOf('Agents again');
    const miss = paperOf('Video');
    world.digests = [digestOf('2026-11-23', hit, miss)];
    await world.app.readSources();
    expect(wordsOf(await world.ask(`why ${hit.id}`, ml))).toContain('Not posted yet');
    await world.tick('2026-11-23T09:00:00Z');
    expect(wordsOf(await world.ask(`why ${hit.id}`, ml))).toContain('It was posted on Mon, Nov 23, 2026.');
    expect(wordsOf(await world.ask(`why ${hit.id}`, ml))).toContain('#1 agents matches: Agents');
    expect(wordsOf(await world.ask(`why ${miss.id}`, ml))).toContain(
      "It wasn't posted: it doesn't match the topic followed here.",
    );
    expect(wordsOf(await world.ask('why 2001.00001', ml))).toContain(
      'No source has sent a paper with the ID 2001.00001.',
    );
  });

  test('gives the one true reason for a paper that did not come', async () => {
    const why = async (paper: { id: string }, place = ml) =>
      wordsOf(await world.ask(`why ${paper.id}`, place));
    const before = paperOf('Agents of old');
    const early = paperOf('Agents early');
    world.digests = [digestOf('2026-11-21', before)];
    await world.app.readSources();
    world.digests = [digestOf('2026-11-22', paperOf('Something else'))];
    await world.app.readSources();
    await world.ask('subscribe robots', ml);
    expect(await why(before)).toContain("doesn't match the topic");
    world.digests = [digestOf('2026-11-23', early, paperOf('Robots'))];
    await world.tick('2026-11-23T09:00:00Z');
    world.now = Date.parse('2026-11-23T12:00:00Z');
    await world.ask('subscribe agents', ml);
    expect(await why(before)).toContain('it arrived before this channel started getting posts');
    expect(await why(early)).toContain('was added after the post for Mon, Nov 23, 2026');
    await world.ask('pause', ml);
    const paused = paperOf('Agents in a pause');
    world.digests = [digestOf('2026-11-24', paused)];
    await world.tick('2026-11-24T09:00:00Z');
    await world.ask('resume', ml);
    expect(await why(paused)).toContain('while posts were paused by Ada');
    const late = paperOf('Agents of last month');
    world.digests = [digestOf('2026-10-01', late)];
    await world.app.readSources();
    expect(await why(late)).toContain(
      'its digest, for Thu, Oct 1, 2026, is more than 3 days older than the newest one, for',
    );
    await world.tick('2026-11-25T09:00:00Z');
    expect(await why(late)).toContain(
      'its digest, for Thu, Oct 1, 2026, is more than 3 days older than the newest one, for',
    );
    const asked = paperOf('Agents on request');
    await world.app.archive.keep([asked], '2026-11-25');
    expect(await why(asked)).toContain('added for search only');
  });
});

test("a newcomer's channel gets the newest digest at once, and not again after a restart", async () => {
  await world.app.welcome(general.id);
  await world.restart();
  await world.app.welcome(general.id);
  await world.tick('2026-11-23T09:00:00Z');
  expect(titles()).toEqual([['An old paper about nothing']]);
});

test('what nobody knows is shown with a button that sends it', async () => {
  world.readers.find = async () => {
    throw new Error('history cannot be read');
  };
  let first = true;
  world.faultFor = () => {
    const fault = first ? 'drop-before' : 'none';
    first = false;
    return fault;
  };
  await world.tick('2026-11-23T09:00:00Z');
  for (let minute = 1; minute < 300; minute++)
    await world.tick(new Date(Date.parse('2026-11-23T09:00:00Z') + minute * 60_000).toISOString());
  expect(posts()).toEqual([]);
  const status = await world.ask('status');
  expect(wordsOf(status)).toContain("we couldn't confirm that this post was delivered");
  await world.press(actionOf(status, 'Send the post for Mon, Nov 23, 2026 again'));
  await world.app.deliver();
  expect(titles()).toEqual([['An old paper about nothing']]);
});

describe('papers that another process brings while a post is planned', () => {
  /** Puts a digest right after the next reading of papers. */
  const bringAfterReading = (title: string) => {
    const { archive } = world.app;
    const { getMany } = archive;
    archive.getMany = async (ids) => {
      archive.getMany = getMany;
      const found = await getMany(ids);
      await archive.put(digestOf('2026-11-23', paperOf(title)), 'another process');
      return found;
    };
  };

  test('come with the next post after a welcome', async () => {
    bringAfterReading('Just in time');
    await world.app.welcome(general.id);
    await world.tick('2026-11-24T09:00:00Z');
    expect(titles()).toEqual([['An old paper about nothing'], ['Just in time']]);
  });

  test('come with the next post after that of the day', async () => {
    bringAfterReading('Just too late');
    await world.tick('2026-11-23T09:00:00Z');
    await world.tick('2026-11-24T09:00:00Z');
    expect(titles()).toEqual([['An old paper about nothing'], ['Just too late']]);
  });

  test('come to a channel that joins while the first digest is being kept', async () => {
    const first = await createAppWorld('2026-11-22T12:00:00Z');
    const { archive } = first.app;
    const { days } = archive;
    archive.days = async () => {
      const before = await days();
      archive.days = days;
      await archive.put(digestOf('2026-11-22', paperOf('The very first')), 'another process');
      return before;
    };
    await first.app.service.join(general);
    await first.tick('2026-11-23T09:00:00Z');
    expect(first.readers.seen.map(titlesOf)).toEqual([['The very first']]);
  });
});

test('a post of a channel that another process has just joined is sent by one that has not heard of it', async () => {
  const world = await createAppWorld('2026-11-23T08:00:00Z');
  const other = await createAppWorld('2026-11-23T08:00:00Z', { store: world.store });
  await other.app.service.join(general);
  await other.app.archive.put(digestOf('2026-11-23', paperOf('For a new channel')), 'test');
  other.now = Date.parse('2026-11-23T09:00:00Z');
  await other.app.plan();
  expect(world.app.channels.get(general.id)).toBeUndefined();
  world.now = other.now;
  await world.app.send();
  expect(world.readers.seen.map(titlesOf)).toEqual([['For a new channel']]);
});
