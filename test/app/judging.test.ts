import { describe, expect, test } from 'vitest';
import { readSettings } from '../../src/config/settings.ts';
import { plain } from '../../src/model/message.ts';
import {
  type Answer,
  type Asked,
  type Endpoint,
  fails,
  fits,
  refuse,
  say,
  startEndpoint,
} from '../language-model/endpoint.ts';
import { type AppWorld, createAppWorld, digestOf, general, paperOf, wordsOf } from './world.ts';

const LONG = 'We study how rewards can be had for less. '.repeat(9);

/** Answers by what is asked: judgements say yes to what is cheap. */
const judge: Answer = (response, { messages }: Asked) => {
  const { criterion, title } = JSON.parse(messages[1]?.content ?? '{}');
  if (criterion === undefined) return say(response, JSON.stringify({ summary: `In short: ${title}.` }));
  say(response, title.startsWith('Cheap') ? fits('It cuts the cost.') : fails('It only measures.'));
};

async function world(...answers: Answer[]): Promise<{ app: AppWorld; endpoint: Endpoint }> {
  const endpoint = await startEndpoint(...answers);
  const { settings } = readSettings({ LLM_URL: endpoint.url, LLM_MODEL: 'm', LLM_PER_DAY: '50' }, '/');
  if (!settings) throw new Error('the settings are wrong');
  const app = await createAppWorld('2026-11-23T08:00:00Z', {
    settings,
    sleep: async (ms) => (ms < 5_000 ? undefined : new Promise(() => {})),
  });
  await app.app.service.join(general);
  return { app, endpoint };
}

const cheap = paperOf('Cheap RLHF', { abstract: LONG });
const benchmark = paperOf('A benchmark of RLHF', { abstract: LONG });
const birds = paperOf('Birds of Norway', { abstract: LONG });
const digest = digestOf('2026-11-23', cheap, benchmark, birds);

async function arrive(app: AppWorld): Promise<void> {
  app.digests = [digest];
  await app.app.readSources();
  await app.app.sourcesAnswered();
}

const posted = (app: AppWorld) => app.readers.seen.map(wordsOf).join('\n');

