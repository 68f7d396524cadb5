import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PaperboyError } from '../../../src/model/errors.ts';
import type { Reply } from '../../../src/model/message.ts';
import type { Place } from '../../../src/model/ports.ts';
import { openStore } from '../../../src/store/store.ts';
import { createAppWorld } from '../../app/world.ts';
import { HOSTILE, sampleReply, textReply } from '../samples.ts';
import { sampleForm } from '../scripted-service.ts';
import { type Call, snowflake } from './cloud.ts';
import { problemsOf } from './openapi.ts';
import { see } from './reading.ts';
import {
  chosen,
  type DiscordRig,
  digest,
  interactionOf,
  openRig,
  papers,
  pressed,
  send,
  slash,
  until,
} from './rig.ts';

let rig: DiscordRig;
beforeEach(async () => {
  rig = await openRig();
});
afterEach(async () => {
  const wrong = rig.cloud.calls
    .filter(({ method }) => method !== 'GET')
    .flatMap((call) => problemsOf(call.method, call.path, call.body));
  await rig.close();
  // Whatever was sent in these tests has the form that Discord wants.
  expect(wrong).toEqual([]);
});

/** Ada without a permission. */
const MEMBER = { member: { user: { id: '7', username: 'ada', global_name: 'Ada' }, permissions: '0' } };
const NOBODY = { member: { user: { id: '8', username: 'bob' }, permissions: '0' } };
const ephemeral = ({ body }: Call) => (body.data.flags & 64) !== 0;
const textOf = ({ first }: { first: Call }) => see(first.body.data).text;
const lastText = () => rig.service.asked.at(-1)?.text;

