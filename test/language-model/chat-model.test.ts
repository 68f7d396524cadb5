import { describe, expect, test } from 'vitest';
import { createChatModel } from '../../src/language-model/chat-model.ts';
import { openJudgements } from '../../src/language-model/judgements.ts';
import { readAnswer, sentenceOf, summaryOf, verdictOn } from '../../src/language-model/question.ts';
import { UnusableAnswer } from '../../src/language-model/unusable-answer.ts';
import { openStore } from '../../src/store/store.ts';
import { paperOf } from '../app/world.ts';
import { silent } from '../delivery/world.ts';
import { expectLinear } from '../linear.ts';
import { type Answer, fits, refuse, startEndpoint } from './endpoint.ts';

const paper = paperOf('Cheaper RLHF', { abstract: 'We halve its cost.', authors: ['Ada Lovelace'] });
const question = verdictOn(paper, 'ways to make RLHF cheaper');

async function world(answers: Answer[], more: { perDay?: number; key?: string; timeoutMs?: number } = {}) {
  const endpoint = await startEndpoint(...answers);
  const { perDay = 100, key, timeoutMs = 120_000 } = more;
  const store = await openStore(':memory:');
  const budget = openJudgements(store, 'm');
  const clock = { now: Date.parse('2026-11-23T08:00:00Z') };
  const waits: number[] = [];
  const model = createChatModel({
    settings: { url: endpoint.url, name: 'm', perDay, ...(key === undefined ? {} : { key }) },
    budget,
    clock: () => clock.now,
    random: () => 0.5,
    sleep: async (ms) => {
      waits.push(ms);
      clock.now += ms;
    },
    log: silent,
    timeoutMs,
  });
  return { endpoint, model, waits, clock };
}

