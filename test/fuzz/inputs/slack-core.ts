/** What Slack sends, over HTTP and over a socket, to the adapter on the real command service and a real store. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createSlack } from '../../../adapters/slack/index.ts';
import type { Adapter } from '../../../src/model/ports.ts';
import { RAW_ERROR, withPartReplaced } from '../../adapters/replaced-part.ts';
import { PAYLOADS } from '../../adapters/slack/nonsense.ts';
import { BOT, type FakeSlack, openSlack, type Shown, TEAM } from '../../adapters/slack/slack.ts';
import { eventOf, see, settingsOf } from '../../adapters/slack/world.ts';
import { isWithout } from '../checks.ts';
import { text } from '../hostile.ts';
import { openRealCore, type RealCore, until } from '../real-core.ts';
import { target } from '../target.ts';
import { act, typed } from './commands.ts';
import { asForm, asJson, fields, post, SECRET } from './slack.ts';

const OTHER = {
  place: { id: 'slack:T0OTHER:C7', name: '#theirs' },
  person: { id: 'slack:T0OTHER:U1', name: 'Grace' },
};
const OWN = {
  place: { id: `slack:${TEAM}:C1`, name: '#general' },
  person: { id: `slack:${TEAM}:U1`, name: 'ada' },
};
/** How a request is answered; `none` for what may have an answer or not. */
type Answer = 'by address' | 'in the channel' | 'directly' | 'acknowledged' | 'none';

interface Request {
  type: 'slash_commands' | 'interactive' | 'events_api';
  payload: Record<string, unknown>;
  answer: Answer;
}

const from = { team: { id: TEAM }, user: { id: 'U1', username: 'ada', name: 'ada', team_id: TEAM } };
const channel = fc.constantFrom('C1', 'C9', 'D1');
const NAMES: Record<string, string> = { C1: 'general', C9: 'elsewhere', D1: 'directmessage' };
const words = fc.oneof({ weight: 3, arbitrary: typed }, { weight: 1, arbitrary: text });
/** A place as buttons and forms carry it: that of another workspace too. */
const place = fc
  .tuple(
    fc.constantFrom(
      `slack:${TEAM}:C1`,
      `slack:${TEAM}:D1`,
      OTHER.place.id,
      OTHER.place.id,
      'slack:',
      '__proto__',
    ),
    fc.oneof(fc.constant('#general'), text),
  )
  .map(([id, name]) => JSON.stringify({ id, name }));

const commandPayload = (said: string, id: string, name: string) => ({
  command: '/papers',
  text: said,
  team_id: TEAM,
  channel_id: id,
  channel_name: NAMES[id],
  user_id: 'U1',
  user_name: name,
  trigger_id: '',
  response_url: '',
  is_enterprise_install: 'false',
});
const command = fc.tuple(words, channel, fc.oneof(fc.constant('ada'), text)).map(
  ([said, id, name]): Request => ({
    type: 'slash_commands',
    answer: 'by address',
    payload: commandPayload(said, id, name),
  }),
);
const ALIVE: Request = {
  type: 'slash_commands',
  answer: 'by address',
  payload: commandPayload('help', 'D1', 'ada'),
};
const pressed = fc.tuple(act, channel).map(
  ([made, id]): Request => ({
    type: 'interactive',
    answer: 'by address',
    payload: {
      ...from,
      type: 'block_actions',
      channel: { id, name: NAMES[id] },
      container: { type: 'message' },
      trigger_id: '',
      response_url: '',
      actions: [{ type: 'button', block_id: 'b', action_id: 'act:1', value: JSON.stringify(made) }],
    },
  }),
);
const said = fc.tuple(words, fc.boolean()).map(
  ([one, isDirect]): Request => ({
    type: 'events_api',
    answer: isDirect ? 'directly' : 'in the channel',
    payload: eventOf({
      type: isDirect ? 'message' : 'app_mention',
      ...(isDirect ? { channel_type: 'im' } : {}),
      user: 'U1',
      channel: isDirect ? 'D1' : 'C1',
      text: isDirect ? one : `<@${BOT.user}> ${one}`,
      ts: '1.1',
    }),
  }),
);
const shortcut = text.map(
  (one): Request => ({
    type: 'interactive',
    answer: 'by address',
    payload: {
      ...from,
      type: 'message_action',
      callback_id: 'find-papers',
      channel: { id: 'C1', name: 'general' },
      message: { text: one, ts: '1.1' },
      trigger_id: '',
      response_url: '',
    },
  }),
);