describe('commands', () => {
  it('a search is answered at once, for the person alone, with a button to share it', async () => {
    const { first } = await send(rig, papers('hyperparameter'));
    expect(first.body.type).toBe(4);
    expect(ephemeral(first)).toBe(true);
    expect(first.authorization).toBeUndefined();
    expect(first.body.data.allowed_mentions).toEqual({ parse: [] });
    expect(JSON.stringify(first.body)).toContain('Share to channel');
    expect(rig.service.asked[0]).toEqual({
      text: 'hyperparameter',
      place: { id: 'discord:1:11', name: '#papers', admits: true },
      person: { id: '7', name: 'Ada' },
    });
  });

  it.each([
    ['subscribe', { query: '"continual learning"' }, 'subscribe "continual learning"'],
    ['unsubscribe', { topic: '#1' }, 'unsubscribe #1'],
    ['topics', {}, 'topics'],
    ['schedule', {}, 'schedule'],
    [
      'schedule',
      { when: 'weekdays', time: '09:00', zone: 'Europe/Berlin' },
      'schedule weekdays 09:00 Europe/Berlin',
    ],
    ['schedule', { when: 'weekly', days: 'mon thu', time: '17:30' }, 'schedule weekly mon thu 17:30'],
    ['schedule', { when: 'daily', days: 'mon', time: '8:00' }, 'schedule daily mon 8:00'],
    ['schedule', { zone: 'Asia/Tokyo' }, 'schedule Asia/Tokyo'],
    ['schedule', { time: '08:00' }, 'schedule 08:00'],
    ['schedule', { when: 'weekly' }, 'schedule weekly'],
    ['limit', { papers: 5 }, 'limit 5'],
    ['order', { by: 'date' }, 'order date'],
    ['layout', { as: 'compact' }, 'layout compact'],
    ['thumbnails', { on: false }, 'thumbnails off'],
    ['quiet', { on: true }, 'quiet on'],
    ['pause', {}, 'pause'],
    ['preview', {}, 'preview'],
    ['status', {}, 'status'],
    ['why', { id: '2511.08544' }, 'why 2511.08544'],
    ['today', {}, 'today'],
    ['date', { day: '2025-12-12' }, 'date 2025-12-12'],
    ['help', {}, 'help'],
  ])('/digest %s %j is what would be typed', async (name, options, text) => {
    await send(rig, digest(name, options));
    expect(lastText()).toBe(text);
  });

  it('changes want Manage Channels, however they are asked for, and a search wants nothing', async () => {
    for (const asked of [
      papers('subscribe lora', NOBODY),
      papers('/papers  FOLLOW lora', NOBODY),
      papers('limit 5', NOBODY),
      papers('schedule daily 9:00', NOBODY),
      digest('pause', {}, NOBODY),
      pressed('0..{"do":"subscribe","query":"lora"}', NOBODY),
      pressed('0..{"do":"ask","text":"unsubscribe all"}', NOBODY),
      digest('settings', {}, NOBODY),
    ]) {
      expect(textOf(await send(rig, asked))).toContain('Manage Channels');
    }
    expect(rig.service.asked).toEqual([]);
    expect(rig.service.pressed).toEqual([]);
    for (const query of [
      'lora',
      'limit theorems',
      'pause tokens',
      'order statistics',
      'quiet zones',
      'topics',
      'schedule',
    ]) {
      await send(rig, papers(query, NOBODY));
    }
    expect(rig.service.asked).toHaveLength(7);
  });

  it('administrators may change everything, and so may anyone in direct messages', async () => {
    await send(rig, papers('subscribe a', { member: { ...NOBODY.member, permissions: '8' } }));
    const direct = {
      guild_id: undefined,
      member: undefined,
      user: { id: '9', username: 'eve' },
      channel: { id: '21', type: 1 },
      context: 1,
    };
    await send(rig, papers('subscribe b', { ...direct, authorizing_integration_owners: { '0': '0' } }));
    expect(rig.service.asked.map(({ place }) => place)).toEqual([
      { id: 'discord:1:11', name: '#papers', admits: true },
      { id: 'discord:@me:21', name: 'direct message', admits: true, direct: true },
    ]);
  });

  it('where only the person has Paperboy it answers, and says why it cannot follow', async () => {
    const guest = { authorizing_integration_owners: { '1': '7' }, guild_id: '999' };
    expect(textOf(await send(rig, papers('subscribe a', guest)))).toContain("isn't a member here");
    expect(textOf(await send(rig, papers('lora', guest)))).toContain('28 papers');
    expect(rig.service.joined).toEqual([]);
  });

  it('a subcommand is chosen, so that its words are never a search', async () => {
    await send(rig, digest('why', { id: 'model' }));
    expect(rig.service.asked.at(-1)).toMatchObject({ text: 'why model', chosen: true });
    await send(rig, papers('why model'));
    expect(rig.service.asked.at(-1)).not.toHaveProperty('chosen');
  });

  it('help on the form for settings tells of it', async () => {
    expect(textOf(await send(rig, digest('help', { command: 'Settings' })))).toContain('/digest settings');
    await send(rig, digest('help', { command: 'schedule' }));
    expect(rig.service.asked).toMatchObject([{ text: 'help schedule' }]);
  });

  it('a thread is a place of its own', async () => {
    await send(rig, papers('lora', { channel: { id: '31', type: 11, name: 'a thread', parent_id: '11' } }));
    expect(rig.service.asked[0]?.place).toMatchObject({ id: 'discord:1:31', name: '#a thread' });
  });

  it('"Find related papers" searches for the papers that a message links to, or else with its telling words', async () => {
    const message = {
      id: '3',
      content: 'I think we should read about **curriculum learning** for small language models @everyone',
    };
    const data = {
      id: '6',
      type: 3,
      name: 'Find related papers',
      target_id: '3',
      resolved: { messages: { 3: message } },
    };
    await send(rig, interactionOf({ type: 2, data }));
    expect(lastText()).toBe('search curriculum OR learning OR small OR language OR models OR everyone');
    const linked = { id: '3', content: 'so good: <https://arxiv.org/pdf/2511.08544v2> by 10.1000/xyz123' };
    await send(rig, interactionOf({ type: 2, data: { ...data, resolved: { messages: { 3: linked } } } }));
    expect(rig.service.pressed.at(-1)?.act).toEqual({ do: 'related', ids: ['2511.08544', '10.1000/xyz123'] });
    const noMessage = { ...data, resolved: undefined };
    for (const empty of [{ ...data, resolved: { messages: { 3: { id: '3', content: '' } } } }, noMessage])
      expect(textOf(await send(rig, interactionOf({ type: 2, data: empty })))).toContain('no words');
  });

  it('a command that is not known gets help', async () => {
    await send(rig, slash('something'));
    expect(lastText()).toBe('help');
  });
});

