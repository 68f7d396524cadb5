/**
 * The process that the kill proof kills: the real app on a real file, posting to a server on the loopback and printing a
 * line for every acknowledged write. Its clock is the server's, so that nothing depends on how fast the machine is.
 */
import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { createApp } from '../../src/app/app.ts';
import { readSettings } from '../../src/config/settings.ts';
import { PaperboyError } from '../../src/model/errors.ts';
import type { Post } from '../../src/model/message.ts';
import type { Digest } from '../../src/model/paper.ts';
import type { Log, Messenger, Receipt } from '../../src/model/ports.ts';
import { openStore } from '../../src/store/store.ts';

export interface WorkerOptions {
  path: string;
  port: number;
}

/** A write that the store said was done. */
export type Acknowledged =
  | { posted: string; part: string }
  | { digest: string; count: number }
  | { subscribed: string; channel: string };

const { path, port } = JSON.parse(process.argv[2] ?? '{}') as WorkerOptions;
const at = (name: string) => `http://127.0.0.1:${port}/${name}`;
const get = async <T>(name: string) => (await (await fetch(at(name))).json()) as T;
/** As an adapter does: a request that fails says that its fate is uncertain. */
const request = async (name: string, init?: RequestInit) => {
  try {
    return await fetch(at(name), init);
  } catch (cause) {
    throw new PaperboyError('uncertain', 'The server gave no answer.', { cause });
  }
};
// Written at once: what is in the pipe outlives the process.
const acknowledge = (what: Acknowledged) => void writeSync(1, `${JSON.stringify(what)}\n`);

const messenger: Messenger = {
  platform: 'test',
  async post(post: Post): Promise<Receipt> {
    const papers = post.blocks.flatMap((block) =>
      block.kind === 'cards' ? block.cards.map(({ id }) => id) : [],
    );
    const body = JSON.stringify({ key: post.key, channel: post.channel, papers });
    const answer = await request('post', { method: 'POST', body });
    if (!answer.ok) throw new PaperboyError('uncertain', `The server answered ${answer.status}.`);
    return (await answer.json()) as Receipt;
  },
  async find({ key }) {
    const answer = await request(`find?key=${encodeURIComponent(key)}`);
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw new PaperboyError('uncertain', `The server answered ${answer.status}.`);
    return (await answer.json()) as Receipt;
  },
};
const log: Log = {
  debug() {},
  info(message, facts = {}) {
    if (message === 'posted') acknowledge({ posted: String(facts.delivery), part: String(facts.part) });
    if (message === 'digest read') acknowledge({ digest: String(facts.date), count: Number(facts.added) });
  },
  warn() {},
  error: (message, facts) => void writeSync(2, `${message} ${JSON.stringify(facts)}\n`),
};

const { settings } = readSettings({}, '/');
if (!settings) throw new Error('the defaults are wrong');
/** Resolves with the shared time once it is later than `after`: until then this process has nothing to do. */
const laterThan = (after: number) => get<number>(`time?process=${process.pid}&after=${after}`);
const never = () => new Promise<never>(() => {});
let now = await laterThan(0);
const store = await openStore(path);
const app = await createApp({
  settings: { ...settings, storeUrl: path },
  store,
  sources: [{ name: 'loopback', fetch: () => get<Digest[]>('digests') }],
  clock: () => now,
  random: Math.random,
  // Whatever a real process waits out ends here when the clock is moved, and no answer is given up.
  sleep: never,
  log,
});
app.connect(messenger);

/** Someone asks for something all the while. The words are in no paper, so that nothing is posted for them. */
async function ask(): Promise<never> {
  const place = { id: `test:asking:${process.pid}`, name: '#asking' };
  for (let number = 0; ; number++) {
    const query = `zebra${process.pid}x${number}`;
    const before = app.channels.topics(place.id).length;
    await app.service.ask({ place, person: { id: 'u', name: 'U' }, text: `subscribe ${query}` });
    const after = app.channels.topics(place.id);
    if (after.length > before) acknowledge({ subscribed: query, channel: place.id });
    await pause(100);
  }
}

void ask();
while (true) {
  await app.readSources();
  await app.deliver();
  now = await laterThan(now);
}