/** As it should be more often than not, so that a whole form is taken over at times. */
const usual = (value: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 5, arbitrary: value }, { weight: 1, arbitrary: text });
const filled = fc
  .record({
    topics: fc.array(words, { maxLength: 4 }).map((lines) => lines.join('\n')),
    days: fc.array(usual(fc.constantFrom('mon', 'sun', 'monthly 15')), { maxLength: 3 }),
    time: usual(fc.constantFrom('09:00', '17:30', '24:00')),
    zone: usual(fc.constantFrom('Europe/Berlin', 'UTC', '')),
    limit: usual(fc.constantFrom('5', '7', '50', '-1')),
    order: usual(fc.constantFrom('votes', 'date')),
    layout: usual(fc.constantFrom('cards', 'compact')),
    switches: fc.array(usual(fc.constantFrom('quiet', 'announce')), { maxLength: 3 }),
  })
  .map(({ topics, days, time, zone, limit, order, layout, switches }) => {
    const chosen = (value: string) => ({ value });
    const values = {
      'topics:0': { topics: { value: topics } },
      days: { days: { selected_options: days.map(chosen) } },
      time: { time: { selected_time: time } },
      zone: { zone: { selected_option: chosen(zone) } },
      limit: { limit: { value: limit } },
      order: { order: { selected_option: chosen(order) } },
      layout: { layout: { selected_option: chosen(layout) } },
      switches: { switches: { selected_options: switches.map(chosen) } },
    };
    const options = ['quiet', 'announce', 'thumbnails', 'paused'].map(chosen);
    const blocks = Object.keys(values).map((block_id) => ({ type: 'input', block_id, element: { options } }));
    return { callback_id: 'settings', blocks, state: { values } };
  });
const noted = fc.tuple(text, fc.constantFrom('2512.00001', 'nowhere', '__proto__')).map(([note, id]) => ({
  callback_id: 'note',
  id,
  state: { values: { note: { note: { value: note } } } },
}));
const submitted = fc.tuple(fc.oneof(filled, noted), place).map(([{ ...view }, where]): Request => {
  const private_metadata = 'id' in view ? JSON.stringify({ place: where, id: view.id }) : where;
  return {
    type: 'interactive',
    answer: 'acknowledged',
    payload: { ...from, type: 'view_submission', trigger_id: '', view: { ...view, private_metadata } },
  };
});
const opened = fc.tuple(place, fc.constantFrom('settings:0', 'topics', 'home')).map(
  ([value, action_id]): Request => ({
    type: 'interactive',
    answer: 'none',
    payload: {
      ...from,
      type: 'block_actions',
      channel: { id: 'C1', name: 'general' },
      trigger_id: '',
      actions: [{ type: 'button', block_id: 'b', action_id, value }],
      ...(action_id === 'topics'
        ? { view: { id: 'V1', callback_id: 'settings', private_metadata: value } }
        : {}),
    },
  }),
);
const happened = fc
  .tuple(
    fc.constantFrom('channel_rename', 'member_joined_channel', 'app_home_opened', 'channel_deleted'),
    text,
  )
  .map(([type, name]): Request => {
    const about: Record<string, object> = {
      channel_rename: { channel: { id: 'C1', name } },
      member_joined_channel: { user: BOT.user, channel: 'C1', channel_type: 'C', inviter: 'U1' },
      app_home_opened: { user: 'U1', tab: 'home' },
      channel_deleted: { channel: 'C7' },
    };
    return { type: 'events_api', answer: 'none', payload: eventOf({ type, ...about[type] }) };
  });
