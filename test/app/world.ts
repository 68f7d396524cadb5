/** A whole app on a store in memory, with a clock that only moves when told and a platform that remembers. */
import { type App, createApp, type Outside } from '../../src/app/app.ts';
import { readSettings } from '../../src/config/settings.ts';
import {
  type ButtonAction,
  type Card,
  type Message,
  type Post,
  plain,
  type Reply,
} from '../../src/model/message.ts';
import type { Digest, Paper } from '../../src/model/paper.ts';
import type { Place } from '../../src/model/ports.ts';
import type { Source } from '../../src/model/source-ports.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { createReaders, type Fault, type Readers } from '../delivery/readers.ts';
import { silent } from '../delivery/world.ts';

export const ada = { id: 'u1', name: 'Ada' };
export const general: Place = { id: 'test:t:general', name: '#general' };
export const ml: Place = { id: 'test:t:ml', name: '#ml' };

export interface AppWorld {
  app: App;
  store: Store;
  readers: Readers;
  now: number;
  /** What the source gives from now on. */
  digests: Digest[];
  /** Set to make attempts at a post fail. */
  faultFor: (post: Post) => Fault;
  ask(text: string, place?: Place): Promise<Reply>;
  press(act: ButtonAction, place?: Place): Promise<Reply>;
  /** Moves the clock to a moment and does what a tick does. */
  tick(at: string): Promise<void>;
  /** The same store under a new process. */
  restart(): Promise<void>;
}

/** @param more replaces parts of the outside, such as the log */
export async function createAppWorld(
  start = '2026-11-23T08:00:00Z',
  more: Partial<Outside> = {},
): Promise<AppWorld> {
  const { settings } = readSettings({}, '/');
  if (!settings) throw new Error('the defaults are wrong');
  const store = more.store ?? (await openStore(':memory:'));
  const source: Source = { name: 'test source', fetch: async () => world.digests };
  const readers = createReaders((post) => world.faultFor(post));
  const build = async () => {
    const app = await createApp({
      settings,
      sources: [source],
      clock: () => world.now,
      random: () => 0.5,
      sleep: () => new Promise(() => {}),
      log: silent,
      ...more,
      store,
    });
    app.connect(readers);
    return app;
  };
  const world: AppWorld = {
    app: undefined as never,
    store,
    readers,
    now: Date.parse(start),
    digests: [],
    faultFor: () => 'none',
    ask: (text, place = general) => world.app.service.ask({ place, person: ada, text }),
    press: (act, place = general) => world.app.service.press({ place, person: ada, act }),
    async tick(at) {
      world.now = Date.parse(at);
      await world.app.readSources();
      await world.app.deliver();
    },
    async restart() {
      world.app = await build();
    },
  };
  await world.restart();
  return world;
}

let number = 0;
export function paperOf(title: string, more: Partial<Paper> = {}): Paper {
  number++;
  return {
    id: `2611.${String(number).padStart(5, '0')}`,
    title,
    abstract: `${title}. It is studied here.`,
    ...more,
  };
}

export function digestOf(date: string, ...papers: Paper[]): Digest {
  return { date, papers, skipped: [] };
}

/** All the words of a message, a line for each block. */
export function wordsOf(message: Message): string {
  const lines = message.blocks.flatMap((block): string[] => {
    if (block.kind === 'cards') return block.cards.map(cardWords);
    if (block.kind === 'list') return block.lines.map(plain);
    return [block.kind === 'text' ? plain(block.line) : block.text];
  });
  return lines.join('\n');
}

export function titlesOf(message: Message): string[] {
  return message.blocks.flatMap((block) =>
    block.kind === 'cards' ? block.cards.map(({ title }) => plain(title)) : [],
  );
}

export function actionOf(message: Message, label: string): ButtonAction {
  const action = message.actions.find((one) => one.label.startsWith(label));
  if (!action)
    throw new Error(`no action "${label}" among ${message.actions.map((one) => one.label).join(', ')}`);
  return action.act;
}

function cardWords({ title, authors, excerpt, reason }: Card): string {
  return [plain(title), authors, plain(excerpt), reason && plain(reason)].filter((part) => part).join(' | ');
}