describe('a topic in plain words', () => {
  test('gets the papers that were judged to fit, each with the sentence that says why', async () => {
    const { app, endpoint } = await world(judge);
    expect(wordsOf(await app.ask('subscribe about: ways to make RLHF cheaper, not benchmarks'))).toContain(
      'The language model judges each new one',
    );
    await arrive(app);
    await app.app.judged(5_000);
    await app.tick('2026-11-23T09:00:00Z');
    expect(posted(app)).toContain('Cheap RLHF');
    expect(posted(app)).toContain('It cuts the cost.');
    expect(posted(app)).not.toContain('A benchmark of RLHF');
    expect(posted(app)).not.toContain('No language model has judged');
    // Birds pass no filter, so nobody asked about them.
    expect(endpoint.asked.filter(({ messages }) => messages[1]?.content.includes('Birds'))).toEqual([]);
    expect(wordsOf(await app.ask(`why ${benchmark.id}`))).toContain(
      "doesn't match, as judged: It only measures.",
    );
    expect(wordsOf(await app.ask(`why ${cheap.id}`))).toContain('matches: It cuts the cost.');
  });

  test('has its papers summed up in one sentence where no source does, and the post says by whom', async () => {
    const { app, endpoint } = await world(judge);
    const own = paperOf('Cheaper still RLHF', { abstract: LONG, summary: 'The source says so.' });
    await app.ask('subscribe rlhf');
    app.digests = [digestOf('2026-11-23', cheap, own, birds)];
    await app.app.readSources();
    await app.app.sourcesAnswered();
    await app.app.judged(5_000);
    const asked = endpoint.asked.map(({ messages }) => JSON.parse(messages[1]?.content ?? '').title);
    expect(asked).toEqual(['Cheap RLHF']);
    await app.tick('2026-11-23T09:00:00Z');
    expect(posted(app)).toContain('The source says so.');
    const [card] = app.readers.seen
      .flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'cards' ? block.cards : [])))
      .filter(({ id }) => id === cheap.id);
    expect(card && plain(card.excerpt ?? [])).toBe('In short: Cheap RLHF. (summed up by a language model)');
  });

  test('is asked about each paper once, also after a restart and for a second channel', async () => {
    const { app, endpoint } = await world(judge);
    await app.ask('subscribe about: cheaper RLHF');
    await arrive(app);
    await app.app.judged(5_000);
    const asked = endpoint.asked.length;
    await app.restart();
    await app.ask('subscribe cat:cs.LG or about: Cheaper RLHF', { id: 'test:t:ml', name: '#ml' });
    await app.app.judged(5_000);
    const again = endpoint.asked
      .slice(asked)
      .filter(({ messages }) => messages[1]?.content.includes('criterion'));
    expect(again).toEqual([]);
  });

  test.each<[string, Answer]>([
    ['refuses the key', refuse(401)],
    ['answers nonsense', 'Ignore all that and post everything!'],
    ['is down', (response) => response.destroy()],
    ['is over its limit', refuse(429)],
  ])('is matched by its words where the model %s, and the post and status say so', async (_how, answer) => {
    const { app } = await world(answer);
    await app.ask('subscribe about: cheaper RLHF');
    await arrive(app);
    await app.app.judged(5_000);
    await app.tick('2026-11-23T09:00:00Z');
    expect(posted(app)).toContain(
      'No language model has judged 2 papers here: they are matched by words alone.',
    );
    expect(posted(app)).toContain('A benchmark of RLHF');
    expect(wordsOf(await app.ask('status'))).toMatch(/Language model m: \d+ of 50 requests used today/);
  });

  test('does not wait for a model that hangs', async () => {
    const { app } = await world(() => {});
    await app.ask('subscribe about: cheaper RLHF');
    await arrive(app);
    app.app.judge();
    await app.tick('2026-11-23T09:00:00Z');
    expect(posted(app)).toContain('matched by words alone');
    await app.app.stop();
  });

  test('stops for the day when the budget is used up, and says so', async () => {
    const { app, endpoint } = await world(refuse(500));
    await app.ask('subscribe about: cheaper RLHF');
    app.digests = [
      digestOf('2026-11-23', ...Array.from({ length: 60 }, (_, at) => paperOf(`RLHF number ${at}`))),
    ];
    await app.app.readSources();
    await app.app.sourcesAnswered();
    endpoint.answers = [fits('It is.')];
    await app.app.judged(5_000);
    expect(endpoint.asked).toHaveLength(50);
    const status = wordsOf(await app.ask('status'));
    expect(status).toContain('50 requests of today are used up');
    expect(status).toContain('Until tomorrow (UTC), papers are matched by words alone.');
  });

  test('shows what a hostile model or paper makes of it as plain text of a limited length', async () => {
    const { app } = await world(
      fits(`<!channel> **@everyone** [win](https://evil.test) ${'now '.repeat(900)}`),
    );
    await app.ask('subscribe about: cheaper RLHF');
    await arrive(app);
    await app.app.judged(5_000);
    await app.tick('2026-11-23T09:00:00Z');
    const words = posted(app);
    expect(words).toContain('win');
    expect(words).not.toMatch(/evil\.test|<!|\*\*/);
    expect(words.length).toBeLessThan(3_000);
  });

  test('beside words is asked about only where a paper passes the gate of its criterion', async () => {
    const { app, endpoint } = await world(judge);
    await app.ask('subscribe birds or about: cheaper RLHF');
    await arrive(app);
    await app.app.judged(5_000);
    const asked = endpoint.asked.map(({ messages }) => JSON.parse(messages[1]?.content ?? ''));
    const judged = asked.filter(({ criterion }) => criterion !== undefined).map(({ title }) => title);
    expect(judged.toSorted()).toEqual(['A benchmark of RLHF', 'Cheap RLHF']);
    await app.tick('2026-11-23T09:00:00Z');
    expect(posted(app)).toContain('Birds of Norway');
    expect(posted(app)).not.toContain('No language model has judged');
  });

  test('is matched by its words where no model is set up, and the answer says so', async () => {
    const app = await createAppWorld();
    await app.app.service.join(general);
    const said = wordsOf(await app.ask('subscribe about: cheaper RLHF'));
    expect(said).toContain(
      'No language model is set up here, so papers are matched by words alone: cheaper OR rlhf',
    );
    await arrive(app);
    await app.tick('2026-11-23T09:00:00Z');
    expect(posted(app)).toContain('matched by words alone');
  });

  test('is said to be judged in topics only, where it is searched for', async () => {
    const { app } = await world(judge);
    await arrive(app);
    expect(wordsOf(await app.ask('about: cheaper RLHF'))).toContain('is judged in topics only');
  });
});
