import { createHash } from 'node:crypto';
import type { Outcome, Shown } from '../../../adapters/web/conversation.ts';
import { createWeb } from '../../../adapters/web/index.ts';
import type { Action, Message } from '../../../src/model/message.ts';
import type { Shelf } from '../../../src/model/ports.ts';
import { wordsOf } from '../../app/world.ts';
import { describeOnRealCore, listAddress, type RealPlatform, type SeenMessage } from '../real-core.ts';

interface WebMessage extends SeenMessage {
  actions: Action[];
}

const CHANNELS = ['one', 'two', 'three', 'four', 'five', 'six'];
const READER = 'paperboy_browser=00000000-0000-4000-8000-000000000001';
/** The reader's own conversation. */
const OWN = `~${createHash('sha256').update('00000000-0000-4000-8000-000000000001').digest('hex').slice(0, 16)}`;
const SOMEONE_ELSE = 'paperboy_browser=00000000-0000-4000-8000-000000000002';

describeOnRealCore(
  'the local workspace',
  async (): Promise<RealPlatform<WebMessage>> => {
    const addresses: string[] = [];
    const broken = new Set<string>();

    async function call<T>(at: number, path: string, body?: unknown, cookie = READER): Promise<T> {
      const response = await fetch(`${addresses[at]}/api/channels/${path}`, {
        headers: { cookie, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      });
      const answer = (await response.json()) as T & { error?: { message: string } };
      if (!response.ok) throw new Error(answer.error?.message);
      return answer;
    }

    /** The workspace's disk refuses messages for a broken channel. */
    function breaking<T>(name: string, shelf: Shelf<T>): Shelf<T> {
      if (name !== 'web_messages') return shelf;
      const refuse = (value: unknown) => {
        if (broken.has((value as { channel: string }).channel)) throw new Error('the disk is full');
      };
      return {
        ...shelf,
        async set(key, value) {
          refuse(value);
          await shelf.set(key, value);
        },
        async merge(entries, join) {
          for (const { value } of entries) refuse(value);
          return shelf.merge(entries, join);
        },
      };
    }

    const answerIn = ({ entries, aside }: Outcome): WebMessage => {
      const message = aside ?? entries.findLast((entry) => entry.message !== undefined)?.message;
      if (message === undefined) throw new Error('there was no answer');
      return see(message);
    };

    return {
      isAlone: true,
      channels: CHANNELS.map((name) => `web:local:${name}`),
      async connect(outside) {
        const channels = outside.shelf('web_channels');
        for (const name of CHANNELS) await channels.set(name, { name, addedAt: 0 });
        const shelf = <T>(name: string) => breaking(name, outside.shelf<T>(name));
        return listAddress(
          createWeb({ host: '127.0.0.1', port: 0 }, { ...outside, shelf, lookMs: 20 }),
          addresses,
        );
      },
      command: async (at, channel, text) => answerIn(await call(at, `${nameOf(channel)}/ask`, { text })),
      async press(at, channel, message, button) {
        const act = message.actions.find(({ label }) => label.startsWith(button))?.act;
        return answerIn(await call(at, `${nameOf(channel)}/press`, { act }));
      },
      async posts(channel) {
        const path = `${nameOf(channel)}/messages`;
        const { messages } = await call<{ messages: Shown[] }>(0, path, undefined, SOMEONE_ELSE);
        return messages.flatMap(({ message }) => (message === undefined ? [] : [see(message)]));
      },
      async ownPosts() {
        const { messages } = await call<{ messages: Shown[] }>(0, `${OWN}/messages`);
        return messages.flatMap(({ message }) => (message === undefined ? [] : [see(message)]));
      },
      setBroken(channel, isBroken) {
        if (isBroken) broken.add(nameOf(channel));
        else broken.delete(nameOf(channel));
      },
      brokenSays: /couldn't be stored/,
      async close() {},
    };
  },
  ['form', 'uninstall', 'twice'],
  ['SQLite', 'Postgres'],
);

function nameOf(channel: string): string {
  return channel.split(':')[2] ?? '';
}

function see(message: Message): WebMessage {
  const ofCards = message.blocks.flatMap((block) =>
    block.kind === 'cards' ? block.cards.flatMap((card) => card.actions) : [],
  );
  const actions = [...message.actions, ...ofCards];
  return { text: wordsOf(message), buttons: actions.map(({ label }) => label), actions };
}