describe('answers in time', () => {
  /** Answers only after the answer was announced. */
  async function slow(reply: Reply) {
    await rig.close();
    rig = await openRig({}, true, undefined, 10);
    const asked = papers('slow');
    rig.service.script = async () => {
      await until(() => rig.cloud.answers.get(asked.token)?.first);
      return reply;
    };
    return send(rig, asked);
  }

  it('what takes over a second is announced, and filled in later', async () => {
    const { first, more } = await slow(sampleReply());
    expect(first.body).toEqual({ type: 5, data: { flags: 64 } });
    expect(more[0]?.method).toBe('PATCH');
    expect(more[0]?.path).toContain('/messages/@original');
    expect(more[0]?.body.flags).toBe(1 << 15);
    expect(see(more[0]?.body).text).toContain('28 papers');
  });

  it('what was announced for one and is for all follows for all', async () => {
    const { first, more } = await slow(textReply('For everyone', 'channel'));
    await until(() => (more.length === 2 ? true : undefined));
    expect(first.body.data.flags).toBe(64);
    expect(more[1]?.method).toBe('POST');
    expect(see(more[1]?.body).text).toBe('For everyone');
    expect(more[1]?.body.flags & 64).toBe(0);
  });

  it('an interaction that comes too late changes nothing and breaks nothing', async () => {
    const id = snowflake(Date.now() - 60_000);
    rig.cloud.dispatch('INTERACTION_CREATE', papers('subscribe lora', { id, token: 'gone-1' }));
    await until(() => (rig.logged.join().includes('expired before') ? true : undefined));
    expect(rig.service.asked).toEqual([]);
    await send(rig, papers('lora'));
  });

  it('a token that ran out meanwhile is no catastrophe', async () => {
    const id = snowflake(Date.now() - 60_000);
    rig.cloud.dispatch('INTERACTION_CREATE', papers('lora', { id, token: 'expiring-1' }));
    await until(() => (rig.logged.join().includes('expired before') ? true : undefined));
    expect(rig.logged.join()).not.toContain('expiring-1');
    // The bot's own token is still good.
    await rig.adapter.messenger.post({ ...textReply('x'), key: 'k', channel: 'discord:1:11' });
  });

  it('a command service that fails is answered for, and its error stays inside', async () => {
    rig.service.script = () => {
      throw new Error('s3cret /private/path');
    };
    const text = textOf(await send(rig, papers('lora')));
    expect(text).toContain('Something went wrong');
    expect(text).not.toContain('s3cret');
  });

  it.each([
    ['a command of a new server', () => papers('lora', { guild_id: '2' })],
    ['a button that is stored', () => pressed('0..#abc')],
  ])('says why %s failed when the store does not answer', async (_, made) => {
    rig.shelves.unreadable = true;
    rig.shelves.failure = new PaperboyError('store', 'The store at 10.0.0.7 could not be read.', {
      advice: 'no server answers at its address',
    });
    const text = textOf(await send(rig, made()));
    expect(text).toContain("Paperboy's store can't be used right now: no server answers at its address.");
    expect(text).not.toContain('10.0.0.7');
  });

  it('components that are refused come as an embed', async () => {
    rig.cloud.faults.push({
      times: 1,
      match: ({ path }) => path.startsWith('/interactions'),
      act: { kind: 'status', status: 400, body: { code: 50035, message: 'Invalid Form Body', errors: {} } },
    });
    const { first } = await send(rig, papers('lora'));
    expect(first.body.data.embeds[0].description).toContain('28 papers');
    expect(first.body.data.flags).toBe(64);
  });

  it.each([
    {},
    { data: null },
    { data: { type: 1 } },
    { member: 5 },
    { channel: null, channel_id: undefined },
  ])('nonsense (%j) does not stop it', async (change) => {
    rig.cloud.dispatch('INTERACTION_CREATE', papers('x', change));
    for (const type of [1, 2, 3, 4, 5, 99])
      rig.cloud.dispatch('INTERACTION_CREATE', interactionOf({ type, ...change }));
    expect(textOf(await send(rig, papers('lora')))).toContain('28 papers');
  });
});

