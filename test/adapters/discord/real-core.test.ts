import { generateKeyPairSync, sign } from 'node:crypto';
import { expect } from 'vitest';
import { createDiscord } from '../../../adapters/discord/index.ts';
import type { DiscordSettings } from '../../../adapters/discord/settings.ts';
import { describeOnRealCore, listAddress, type RealPlatform, type SeenMessage } from '../real-core.ts';
import { APPLICATION, channelOf, openCloud, TOKEN } from './cloud.ts';
import { see } from './reading.ts';
import { chosen, digest, interactionOf, papers, pressed, settled, waitedTime } from './rig.ts';

interface DiscordMessage extends SeenMessage {
  parts: Part[];
}

/** A button, a list or a field, as it stands in a message or a form. */
interface Part {
  placeholder?: string;
  type?: number;
  custom_id?: string;
  label?: string;
  value?: string;
  options?: { label: string; value: string; default?: boolean }[];
}

/** The direct messages of the person who asks. */
const DIRECT = '97';
const CHANNELS = ['11', '12', '13', '14', '15', '16'];
const KEYS = generateKeyPairSync('ed25519');
const PUBLIC_KEY = Buffer.from(KEYS.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex');

describeOnRealCore('Discord by gateway', () => openPlatform());
// Replicas behind a load balancer share a server.
describeOnRealCore(
  'Discord over HTTP',
  () => openPlatform({ publicKey: PUBLIC_KEY, applicationId: APPLICATION, host: '127.0.0.1', port: 0 }),
  [],
  ['SQLite', 'Postgres'],
);

async function openPlatform(http?: DiscordSettings['http']): Promise<RealPlatform<DiscordMessage>> {
  const cloud = await openCloud();
  for (const id of CHANNELS) cloud.channels.set(id, channelOf(id));
  const addresses: string[] = [];
  const time = waitedTime();
  const settings: DiscordSettings = {
    botToken: TOKEN,
    apiUrl: cloud.url,
    register: false,
    managersOnly: true,
    crosspost: false,
    ...(http ? { http } : {}),
  };

  /** The body of the first answer to an interaction. */
  async function send(at: number, interaction: Record<string, unknown> & { token: string }): Promise<Body> {
    if (http === undefined) {
      cloud.dispatch('INTERACTION_CREATE', interaction, at);
      return (await settled({ cloud }, interaction.token)).first.body as Body;
    }
    return (await (await post(at, signed(interaction))).json()) as Body;
  }

  function signed(interaction: Record<string, unknown>): RequestInit {
    const body = JSON.stringify(interaction);
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = sign(null, Buffer.from(timestamp + body), KEYS.privateKey).toString('hex');
    return {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-signature-ed25519': signature,
        'x-signature-timestamp': timestamp,
      },
    };
  }
  const post = (at: number, request: RequestInit) => fetch(addresses[at] ?? '', request);

  const where = (channel: string) => {
    const id = idOf(channel);
    return { channel_id: id, channel: { id, type: 0, name: `channel-${id}` } };
  };
  const messageTo = async (at: number, interaction: Record<string, unknown> & { token: string }) =>
    seen((await send(at, interaction)).data);

  /** A button of the message, or one behind its list of papers, or behind the abstract. */
  async function press(
    at: number,
    channel: string,
    message: DiscordMessage,
    button: string,
  ): Promise<DiscordMessage> {
    const own = message.parts.find(({ label, custom_id }) => custom_id && label?.startsWith(button));
    if (own) return messageTo(at, pressed(own.custom_id ?? '', where(channel)));
    const isOpen = ({ placeholder, options }: Part) =>
      options !== undefined && placeholder === 'Open a paper';
    const list = message.parts.find(isOpen) ?? message.parts.find(({ options }) => options !== undefined);
    const abstract = message.buttons.includes('Abstract');
    if (!list && abstract && button !== 'Abstract')
      return press(at, channel, await press(at, channel, message, 'Abstract'), button);
    const [option] = list?.options ?? [];
    if (!list || !option) throw new Error(`no button ${button}`);
    const behind = await messageTo(at, chosen(list.custom_id ?? '', option.value, where(channel)));
    return press(at, channel, behind, button);
  }

  let form: Part[] = [];
  let opened = '';

  return {
    channels: CHANNELS.map((id) => `discord:1:${id}`),
    async connect({ turns: _, ...outside }) {
      // Its time passes by waiting alone, so it can share no turns.
      return listAddress(createDiscord(settings, { ...outside, ...time, deferMs: 600_000 }), addresses);
    },
    command: (at, channel, text) => messageTo(at, papers(text, where(channel))),
    async commandTwice(channel, text) {
      const asked = papers(text, where(channel));
      if (http === undefined) {
        cloud.dispatch('INTERACTION_CREATE', asked);
        const { first, more } = await settled({ cloud }, asked.token);
        return [first, ...more].map(({ body }) => seen(body.data as Record<string, unknown>));
      }
      const request = signed(asked);
      const responses = await Promise.all([0, 1].map((at) => post(at, request)));
      expect(responses.map(({ status }) => status).sort()).toEqual([200, 202]);
      // A replay, also to the process that did not work on it.
      for (const at of [0, 1]) expect((await post(at, request)).status).toBe(202);
      const answers = responses
        .filter(({ status }) => status === 200)
        .map((one) => one.json() as Promise<Body>);
      return (await Promise.all(answers)).map(({ data }) => seen(data));
    },
    press,
    posts: async (channel) => (cloud.channels.get(idOf(channel))?.messages ?? []).map(seen),
    ownPosts: async () => (cloud.channels.get(DIRECT)?.messages ?? []).map(seen),
    setDirectClosed(isClosed) {
      cloud.channels.set(DIRECT, { ...channelOf(DIRECT, 1, ''), closed: isClosed ? 50007 : undefined });
    },
    setBroken(channel, isBroken) {
      const known = cloud.channels.get(idOf(channel));
      if (known) known.closed = isBroken ? 50001 : undefined;
    },
    brokenSays: /can't see this channel/,
    form: {
      async open(at, channel) {
        const { data } = await send(at, digest('settings', {}, where(channel)));
        opened = String((data as { custom_id?: unknown }).custom_id);
        form = partsOf(data);
        return form.find(({ custom_id }) => custom_id === 'topics')?.value ?? '';
      },
      async fill(at, channel, filled) {
        const components = form
          .filter(({ custom_id }) => custom_id !== undefined && custom_id !== opened)
          .map((field) => ({
            type: 18,
            component: {
              type: field.type,
              custom_id: field.custom_id,
              ...filledIn(field, filled[field.custom_id as keyof typeof filled]),
            },
          }));
        const submitted = interactionOf({
          type: 5,
          data: { custom_id: opened, components },
          ...where(channel),
        });
        return (await messageTo(at, submitted)).text;
      },
    },
    async uninstall() {
      cloud.guilds.delete('1');
      if (http !== undefined) return 'at the next start';
      cloud.dispatch('GUILD_DELETE', { id: '1' });
      return 'at once';
    },
    keepsPersonal: true,
    close: cloud.close,
  };
}

/** What a field holds when it is sent: as it was opened, unless a text was typed. */
function filledIn({ options = [], value }: Part, typed = value): object {
  return options.length > 0
    ? { values: options.filter((one) => one.default).map((one) => one.value) }
    : { value: typed };
}

interface Body {
  data: Record<string, unknown>;
}

function idOf(channel: string): string {
  return channel.split(':')[2] ?? '';
}

function seen(body: Record<string, unknown>): DiscordMessage {
  const parts = partsOf(body);
  return { text: see(body).text, buttons: parts.flatMap(({ label }) => label ?? []), parts };
}

/** Every button, list and field in a message or form, in order. */
function partsOf(value: unknown): Part[] {
  if (Array.isArray(value)) return value.flatMap(partsOf);
  if (typeof value !== 'object' || value === null) return [];
  const { custom_id, components, component, accessory } = value as Record<string, unknown>;
  const own = typeof custom_id === 'string' ? [value as Part] : [];
  return [...own, ...partsOf(accessory), ...partsOf(component), ...partsOf(components)];
}
