/** Interactions of Discord, over HTTP, to the adapter on the real command service and a real store. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createDiscord } from '../../../adapters/discord/index.ts';
import { openPeopleOf } from '../../../src/app/people.ts';
import { PLATFORM_TRACES } from '../../../src/cli/adapters.ts';
import type { Adapter } from '../../../src/model/ports.ts';
import { type Cloud, channelOf, openCloud, snowflake, TOKEN } from '../../adapters/discord/cloud.ts';
import { WHOLE } from '../../adapters/discord/nonsense.ts';
import { see } from '../../adapters/discord/reading.ts';
import {
  digest,
  interactionOf,
  MANAGER,
  papers,
  pressed,
  slash,
  waitedTime,
} from '../../adapters/discord/rig.ts';
import { RAW_ERROR, withPartReplaced } from '../../adapters/replaced-part.ts';
import { isWithout, stringsOf } from '../checks.ts';
import { text } from '../hostile.ts';
import { openRealCore, type RealCore } from '../real-core.ts';
import { target } from '../target.ts';
import { act, typed } from './commands.ts';
import { http, post } from './discord.ts';

const OTHER = { place: { id: 'discord:2:21', name: '#theirs' }, person: { id: '8', name: 'Grace' } };
const OWN = { place: { id: 'discord:1:11', name: '#papers' }, person: { id: '7', name: 'Ada' } };

type Interaction = Record<string, unknown>;
interface Request {
  interaction: Interaction;
  /** It is as Discord sends it, so that it is answered. */
  isWhole: boolean;
}

/** Where and by whom it is asked: in the server with and without the permission to change a channel, and directly. */
const where: fc.Arbitrary<Interaction> = fc
  .tuple(fc.constantFrom('managed', 'managed', 'unmanaged', 'direct', 'guest'), text, text)
  .map(([kind, name, room]): Interaction => {
    const user = { id: '7', username: 'ada', global_name: name, discriminator: '0' };
    const direct = {
      guild_id: undefined,
      member: undefined,
      user,
      channel_id: '97',
      channel: { id: '97', type: 1 },
      context: 1,
      authorizing_integration_owners: { '0': '0' },
    };
    if (kind === 'direct') return direct;
    if (kind === 'guest') return { ...direct, context: 2, authorizing_integration_owners: { '1': '7' } };
    return {
      channel: { id: '11', type: 0, name: room },
      member: { user, nick: null, permissions: kind === 'managed' ? MANAGER : '0', roles: [] },
    };
  });
const words = fc.oneof({ weight: 3, arbitrary: typed }, { weight: 1, arbitrary: text });

const field = (custom_id: string, more: object) => ({ type: 18, component: { type: 4, custom_id, ...more } });
/** As it should be more often than not, so that a whole form is taken over at times. */
const usual = (value: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 5, arbitrary: value }, { weight: 1, arbitrary: text });
const filled = fc
  .record({
    form: fc.constantFrom(
      'settings',
      'settings-own',
      'settings:1790000000000',
      'posts',
      'posts-own:1',
      'posts:x',
    ),
    topics: fc.array(words, { maxLength: 4 }).map((lines) => lines.join('\n')),
    days: fc.array(usual(fc.constantFrom('mon', 'sun', 'monthly 15')), { maxLength: 3 }),
    time: usual(fc.constantFrom('09:00', '9am', '25:00')),
    zone: usual(fc.constantFrom('Berlin', 'UTC', '')),
    limit: usual(fc.constantFrom('5', '7', '50', '-1')),
    order: usual(fc.constantFrom('votes', 'date')),
    layout: usual(fc.constantFrom('cards', 'compact')),
    switches: fc.array(usual(fc.constantFrom('quiet', 'announce', 'check')), { maxLength: 3 }),
  })
  .map(({ form, topics, days, time, zone, limit, order, layout, switches }) => ({
    custom_id: form,
    components: form.startsWith('posts')
      ? [
          field('limit', { value: limit }),
          field('order', { values: [order] }),
          field('layout', { values: [layout] }),
        ]
      : [
          field('topics', { value: topics }),
          field('days', { values: days }),
          field('time', { value: time }),
          field('zone', { value: zone }),
          field('options:quiet.announce.paused', { values: switches }),
        ],
  }));
const noted = fc.tuple(fc.oneof(fc.constantFrom('2512.00001', 'nowhere'), text), text).map(([id, note]) => ({
  custom_id: `note:${id}`,
  components: [field('note', { value: note })],
}));