describe('buttons and lists', () => {
  const idsOf = (body: unknown) =>
    [...JSON.stringify(body).matchAll(/"custom_id":"((?:[^"\\]|\\.)*)"/g)].map(
      ([, id]) => JSON.parse(`"${id}"`) as string,
    );

  it('every button of an answer works, however long its act', async () => {
    const query = `${'long words '.repeat(60)}end`;
    rig.service.script = () =>
      sampleReply({ actions: [{ label: 'More', act: { do: 'search', query, from: 5 } }] });
    const { first } = await send(rig, papers('x'));
    rig.service.script = () => undefined;
    for (const id of idsOf(first.body)) await send(rig, pressed(id));
    const acts = rig.service.pressed.map(({ act }) => act);
    expect(acts).toContainEqual({ do: 'search', query, from: 5 });
    expect(acts).toContainEqual({ do: 'share-paper', id: '2408.01000' });
    expect(acts).toHaveLength(10);
  });

  it('what is shared is for everyone', async () => {
    const { first } = await send(rig, pressed('0..{"do":"share","query":"lora","from":0}'));
    expect(ephemeral(first)).toBe(false);
  });

  it('a list gives the other actions of a paper', async () => {
    const { first } = await send(rig, chosen('3..list', 'ch:2408.01001'));
    const labels = JSON.stringify(first.body);
    expect(labels).toContain('BibTeX');
    for (const id of idsOf(first.body)) await send(rig, pressed(id));
    expect(rig.service.pressed.map(({ act }) => act)).toEqual([
      { do: 'cite', id: '2408.01001' },
      { do: 'share-paper', id: '2408.01001' },
    ]);
  });

  it('a button too old says so', async () => {
    expect(textOf(await send(rig, pressed('0..#nothingthere')))).toContain('has expired');
    expect(rig.service.pressed).toEqual([]);
  });
});

describe('suggestions', () => {
  const complete = async (name: string, focused: object, sub?: string) => {
    const option = { type: 3, focused: true, ...focused };
    const options = sub ? [{ type: 1, name: sub, options: [option] }] : [option];
    const { first } = await send(rig, interactionOf({ type: 4, data: { id: '5', type: 1, name, options } }));
    expect(first.body.type).toBe(8);
    return (first.body.data.choices as { name: string; value: string }[]).map(({ value }) => value);
  };

  it('are queries, topics and zones', async () => {
    expect(await complete('papers', { name: 'query', value: 'hyper' })).toEqual(['hyperparameter']);
    expect(await complete('digest', { name: 'query', value: '' }, 'subscribe')).toHaveLength(2);
    expect(await complete('digest', { name: 'topic', value: 'cont' }, 'unsubscribe')).toEqual([
      '"continual learning"',
      'all',
    ]);
    expect(await complete('digest', { name: 'zone', value: 'berl' }, 'schedule')).toEqual(['Europe/Berlin']);
    expect((await complete('digest', { name: 'zone', value: 'new y' }, 'schedule'))[0]).toBe(
      'America/New_York',
    );
    expect(await complete('digest', { name: 'zone', value: 'a' }, 'schedule')).toHaveLength(25);
  });

  it('that fit no choice are left out, and a command service that fails gives none', async () => {
    rig.service.suggest = async () => ['x'.repeat(101), 'fits', ''];
    expect(await complete('papers', { name: 'query', value: '' })).toEqual(['fits']);
    rig.service.suggest = async () => {
      throw new Error('no');
    };
    expect(await complete('papers', { name: 'query', value: '' })).toEqual([]);
  });
});