const replaced = withPartReplaced(PAYLOADS).map(
  (payload): Request => ({
    type: 'event' in payload ? 'events_api' : 'interactive',
    answer: 'none',
    payload: payload as Record<string, unknown>,
  }),
);

const request = fc.oneof(
  { weight: 4, arbitrary: command },
  { weight: 3, arbitrary: pressed },
  { weight: 2, arbitrary: said },
  { weight: 3, arbitrary: submitted },
  { weight: 1, arbitrary: shortcut },
  { weight: 2, arbitrary: opened },
  { weight: 1, arbitrary: happened },
  { weight: 3, arbitrary: replaced },
);

interface World {
  core: RealCore;
  slack: FakeSlack;
  adapter: Adapter;
  address: string | undefined;
  /** Requests so far: each is another one, or it would be taken for a repeat. */
  count: number;
}

async function open(isHttp: boolean): Promise<World> {
  const slack = await openSlack();
  // It is there, and known: nothing keeps it apart but that it is another workspace's.
  slack.channels.set('C7', { name: 'theirs', members: [BOT.user, 'U1'] });
  const known = { name: 'theirs', hidden: false, seen: [] };
  const core = await openRealCore(OTHER, (shelf) => shelf('slack_channels').set(OTHER.place.id, known));
  const settings = settingsOf({
    SLACK_API_URL: slack.apiUrl,
    SLACK_PORT: '0',
    SLACK_BOT_TOKEN: BOT.token,
    ...(isHttp ? { SLACK_SIGNING_SECRET: SECRET } : { SLACK_APP_TOKEN: BOT.app }),
  });
  const { service, world } = core;
  const { log } = core;
  const adapter = createSlack(settings, {
    service,
    shelf: world.store.shelf,
    clock: Date.now,
    log,
    sleep: async () => {},
  });
  world.app.connect(adapter.messenger);
  const { address } = await adapter.start();
  const opened = { core, slack, adapter, address, count: 0 };
  await remove(opened);
  return opened;
}

/**
 * Sends it. Returns what it is acknowledged with, or undefined for what needs no answer on a socket: Bolt's own client drops what it
 * cannot read without a word.
 */
async function send(world: World, { type, payload: given, answer }: Request): Promise<unknown> {
  const { slack, address } = world;
  const number = `R${++world.count}`;
  const payload = { ...given };
  if (payload.trigger_id === '') payload.trigger_id = number;
  if (payload.response_url === '') payload.response_url = slack.responseUrl(number, 'U1');
  if ('event' in payload) payload.event_id = number;
  if (address === undefined) {
    const acknowledged = slack.send(type, payload);
    return answer === 'none' ? undefined : (await acknowledged).payload;
  }
  const body =
    type === 'events_api'
      ? asJson(payload)
      : type === 'interactive'
        ? asForm(payload)
        : fields(payload as Record<string, string>);
  const response = await post(world, body);
  const words = await response.text();
  assert.ok([200, 400].includes(response.status), `the status ${response.status}`);
  return words === '' || response.status !== 200 ? undefined : JSON.parse(words);
}

/** Counts the answers that came to the newest request since `before`. */
function countOf({ slack, count }: World, { answer }: Request, before: { shown: number; views: number }) {
  const since = () => slack.shown.slice(before.shown);
  const ways: Record<Answer, () => number> = {
    'by address': () =>
      since().filter((one) => one.channel === `R${count}`).length + slack.views.opened.length - before.views,
    'in the channel': () => since().filter((one) => one.channel === 'C1' && one.onlyFor === 'U1').length,
    // What the person follows alone is told there too.
    directly: () => Math.min(1, since().filter((one) => one.channel === 'D1').length),
    acknowledged: () => 1,
    none: () => 1,
  };
  return ways[answer];
}