const subcommand = fc.tuple(
  fc.constantFrom(
    'subscribe',
    'schedule',
    'settings',
    'name',
    'note',
    'help',
    'top',
    'email',
    'ours',
    'library',
  ),
  fc.dictionary(
    fc.constantFrom('query', 'when', 'time', 'part', 'command', 'topic', 'paper', 'note', 'for_me'),
    words,
    {
      maxKeys: 3,
    },
  ),
);
const whole: fc.Arbitrary<Interaction> = fc.oneof(
  { weight: 4, arbitrary: words.map((one): Interaction => papers(one)) },
  { weight: 3, arbitrary: act.map((one): Interaction => pressed(`0..${JSON.stringify(one)}`)) },
  { weight: 2, arbitrary: subcommand.map(([name, options]): Interaction => digest(name, options)) },
  {
    weight: 3,
    arbitrary: fc.oneof(filled, noted).map((data): Interaction => interactionOf({ type: 5, data })),
  },
  {
    weight: 1,
    arbitrary: text.map((content): Interaction => {
      const resolved = { messages: { '1': { id: '1', content, embeds: [], components: [] } } };
      const data = { id: '5', type: 3, name: 'Find related papers', target_id: '1', resolved };
      return interactionOf({ type: 2, data });
    }),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(words, fc.constantFrom('form:', 'save-form:', 'save-form:own-', '#', 'acsh:'))
      .map(([one, kind]): Interaction => pressed(`0..${kind}${one}`)),
  },
  {
    weight: 1,
    arbitrary: words.map(
      (value): Interaction => ({
        ...slash('papers', [{ type: 3, name: 'query', value, focused: true }]),
        type: 4,
      }),
    ),
  },
);
const request: fc.Arbitrary<Request> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(whole, where)
      .map(([asked, place]) => ({ isWhole: true, interaction: { ...asked, ...place } })),
  },
  {
    weight: 2,
    arbitrary: withPartReplaced(WHOLE).map((asked) => ({
      isWhole: false,
      interaction: asked as Interaction,
    })),
  },
);

interface World {
  core: RealCore;
  cloud: Cloud;
  adapter: Adapter;
  address: string;
}

async function open(): Promise<World> {
  const cloud = await openCloud();
  for (const id of ['11', '12']) cloud.channels.set(id, channelOf(id));
  const core = await openRealCore(OTHER);
  const { service, log, world } = core;
  const adapter = createDiscord(
    {
      botToken: TOKEN,
      apiUrl: cloud.url,
      register: false,
      managersOnly: true,
      crosspost: false,
      http,
    },
    { service, shelf: world.store.shelf, ...waitedTime(), log, deferMs: 600_000 },
  );
  world.app.connect(adapter.messenger);
  const { address = '' } = await adapter.start();
  return { core, cloud, adapter, address };
}

interface Done {
  answers: { status: number; body: { type?: number; data?: Interaction } }[];
  /** What is stored once the server and the person are forgotten. */
  rows: string[];
}

async function run(requests: Request[], { core, cloud, address }: World): Promise<Done> {
  core.logged.length = 0;
  cloud.calls.length = 0;
  cloud.answers.clear();
  for (const { messages } of cloud.channels.values()) messages.length = 0;
  const answers: Done['answers'] = [];
  for (const { interaction, isWhole } of requests) {
    const fresh = isWhole || /^\d{15,}$/.test(String(interaction.id)) ? { id: snowflake() } : {};
    const response = await post(address, Buffer.from(JSON.stringify({ ...interaction, ...fresh })));
    const words = await response.text();
    answers.push({ status: response.status, body: response.status === 200 ? JSON.parse(words) : {} });
    await core.idle();
  }
  await core.isReadable(OWN);
  const { store } = core.world;
  await core.service.leaveSpace('discord:1');
  const people = openPeopleOf(store, PLATFORM_TRACES);
  await people.forget(people.subjectOf(OWN.person.id));
  await core.service.leave('discord:@me:97');
  return { answers, rows: await core.rows() };
}

function holds({ answers, rows }: Done, requests: Request[], { core, cloud }: World): void {
  const left = rows.filter((row) => /discord:(?:1|@me):/.test(row));
  assert.deepEqual(left, [], 'the server or the person is not forgotten');
  for (const [at, { status, body }] of answers.entries()) {
    const isWhole = requests[at]?.isWhole;
    assert.ok(isWhole ? status === 200 : [200, 202, 400].includes(status), `the status ${status}`);
    if (isWhole) assert.ok([4, 7, 8, 9].includes(body.type ?? 0), `an answer of type ${body.type}`);
  }
  // The body of the answer to Discord's request is the answer; nothing else is.
  const more = [...cloud.answers.values()];
  assert.deepEqual(more, [], 'an interaction is answered twice');
  const posts = [...cloud.channels.values()].flatMap(({ messages }) => messages);
  core.isApart([answers, posts], rows);
  for (const body of [...answers.map(({ body }) => body.data ?? {}), ...posts]) {
    const { pings, links } = see(body);
    assert.deepEqual(pings, [], 'an answer pings');
    for (const url of links)
      assert.doesNotMatch(url, /evil\.example|^javascript:/i, 'an answer links to what was said');
    for (const said of stringsOf(body)) assert.ok(said.isWellFormed(), 'Discord is sent half a character');
  }
  for (const told of core.logged) {
    assert.doesNotMatch(told, RAW_ERROR, 'code met what it did not expect');
    isWithout([TOKEN], told);
  }
}

export const discordOnCore = [
  target({
    name: 'Discord over HTTP, on the real core',
    cases: 5,
    generate: fc.array(request, { minLength: 1, maxLength: 4 }),
    open,
    run,
    holds: (outcome, requests, world: World) =>
      holds(
        outcome.refused === undefined ? outcome.value : assert.fail(String(outcome.refused)),
        requests,
        world,
      ),
    async close({ adapter, core, cloud }) {
      await adapter.stop();
      await cloud.close();
      await core.close();
    },
  }),
];