describe('a question', () => {
  test('sends title and abstract as data, and nothing else of the paper', async () => {
    const { endpoint, model } = await world([fits('It halves the cost.')], { key: 'sk-1' });
    expect(await model.ask(question)).toEqual({ fits: true, why: 'It halves the cost.' });
    const [asked] = endpoint.asked;
    const [system, user] = asked?.messages ?? [];
    expect([system?.role, user?.role]).toEqual(['system', 'user']);
    expect(JSON.parse(user?.content ?? '')).toEqual({
      criterion: 'ways to make RLHF cheaper',
      title: 'Cheaper RLHF',
      abstract: 'We halve its cost.',
    });
    expect(system?.content).not.toContain('RLHF');
    expect(endpoint.headers[0]).toMatchObject({ authorization: 'Bearer sk-1' });
    expect(Object.keys(endpoint.headers[0] ?? {}).filter((name) => name.startsWith('x-stainless'))).toEqual(
      [],
    );
  });

  test('of a long paper sends a part of bounded length', async () => {
    const long = paperOf('t'.repeat(9_999), { abstract: 'a'.repeat(99_999) });
    expect(summaryOf(long).user.length).toBeLessThan(5_000);
  });

  test('asks again without the parameters that an endpoint does not know', async () => {
    const { endpoint, model } = await world([refuse(400), fits('Yes.'), fits('Yes.')]);
    expect(await model.ask(question)).toMatchObject({ fits: true });
    await model.ask(question);
    expect(endpoint.asked.map(({ response_format }) => response_format !== undefined)).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('what goes wrong', () => {
  test('a question that is refused also without parameters is given up alone, and others are asked in full', async () => {
    const { endpoint, model } = await world([refuse(400), refuse(400), fits('Yes.')]);
    const refused = model.ask(question);
    await expect(refused).rejects.toBeInstanceOf(UnusableAnswer);
    await expect(refused).rejects.toThrow('status 400');
    expect(model.isReady()).toBe(true);
    expect(await model.ask(question)).toMatchObject({ fits: true });
    expect(endpoint.asked.map(({ response_format }) => response_format !== undefined)).toEqual([
      true,
      false,
      true,
    ]);
  });

  test.each([[429], [500], [503], [408]])('status %s is tried again after growing waits', async (status) => {
    const { model, waits } = await world([refuse(status), refuse(status), fits('Yes.')]);
    expect(await model.ask(question)).toMatchObject({ fits: true });
    expect(waits).toEqual([1_000, 2_000]);
    expect((await model.state()).problem).toBeUndefined();
  });

  test('a wait that the server asks for is kept', async () => {
    const { model, waits } = await world([refuse(429, { 'retry-after': '7' }), fits('Yes.')]);
    await model.ask(question);
    expect(waits).toEqual([7_000]);
  });

  test('after a long wait that the server asks for, the model rests until then', async () => {
    const { endpoint, model, clock } = await world([refuse(429, { 'retry-after': '3600' }), fits('Yes.')]);
    await expect(model.ask(question)).rejects.toThrow('rate limit');
    clock.now += 3_599_000;
    expect(model.isReady()).toBe(false);
    await expect(model.ask(question)).rejects.toThrow('rate limit');
    expect(endpoint.asked).toHaveLength(1);
    clock.now += 2_000;
    expect(await model.ask(question)).toMatchObject({ fits: true });
  });

  test.each([
    [401, 'LLM_KEY'],
    [403, 'LLM_KEY'],
    [404, 'LLM_MODEL'],
  ])(
    'a refusal with %s is not repeated, rests, and is told without what the server said',
    async (status, words) => {
      const { endpoint, model } = await world([refuse(status)], { key: 'sk-very-secret' });
      await expect(model.ask(question)).rejects.toThrow(words);
      expect(endpoint.asked).toHaveLength(1);
      expect(model.isReady()).toBe(false);
      const { problem } = await model.state();
      expect(problem).toContain(words);
      expect(problem).not.toContain('sk-very-secret');
    },
  );

  test.each([
    ['no JSON', 'I think it fits!'],
    ['another shape', '{"fits": "maybe", "why": 3}'],
    ['nothing', ''],
    ['a page', ((response) => response.end('<html>')) as Answer],
    [
      'broken JSON around it',
      ((response) => {
        response.setHeader('content-type', 'application/json');
        response.end('{"choices": [');
      }) as Answer,
    ],
    [
      'JSON of another kind',
      ((response) => {
        response.setHeader('content-type', 'application/json');
        response.end('{"choices": "none"}');
      }) as Answer,
    ],
  ])('an answer that is %s is asked for once more and then given up', async (_what, answer) => {
    const { endpoint, model } = await world([answer]);
    await expect(model.ask(question)).rejects.toThrow('in the form');
    expect(endpoint.asked).toHaveLength(2);
    expect(model.isReady()).toBe(true);
  });

  test('JSON among other words is read', () => {
    const { shape } = question;
    expect(readAnswer('<think>{hm}</think> ```json\n{"fits": true, "why": "a"}\n```', shape)).toBeUndefined();
    expect(readAnswer('Sure: ```json\n{"fits": true, "why": "a"}\n```', shape)).toEqual({
      fits: true,
      why: 'a',
    });
  });

  test('a server that hangs, also within its answer, is given up after the time limit', async () => {
    const hang: Answer = () => {};
    const drip: Answer = (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{');
    };
    const { model, waits } = await world([hang, drip, hang], { timeoutMs: 50 });
    await expect(model.ask(question)).rejects.toThrow('within 0.05 seconds');
    expect(waits).toHaveLength(2);
  });

  test('a server that is down is tried again, and rested from after three questions', async () => {
    const { endpoint, model } = await world([(response) => response.destroy()]);
    for (let at = 0; at < 3; at++) await expect(model.ask(question)).rejects.toThrow('reached');
    expect(model.isReady()).toBe(false);
    expect(endpoint.asked).toHaveLength(9);
  });

  test('an answer without end is cut off', async () => {
    const flood: Answer = (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(60_000)));
      };
      response.on('drain', more);
      more();
    };
    const { model } = await world([flood]);
    await expect(model.ask(question)).rejects.toThrow('reached');
  });

  test('a redirect is not followed, as the key would go along', async () => {
    const elsewhere = await startEndpoint(fits('Yes.'));
    const { model } = await world([
      (response) => void response.writeHead(307, { location: `${elsewhere.url}/chat/completions` }).end(),
    ]);
    await expect(model.ask(question)).rejects.toThrow();
    expect(elsewhere.asked).toEqual([]);
  });

  test('closing ends what is in progress', async () => {
    const { model } = await world([() => {}]);
    const asking = model.ask(question);
    model.close();
    await expect(asking).rejects.toThrow();
    expect(model.isReady()).toBe(false);
  });
});

describe('the budget of a day', () => {
  test('stops all requests, repeated ones too, until the next day', async () => {
    const { endpoint, model, clock } = await world([refuse(500)], { perDay: 2 });
    await expect(model.ask(question)).rejects.toThrow('2 requests of today are used up (LLM_PER_DAY)');
    expect(endpoint.asked).toHaveLength(2);
    expect(await model.state()).toMatchObject({
      used: 2,
      perDay: 2,
      problem: expect.stringContaining('used up'),
    });
    clock.now += 24 * 3_600_000;
    endpoint.answers = [fits('Yes.')];
    expect(await model.ask(question)).toMatchObject({ fits: true });
  });

  test('of 0 lets none through', async () => {
    const { endpoint, model } = await world([fits('Yes.')], { perDay: 0 });
    await expect(model.ask(question)).rejects.toThrow('used up');
    expect(endpoint.asked).toEqual([]);
  });

  test('keeps a part free of what is worth less', async () => {
    const { model } = await world([fits('Yes.')], { perDay: 2 });
    await model.ask(question, 0.5);
    await expect(model.ask(question, 0.5)).rejects.toThrow('used up');
    expect(await model.ask(question)).toMatchObject({ fits: true });
  });
});

describe('a sentence', () => {
  test.each([
    ['It halves the cost.', 'It halves the cost.'],
    ['<b>It</b> halves\n\n the *cost*.', 'It halves the cost .'],
    ['See [here](https://evil.test/x) or https://evil.test now', 'See here or now'],
    ['Write to boss@evil.test', 'Write to'],
    ['<!channel> @everyone ping <@U1>', 'channel everyone'],
  ])('%s is shown as plain text', (said, shown) => {
    const read = sentenceOf(said);
    if (shown.startsWith('channel')) expect(read).not.toMatch(/[<>]/);
    else expect(read).toBe(shown);
  });

  test('is of a limited length, cut at a word', () => {
    const short = sentenceOf(`${'word '.repeat(2_000)}`);
    expect(short.length).toBeLessThan(250);
    expect(short).toMatch(/word …$/);
  });

  test('is read in linear time, whatever it holds', () => {
    for (const piece of ['a@', '[', '[a](', 'http://', '<b>', '\\emph{'])
      expectLinear((length) => piece.repeat(length), sentenceOf, 64_000);
  });
});
