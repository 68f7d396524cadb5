import { createHmac, randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { createSlack } from '../../../adapters/slack/index.ts';
import { describeOnRealCore, listAddress, type RealPlatform, type SeenMessage } from '../real-core.ts';
import { BOT, openSlack, type Shown, TEAM } from './slack.ts';
import { buttonsOf, commandOf, eventOf, pressOf, see, settingsOf, until } from './world.ts';

interface SlackMessage extends SeenMessage {
  blocks: Shown['blocks'];
}

const CHANNELS = ['C1', 'C2', 'C3', 'C4', 'C5', 'C6'];
const SECRET = 'signing-s3cret';

describeOnRealCore('Slack in Socket Mode', () => openPlatform({ SLACK_APP_TOKEN: BOT.app }));
// Replicas behind a load balancer share a server.
describeOnRealCore(
  'Slack over HTTP',
  () => openPlatform({ SLACK_SIGNING_SECRET: SECRET }),
  [],
  ['SQLite', 'Postgres'],
);

async function openPlatform(mode: Record<string, string>): Promise<RealPlatform<SlackMessage>> {
  const slack = await openSlack();
  for (const id of CHANNELS)
    slack.channels.set(id, { name: `channel-${id.toLowerCase()}`, members: [BOT.user, 'U1'] });
  const settings = settingsOf({
    SLACK_API_URL: slack.apiUrl,
    SLACK_PORT: '0',
    SLACK_BOT_TOKEN: BOT.token,
    ...mode,
  });
  const addresses: string[] = [];
  const isHttp = 'SLACK_SIGNING_SECRET' in mode;

  /** Returns what the request is acknowledged with. */
  async function send(at: number, type: string, payload: Record<string, unknown>): Promise<unknown> {
    // Every request of a person has a trigger of its own: the same one again would be a repeated delivery.
    if ('trigger_id' in payload) payload.trigger_id = randomUUID();
    return isHttp
      ? readAnswer(await post(at, sign(type, payload)))
      : (await slack.send(type, payload, undefined, at)).payload;
  }

  function sign(type: string, payload: Record<string, unknown>): RequestInit {
    const [form, body] =
      type === 'events_api'
        ? [false, JSON.stringify(payload)]
        : [
            true,
            new URLSearchParams(
              type === 'slash_commands'
                ? (payload as Record<string, string>)
                : { payload: JSON.stringify(payload) },
            ).toString(),
          ];
    const now = Math.floor(Date.now() / 1000);
    const signature = createHmac('sha256', SECRET).update(`v0:${now}:${body}`).digest('hex');
    return {
      method: 'POST',
      body,
      headers: {
        'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json',
        'x-slack-request-timestamp': String(now),
        'x-slack-signature': `v0=${signature}`,
      },
    };
  }

  const post = (at: number, signed: RequestInit) => fetch(addresses[at] ?? '', signed);
  async function readAnswer(response: Response): Promise<unknown> {
    const text = await response.text();
    return text === '' ? undefined : JSON.parse(text);
  }

  /** The first message to the person alone that what is done brings; lines about changes are for everyone. */
  async function answerTo(act: () => Promise<unknown>): Promise<SlackMessage> {
    const before = slack.shown.length;
    await act();
    await until(() => answersSince(before).length > 0, 'the answer');
    return seen(answersSince(before)[0] as Shown);
  }
  const answersSince = (before: number) =>
    slack.shown.slice(before).filter(({ onlyFor }) => onlyFor !== undefined);

  async function press(at: number, channel: string, message: SlackMessage, button: string) {
    const pressed = buttonsOf(message).find(({ text }) => text.startsWith(button));
    await send(at, 'interactive', pressOf(slack, idOf(channel), pressed ?? { action_id: 'none' }));
  }

  const command = (at: number, channel: string, text: string) =>
    answerTo(() => send(at, 'slash_commands', commandOf(slack, idOf(channel), text)));

  return {
    channels: CHANNELS.map((id) => `slack:${TEAM}:${id}`),
    async connect(outside) {
      const sleep = async () => {};
      return listAddress(createSlack(settings, { ...outside, sleep }), addresses);
    },
    command,
    async commandTwice(channel, text) {
      const before = slack.shown.length;
      const since = (id: string) => answersSince(before).filter((one) => one.channel === id);
      const asked = commandOf(slack, idOf(channel), text);
      if (isHttp) {
        const signed = sign('slash_commands', asked);
        const responses = await Promise.all([0, 1].map((at) => post(at, signed)));
        expect(responses.map(({ status }) => status)).toEqual([200, 200]);
      } else for (const at of [0, 1]) await slack.send('slash_commands', asked, 'envelope-twice', at);
      await until(() => since(idOf(channel)).length > 0, 'the answer');
      // Each process has done what it does with the request before it answers this.
      for (const at of [0, 1]) await send(at, 'slash_commands', commandOf(slack, 'C1', 'topics'));
      await until(() => since('C1').length === 2, 'both processes');
      return since(idOf(channel)).map(seen);
    },
    press: (at, channel, message, button) => answerTo(() => press(at, channel, message, button)),
    posts: async (channel) => slack.seen(idOf(channel)).map(seen),
    ownPosts: async () => ['U1', 'D1'].flatMap((id) => slack.seen(id)).map(seen),
    setDirectClosed: (isClosed) =>
      slack.faults.set('chat.postMessage', isClosed ? [{ ok: false, error: 'messages_tab_disabled' }] : []),
    setBroken(channel, isBroken) {
      const known = slack.channels.get(idOf(channel));
      if (known) known.is_archived = isBroken;
    },
    brokenSays: /archived/,
    form: {
      async open(at, channel) {
        const before = slack.views.opened.length;
        await press(at, channel, await command(at, channel, 'topics'), 'Edit');
        await until(() => slack.views.opened.length > before, 'the form');
        const { blocks } = slack.views.opened.at(-1) as unknown as View;
        return String(blocks.find(({ block_id }) => block_id === 'topics:0')?.element?.initial_value ?? '');
      },
      async fill(at, _channel, { topics, zone }) {
        const { private_metadata, callback_id, blocks } = slack.views.opened.at(-1) as unknown as View;
        const initial = (id: string) => blocks.find(({ block_id }) => block_id === id)?.element;
        const values = {
          'topics:0': { topics: { value: topics } },
          days: { days: { selected_options: initial('days')?.initial_options } },
          time: { time: { selected_time: initial('time')?.initial_time } },
          zone: { zone: { selected_option: zone ? { value: zone } : initial('zone')?.initial_option } },
          limit: { limit: { value: initial('limit')?.initial_value } },
          order: { order: { selected_option: initial('order')?.initial_option } },
          layout: { layout: { selected_option: initial('layout')?.initial_option } },
          switches: { switches: { selected_options: initial('switches')?.initial_options } },
        };
        const acknowledged = await send(at, 'interactive', {
          type: 'view_submission',
          team: { id: TEAM },
          user: { id: 'U1', name: 'ada', team_id: TEAM },
          trigger_id: '',
          view: { type: 'modal', callback_id, private_metadata, blocks, state: { values } },
        });
        return JSON.stringify(acknowledged);
      },
    },
    async uninstall() {
      await send(0, 'events_api', eventOf({ type: 'app_uninstalled' }));
      return 'at once';
    },
    close: slack.close,
  };
}

interface View {
  private_metadata: string;
  callback_id: string;
  blocks: { block_id?: string; element?: Record<string, unknown> }[];
}

function idOf(channel: string): string {
  return channel.split(':')[2] ?? '';
}

function seen(shown: Shown): SlackMessage {
  return {
    text: see(shown).text,
    buttons: buttonsOf(shown).map(({ text }) => text),
    blocks: shown.blocks,
  };
}