describe('the form', () => {
  const field = (component: object) => ({ type: 18, component });
  const OPTIONS = 'options:thumbnails.quiet.announce.paused';
  const fields = (topics: string, ...options: string[]) => [
    field({ type: 4, custom_id: 'topics', value: topics }),
    field({ type: 22, custom_id: 'days', values: ['mon', 'thu'] }),
    field({ type: 4, custom_id: 'time', value: '17:30' }),
    field({ type: 4, custom_id: 'zone', value: 'Asia/Tokyo' }),
    field({ type: 22, custom_id: OPTIONS, values: options }),
  ];
  const submit = (components: object[], custom_id = 'settings') =>
    interactionOf({ type: 5, data: { custom_id, components } });
  /** The forms that are filled in, as the core gets them. */
  const watch = () => {
    const filled: unknown[] = [];
    const { fill } = rig.service;
    rig.service.fill = (asked) => {
      filled.push(asked.form);
      return fill(asked);
    };
    return filled;
  };
  type Opened = {
    component: { custom_id: string; value?: string; options?: { value: string; default: boolean }[] };
  };
  /** What a form is opened with, by field: a text, or what is chosen. */
  const openedWith = ({ first }: { first: Call }) =>
    Object.fromEntries(
      (first.body.data.components as Opened[]).map(({ component: { custom_id, value, options = [] } }) => [
        custom_id,
        value ?? options.filter((one) => one.default).map((one) => one.value),
      ]),
    );
  const buttonIn = ({ body }: Call, kind: string) =>
    JSON.stringify(body).match(new RegExp(`"custom_id":"([^"]*\\.${kind}:[^"]*)"`))?.[1] ?? '';

  it('opens filled with what the channel has chosen', async () => {
    const { first } = await send(rig, digest('settings'));
    expect(first.body.type).toBe(9);
    expect(openedWith({ first })).toEqual({
      topics: 'hyperparameter\n"continual learning"',
      days: ['mon', 'tue', 'wed', 'thu', 'fri'],
      time: '09:00',
      zone: 'Europe/Berlin',
      [OPTIONS]: ['thumbnails', 'announce'],
    });
  });

  it('of direct messages has no switch for announcements, which never come there', async () => {
    const { announce: _, ...form } = sampleForm;
    rig.service.form = async () => ({ form });
    const opened = openedWith(await send(rig, digest('settings')));
    expect(opened).toHaveProperty('options:thumbnails.quiet.paused', ['thumbnails']);
  });

  it('of how posts look opens by its name, and from the button of a saved form', async () => {
    const look = { limit: '10', order: ['votes'], layout: ['cards'] };
    expect(openedWith(await send(rig, digest('settings', { part: 'posts' })))).toEqual(look);
    const { first } = await send(rig, submit(fields('lora')));
    const [button = ''] = JSON.stringify(first.body).match(/\d\.\.{\\"do\\":\\"settings\\"[^}]*}/) ?? [];
    expect(openedWith(await send(rig, pressed(button.replaceAll('\\', ''))))).toEqual(look);
  });

  it('opens from the button of an answer, too', async () => {
    const { first } = await send(rig, pressed('0..{"do":"settings","about":"schedule"}'));
    expect(first.body.type).toBe(9);
    expect(rig.service.pressed).toEqual([]);
  });

  it('is taken over whole', async () => {
    const filled = watch();
    const said = textOf(await send(rig, submit(fields('lora\n\n rl OR rlhf ', 'quiet'))));
    expect(said).toBe('Saved lora, rl OR rlhf.');
    const posts = [
      field({ type: 4, custom_id: 'limit', value: '7' }),
      field({ type: 21, custom_id: 'order', value: 'date' }),
      field({ type: 21, custom_id: 'layout', value: 'titles' }),
    ];
    await send(rig, submit(posts, 'posts'));
    expect(filled).toEqual([
      {
        topics: ['lora', 'rl OR rlhf'],
        days: ['mon', 'thu'],
        time: '17:30',
        zone: 'Asia/Tokyo',
        quiet: true,
        announce: false,
        thumbnails: false,
        paused: false,
      },
      { limit: '7', order: 'date', layout: 'titles' },
    ]);
  });

  it('of how posts look says when it was opened, too', async () => {
    const filled = watch();
    const { first } = await send(rig, digest('settings', { part: 'posts' }));
    expect(first.body.data.custom_id).toBe(`posts:${sampleForm.readAt}`);
    await send(rig, submit([field({ type: 4, custom_id: 'limit', value: '7' })], first.body.data.custom_id));
    expect(filled).toEqual([{ limit: '7', readAt: sampleForm.readAt }]);
  });

  describe('of what a person follows alone', () => {
    const OWN = '0..{"do":"for-me","act":{"do":"settings","about":"topics"}}';
    const own = { id: 'discord:@me:97', name: 'direct message', direct: true };
    const places = () => {
      const asked: Place[] = [];
      const { fill } = rig.service;
      rig.service.fill = async (filled) => {
        asked.push(filled.place);
        const done = await fill(filled);
        const actions = [{ label: 'Undo', act: { do: 'undo' as const, change: 'c1' } }];
        return 'reply' in done ? { reply: { ...done.reply, actions } } : done;
      };
      return asked;
    };

    it('opens from a channel, also for who may not change that, and is saved there', async () => {
      const asked = places();
      const { first } = await send(rig, { ...pressed(OWN), ...MEMBER });
      expect(first.body.type).toBe(9);
      expect(first.body.data).toMatchObject({
        custom_id: `settings-own:${sampleForm.readAt}`,
        title: 'Settings for direct messages',
      });
      const saved = await send(rig, { ...submit(fields('lora'), first.body.data.custom_id), ...MEMBER });
      expect(textOf(saved)).toBe('Saved lora.');
      expect(asked).toEqual([own]);
      // What its buttons do is about the same place.
      const ids = JSON.stringify(saved.first.body).replaceAll('\\', '');
      expect(ids).toContain('{"do":"for-me","act":{"do":"undo","change":"c1"}}');
      expect(ids).toContain('{"do":"for-me","act":{"do":"settings","about":"posts"}}');
      expect(ids).not.toMatch(/\.\{"do":"(?:undo|settings)"/);
    });

    it('opens again with what was wrong, and its button saves it there', async () => {
      const asked = places();
      const wrong = await send(rig, submit(fields('('), 'settings-own:5'));
      const again = await send(rig, pressed(buttonIn(wrong.first, 'form')));
      expect(again.first.body.data.custom_id).toMatch(/^settings-own/);
      const checked = await send(rig, submit(fields('lora', 'check'), 'settings-own:5'));
      await send(rig, pressed(buttonIn(checked.first, 'save-form')));
      expect(asked).toEqual([own, own]);
    });

    it('is answered in words where nothing is followed, or the person cannot be reached', async () => {
      rig.service.form = async () => ({ form: { ...sampleForm, topics: [] } });
      expect((await send(rig, pressed(OWN))).first.body.type).toBe(4);
      const match = ({ path }: Call) => path === '/users/@me/channels';
      rig.cloud.faults.push({
        match,
        act: { kind: 'status', status: 403, body: { code: 50007, message: 'no' } },
      });
      rig.service.form = async () => ({ form: sampleForm });
      expect((await send(rig, pressed(OWN))).first.body.type).toBe(4);
      expect(rig.service.pressed.map(({ act }) => act.do)).toEqual(['for-me', 'for-me']);
    });
  });

  it('that was open during an upgrade is read as it was then, and leaves the rest as it is', async () => {
    const filled = watch();
    const [topics] = fields('lora');
    const earlier = [
      topics ?? {},
      field({ type: 4, custom_id: 'when', value: 'weekly mon thu 17:30 Asia/Tokyo' }),
      field({ type: 4, custom_id: 'limit', value: '7' }),
      field({ type: 3, custom_id: 'order', values: ['date'] }),
      field({ type: 3, custom_id: 'options', values: ['quiet', 'compact'] }),
    ];
    await send(rig, submit(earlier));
    const fewer = field({ type: 22, custom_id: 'options:quiet.paused', values: ['paused'] });
    await send(rig, submit([topics ?? {}, fewer]));
    expect(filled).toEqual([
      {
        topics: ['lora'],
        schedule: 'weekly mon thu 17:30 Asia/Tokyo',
        limit: '7',
        order: 'date',
        layout: 'compact',
        quiet: true,
        announce: false,
        thumbnails: false,
        paused: false,
      },
      { topics: ['lora'], quiet: false, paused: true },
    ]);
  });

  it('without its fields, or with one of another type, changes nothing, and says so', async () => {
    rig.service.fill = async () => expect.unreachable('nothing was in the form');
    const all = fields('lora');
    const wrong = [
      { type: 4, custom_id: 'topics' },
      { type: 22, custom_id: 'days', value: 'mon' },
      { type: 21, custom_id: 'order', value: null },
      { type: 22, custom_id: OPTIONS, values: 'quiet' },
    ];
    for (const some of [[], ...wrong.map((one) => [...all, field(one)])])
      expect(textOf(await send(rig, submit(some)))).toContain('nothing was changed');
  });

  it('can be checked first: it says what the topics match, and is saved by a button', async () => {
    const filled = watch();
    const { first } = await send(rig, submit(fields('lora\n(\nvideo', 'quiet', 'check')));
    const said = textOf({ first });
    expect(said).toContain('Nothing was saved yet.');
    expect(said).toContain('Together: 3 of the 28 papers');
    expect(said).toContain('lora: 3 papers');
    expect(said).toContain('is not closed.');
    expect(filled).toEqual([]);
    expect(openedWith(await send(rig, pressed(buttonIn(first, 'form'))))).toMatchObject({
      topics: 'lora\n(\nvideo',
      [OPTIONS]: ['quiet'],
    });
    const refused = await send(rig, pressed(buttonIn(first, 'save-form')));
    expect(textOf(refused)).toContain('Nothing was changed yet.');
    const again = await send(rig, submit(fields('lora', 'check')));
    expect(textOf(await send(rig, pressed(buttonIn(again.first, 'save-form'))))).toBe('Saved lora.');
    expect(filled.at(-1)).toMatchObject({ topics: ['lora'], days: ['mon', 'thu'], quiet: false });
    const twice = await send(rig, pressed(buttonIn(again.first, 'save-form')));
    expect(textOf(twice)).toContain('expired');
  });

  it('is saved by nobody who may not change it, and not once it has expired', async () => {
    const { first } = await send(rig, submit(fields('lora', 'check')));
    rig.service.fill = async () => expect.unreachable('it must not be saved');
    expect(textOf(await send(rig, pressed(buttonIn(first, 'save-form'), NOBODY)))).toContain(
      'Manage Channels',
    );
    expect(textOf(await send(rig, pressed('0..save-form:gone')))).toContain('expired');
  });

  it('says what is wrong, and opens again with all that was typed', async () => {
    const { first } = await send(rig, submit(fields('lora\n(')));
    expect(textOf({ first })).toContain('This ( is not closed.'.replace('(', '`(`'));
    const opened = await send(rig, pressed(buttonIn(first, 'form')));
    expect(opened.first.body.type).toBe(9);
    expect(openedWith(opened)).toMatchObject({
      topics: 'lora\n(',
      days: ['mon', 'thu'],
      time: '17:30',
      zone: 'Asia/Tokyo',
    });
  });

  it('says when its topics were read, also where it is filled in again later', async () => {
    const filled = watch();
    const idOf = ({ first }: { first: Call }) => String(first.body.data.custom_id);
    const opened = await send(rig, digest('settings'));
    const refused = await send(rig, submit(fields('('), idOf(opened)));
    rig.service.form = async () => ({ form: { ...sampleForm, readAt: sampleForm.readAt + 60_000 } });
    const again = await send(rig, pressed(buttonIn(refused.first, 'form')));
    await send(rig, submit(fields('lora'), idOf(again)));
    expect(filled).toMatchObject([{ readAt: sampleForm.readAt }, { readAt: sampleForm.readAt }]);
  });

  it('names each field with what is wrong with it', async () => {
    rig.service.fill = async () => ({
      problems: [
        { field: 'days', message: 'Choose at least one day.' },
        { field: 'zone', message: 'I know no `Bärlin`. Did you mean Europe/Berlin?' },
      ],
    });
    const said = textOf(await send(rig, submit(fields('lora'))));
    expect(said).toContain('Days: Choose at least one day.');
    expect(said).toContain('Time zone: I know no');
  });

  it('does not open where topics would be lost', async () => {
    const topics = Array.from({ length: 200 }, (_, n) => `topic number ${n} of many`);
    rig.service.form = async () => ({ form: { ...sampleForm, topics } });
    expect(textOf(await send(rig, digest('settings')))).toContain('more topics here than a Discord form');
  });

  it('that cannot be filled says why', async () => {
    rig.service.form = async () => ({ problem: "The settings couldn't be loaded. The disk is full." });
    expect(textOf(await send(rig, digest('settings')))).toContain('The disk is full.');
  });

  it('whose answer from the store got lost is not said to have changed nothing', async () => {
    const store = await openStore(':memory:');
    const lose = () => {
      throw new PaperboyError('store', 'The store was lost.', { advice: 'it was lost', isUncertain: true });
    };
    const { app } = await createAppWorld(undefined, {
      store: { ...store, transact: (work) => store.transact(work).then(lose) },
    });
    rig.service.fill = app.service.fill;
    const said = textOf(await send(rig, submit(fields('lora'))));
    expect(said).toMatch(/I couldn't confirm whether that was done\. .*it was lost\. Check before/);
    expect(said).not.toContain('Nothing was changed');
  });

  it('whose channel was deleted meanwhile is refused, and so is its button to save', async () => {
    const checked = await send(rig, submit(fields('lora', 'check')));
    rig.cloud.channels.delete('11');
    rig.service.fill = async () => expect.unreachable('it must not be saved');
    expect(textOf(await send(rig, submit(fields('lora'))))).toContain('it was deleted. Nothing was changed.');
    const saved = await send(rig, pressed(buttonIn(checked.first, 'save-form')));
    expect(textOf(saved)).toContain('it was deleted. Nothing was changed.');
  });

  it('is taken over where Discord does not say whether the channel is there', async () => {
    const match = ({ method, path }: Call) => method === 'GET' && path === '/channels/11';
    rig.cloud.faults.push({
      match,
      act: { kind: 'status', status: 403, body: { code: 50001, message: 'no' } },
    });
    expect(textOf(await send(rig, submit(fields('lora'))))).toBe('Saved lora.');
  });

  it('wants Manage Channels when it comes back, too', async () => {
    expect(textOf(await send(rig, { ...submit(fields('lora')), ...NOBODY }))).toContain('Manage Channels');
  });
});

describe('hostile text', () => {
  it('in an answer calls and links nothing', async () => {
    rig.service.script = () => textReply(HOSTILE.join(' '));
    const { first } = await send(rig, papers('x'));
    expect(see(first.body.data)).toMatchObject({ links: [], pings: [] });
  });
});

describe('a paper of the reading list', () => {
  const ALONE = 64;
  /** Presses a button of the answer, which the person alone sees. */
  const pressOn = (data: { components: object; flags: number }, label: string) => {
    const found = JSON.stringify(data.components).match(
      new RegExp(`"label":"${label}","custom_id":("(?:[^"\\\\]|\\\\.)*")`),
    );
    const id = JSON.parse(found?.[1] ?? '""') as string;
    return send(rig, pressed(id, { message: { id: '1', ...data } }));
  };

  it('is Saved at once on the button of a message for one person, and taken back there', async () => {
    rig.service.script = (asked) =>
      typeof asked === 'object'
        ? undefined
        : { ...textReply('A paper'), actions: [{ label: 'Save', act: { do: 'save', id: '2511.08544' } }] };
    const { first } = await send(rig, papers('lora'));
    const turned = await pressOn(first.body.data, 'Save');
    expect(turned.first.body.type).toBe(7);
    expect(JSON.stringify(turned.first.body.data)).toContain('"label":"Saved ✓"');
    expect(JSON.stringify(turned.first.body.data)).toContain('A paper');
    const back = await pressOn({ ...turned.first.body.data, flags: first.body.data.flags }, 'Saved ✓');
    expect(JSON.stringify(back.first.body.data)).toContain('"label":"Save"');
    expect(rig.service.pressed.map(({ act }) => act.do)).toEqual(['save', 'unsave']);
  });

  it('is told of to the person alone where the message is for everyone, or nothing was done', async () => {
    const actions = [{ label: 'Save', act: { do: 'save' as const, id: '2511.08544' } }];
    rig.service.script = (asked) =>
      typeof asked === 'object' ? undefined : { ...textReply('A paper'), actions };
    const { first } = await send(rig, papers('lora'));
    const open = { ...first.body.data, flags: first.body.data.flags & ~ALONE };
    const told = await pressOn(open, 'Save');
    expect(told.first.body.type).toBe(4);
    expect(ephemeral(told.first)).toBe(true);
    rig.service.script = () => textReply("It isn't on your reading list.");
    expect((await pressOn(first.body.data, 'Save')).first.body.type).toBe(4);
  });

  it('has its note in a form, filled with the one that is there', async () => {
    const { first } = await send(rig, pressed('0..{"do":"note","id":"2511.08544"}'));
    expect(first.body.type).toBe(9);
    expect(JSON.stringify(first.body.data)).toContain('"value":"an old note"');
    const components = [{ type: 18, component: { type: 4, custom_id: 'note', value: 'a new note' } }];
    const { custom_id } = first.body.data;
    await send(rig, interactionOf({ type: 5, data: { custom_id, components } }));
    expect(rig.service.pressed.map(({ act }) => act)).toEqual([
      { do: 'note', id: '2511.08544', note: 'a new note' },
    ]);
    const { first: text } = await send(rig, pressed('0..{"do":"note","id":"nowhere"}'));
    expect(text.body.type).toBe(4);
  });
});
