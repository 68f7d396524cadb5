/** A started Slack adapter over the Slack of `slack.ts`, with what people do and see there. */
import { createSlack } from '../../../adapters/slack/index.ts';
import { readSlackSettings, type SlackSettings } from '../../../adapters/slack/settings.ts';
import type { Adapter, CommandService, Log } from '../../../src/model/ports.ts';
import type { Seen } from '../contract.ts';
import { createCommandService, type ScriptedService } from '../scripted-service.ts';
import { createShelves, type Shelves } from '../shelves.ts';
import { BOT, type FakeSlack, openSlack, type Shown, TEAM } from './slack.ts';

export interface World {
  slack: FakeSlack;
  adapter: Adapter;
  service: ScriptedService;
  shelves: Shelves;
  settings: SlackSettings;
  /** Every line that was logged. */
  logged: string[];
  address: string | undefined;
  stop(): Promise<void>;
}

type Env = Record<string, string>;

export function settingsOf(env: Env): SlackSettings {
  const read = readSlackSettings(env);
  if ('problems' in read || !read.settings) throw new Error(JSON.stringify(read));
  return read.settings;
}

/** Socket Mode unless `env` says otherwise; the port is any free one. */
export async function openWorld(
  env: Env = { SLACK_BOT_TOKEN: BOT.token, SLACK_APP_TOKEN: BOT.app },
  prepare: (slack: FakeSlack) => void = () => {},
  /** Answers in place of the scripted command service. */
  real?: CommandService,
  given: { time?: FakeTime } = {},
): Promise<World> {
  const slack = await openSlack();
  prepare(slack);
  const service = createCommandService();
  const shelves = createShelves();
  const logged: string[] = [];
  const settings = settingsOf({
    SLACK_API_URL: slack.apiUrl,
    SLACK_AUTHORIZE_URL: `${slack.url}/authorize`,
    SLACK_PORT: '0',
    ...env,
  });
  const log = logTo(logged);
  const adapter = createSlack(settings, {
    service: real ?? service,
    shelf: shelves.shelf,
    clock: Date.now,
    log,
    ...given.time,
  });
  const { address } = await adapter.start();
  return {
    slack,
    adapter,
    service,
    shelves,
    settings,
    logged,
    address,
    async stop() {
      await adapter.stop();
      await slack.close();
    },
  };
}

export interface FakeTime {
  clock: () => number;
  sleep: (ms: number) => Promise<void>;
  /** Every wait, in milliseconds. */
  slept: number[];
}

/** A clock that stands still and waits that end at once. */
export function createTime(): FakeTime {
  const at = Date.now();
  const slept: number[] = [];
  return { clock: () => at, sleep: async (ms) => void slept.push(ms), slept };
}

export function logTo(lines: string[]): Log {
  const at =
    (level: string) =>
    (message: string, facts = {}) =>
      void lines.push(`${level}: ${message} ${JSON.stringify(facts)}`);
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** Waits until something is so, however slow the machine is; names it before the test's own timeout comes. */
export async function until(isSo: () => boolean, what = 'it'): Promise<void> {
  for (let tries = 0; tries < 27_000; tries += 1) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`${what} did not come about`);
}

export function commandOf(slack: FakeSlack, channel: string, text: string, user = 'U1') {
  return {
    command: '/papers',
    text: text
      .replace(/^\/papers\s*/, '')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;'),
    team_id: TEAM,
    channel_id: channel,
    channel_name: slack.channels.get(channel)?.name || 'directmessage',
    user_id: user,
    user_name: 'ada',
    trigger_id: '1.2.3',
    response_url: slack.responseUrl(channel, user),
    is_enterprise_install: 'false',
  };
}

export function eventOf(event: Record<string, unknown>, id = `Ev${Math.random()}`) {
  return {
    type: 'event_callback',
    event_id: id,
    event_time: Math.floor(Date.now() / 1000),
    team_id: TEAM,
    authorizations: [
      { team_id: TEAM, enterprise_id: null, user_id: BOT.user, is_bot: true, is_enterprise_install: false },
    ],
    event,
  };
}

export function pressOf(
  slack: FakeSlack,
  channel: string,
  button: { action_id: string; value?: string; isOption?: boolean },
  user = 'U1',
) {
  return {
    type: 'block_actions',
    team: { id: TEAM },
    user: { id: user, username: 'ada', team_id: TEAM },
    channel: { id: channel, name: slack.channels.get(channel)?.name },
    container: { type: 'message' },
    trigger_id: '1.2.3',
    response_url: slack.responseUrl(channel, user),
    actions: [{ block_id: 'b', action_ts: '1', ...pressedOf(button) }],
  };
}

/** As Slack says that a button was pressed, or what of a menu was chosen. */
function pressedOf({
  action_id,
  value,
  isOption,
}: {
  action_id: string;
  value?: string;
  isOption?: boolean;
}) {
  return isOption
    ? { type: 'overflow', action_id, selected_option: { value } }
    : { type: 'button', action_id, value };
}

interface Pressable {
  text: string;
  action_id: string;
  value: string;
  isOption: boolean;
}

/** Buttons and options of menus of a message, with the values Slack carries for them. */
export function buttonsOf({ blocks }: Pick<Shown, 'blocks'>): Pressable[] {
  type Control = { type: string; action_id: string; options?: Option[] } & Option;
  type Option = { text: { text: string }; value: string };
  const controls = blocks.flatMap((block) => [
    ...(block.type === 'actions' ? (block.elements as Control[]) : []),
    ...(block.accessory === undefined ? [] : [block.accessory as Control]),
  ]);
  return controls.flatMap(({ type, action_id, options = [], text, value }): Pressable[] => {
    if (type === 'button') return [{ text: text.text, action_id, value, isOption: false }];
    if (type === 'image') return [];
    return options.map((one) => ({ text: one.text.text, action_id, value: one.value, isOption: true }));
  });
}

/** What a reader sees of a message: rich and plain text as they stand, marks without width taken away. */
export function see({ blocks, text }: Pick<Shown, 'blocks' | 'text'>): Seen {
  const seen: Seen = { text: '', links: [], pings: [] };
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const one of value) walk(one);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const { type, text: inner, url } = value as { type?: string; text?: unknown; url?: string };
    if (type === 'link') seen.links.push(String(url));
    if (type === 'user' || type === 'usergroup' || type === 'broadcast' || type === 'channel')
      seen.pings.push(type);
    // A menu shows its options only once it is opened.
    if (type === 'overflow' || type === 'static_select') return;
    if (type === 'mrkdwn') throw new Error('no block is markup');
    if (typeof inner === 'string') seen.text += inner;
    if (type === 'date') seen.text += String((value as { fallback?: unknown }).fallback);
    for (const [key, more] of Object.entries(value))
      if (key !== 'text' || typeof more !== 'string') walk(more);
    if (type === 'rich_text_section' || type === 'header' || type === 'context' || type === 'section')
      seen.text += '\n';
  };
  walk(blocks);
  seen.text = seen.text.replaceAll('\u2060', '');
  // Slack reads the text of a message as markup.
  if (/<[!@#]/.test(text)) seen.pings.push(text);
  for (const [, url = ''] of text.matchAll(/<(https?:[^|>]+)/g)) seen.links.push(url);
  return seen;
}