/** Takes Paperboy out of the workspace, which deletes all that was stored there. */
async function remove(world: World): Promise<void> {
  const { logged } = world.core;
  const isGone = () => logged.some((one) => one.includes('the app was removed from a workspace'));
  logged.length = 0;
  await send(world, { type: 'events_api', answer: 'none', payload: eventOf({ type: 'app_uninstalled' }) });
  await until(isGone, 'the workspace is forgotten');
}

/** Resolves when a command that came behind what was sent is answered. */
async function isAlive(world: World): Promise<void> {
  const before = { shown: world.slack.shown.length, views: world.slack.views.opened.length };
  await send(world, ALIVE);
  const count = countOf(world, ALIVE, before);
  await until(() => count() > 0, 'Slack is answered');
}

interface Done {
  /** Requests that were answered more than once. */
  wrong: string[];
  acknowledged: unknown[];
  /** What is stored once Paperboy was removed from the workspace. */
  rows: string[];
  logged: string[];
}

async function run(requests: Request[], world: World): Promise<Done> {
  const { core, slack } = world;
  const { shown, views } = slack;
  for (const list of [shown, slack.calls, core.logged, views.opened]) list.length = 0;
  views.open.clear();
  views.published.clear();
  const done: Done = { wrong: [], acknowledged: [], rows: [], logged: [] };
  for (const one of requests) {
    const before = { shown: shown.length, views: views.opened.length };
    done.acknowledged.push(await send(world, one));
    const count = countOf(world, one, before);
    await until(() => count() > 0, `there is an answer to ${JSON.stringify(one.payload)}`);
    if (one.answer === 'none') await isAlive(world);
    await core.idle(() => slack.answering);
    if (count() > 1) done.wrong.push(`${count()} answers to ${JSON.stringify(one.payload)}`);
  }
  await core.isReadable(OWN);
  done.logged = [...core.logged];
  await remove(world);
  done.rows = await core.rows();
  return done;
}

function holds(done: Done, { core, slack }: World): void {
  const { wrong, acknowledged, rows, logged } = done;
  assert.deepEqual(wrong, []);
  const left = rows.filter((row) => row.includes(`slack:${TEAM}:`));
  assert.deepEqual(left, [], 'the workspace is not forgotten');
  const views = [...slack.views.opened, ...slack.views.published.values(), ...acknowledged.flatMap(viewIn)];
  core.isApart([slack.shown, views, acknowledged], rows);
  for (const one of [...slack.shown, ...views.map((view) => ({ text: '', ...view }) as Shown)]) {
    const { pings, links } = see(one);
    // Who added Paperboy to a channel is greeted by name, and where it is not a member the channel is named.
    const asked = KNOWN.test(JSON.stringify(one)) ? pings.filter((ping) => !EXPECTED.test(ping)) : pings;
    assert.deepEqual(asked, [], 'an answer pings');
    for (const url of links)
      assert.doesNotMatch(url, /evil\.example|^javascript:/i, 'an answer links to what was said');
  }
  for (const told of logged) {
    assert.doesNotMatch(told, RAW_ERROR, 'code met what it did not expect');
    isWithout([BOT.token, SECRET], told);
  }
}

const KNOWN = /Hi, I'm Paperboy|Paperboy isn't in it yet/;
const EXPECTED = /^(?:user|channel)$|^Type \/invite @paperboy in <#\w+> first[^<]*$/;

const viewIn = (acknowledged: unknown): { blocks: Shown['blocks'] }[] => {
  const { view } = (acknowledged ?? {}) as { view?: { blocks: Shown['blocks'] } };
  return view === undefined ? [] : [view];
};

export const slackOnCore = [true, false].map((isHttp) =>
  target({
    name: `Slack ${isHttp ? 'over HTTP' : 'over a socket'}, on the real core`,
    cases: 4,
    generate: fc.array(request, { minLength: 1, maxLength: 4 }),
    open: () => open(isHttp),
    run,
    holds: (outcome, _, world: World) =>
      holds(outcome.refused === undefined ? outcome.value : assert.fail(String(outcome.refused)), world),
    async close({ adapter, core, slack }) {
      await adapter.stop();
      await slack.close();
      await core.close();
    },
  }),
);
