/**
 * One suite for every adapter on the real core: a store, an archive, the planner and the sender, and the adapter's
 * own connection to a platform on this machine. It is one file of over 200 lines, so that all scenarios are read together.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type App, createApp } from '../../src/app/app.ts';
import { readSettings } from '../../src/config/settings.ts';
import type { AdapterOutside } from '../../src/model/adapter-definition.ts';
import type { Digest } from '../../src/model/paper.ts';
import type { Adapter } from '../../src/model/ports.ts';
import { openInOneProcess } from '../../src/store/alone.ts';
import type { Store } from '../../src/store/store.ts';
import { openTurns } from '../../src/store/turns.ts';
import { digestOf, paperOf } from '../app/world.ts';
import { because } from '../skip.ts';
import { injectFaults } from '../store/faults.ts';
import { type MadePlace, makePlace, reasonAgainst, type StoreName } from '../store/stores.ts';

/** A message as a person sees it, with the names of its buttons. */
export interface SeenMessage {
  text: string;
  buttons: string[];
}

/** What was typed into a settings form. */
export interface FilledForm {
  topics: string;
  /** As it stands in the form where it is absent. */
  zone?: string;
}

/** A platform on this machine, and what a person does there. `at` is the process that hears it: 0, or 1 for a second one. */
export interface RealPlatform<M extends SeenMessage = SeenMessage> {
  /** Ids of six channels that Paperboy is in. */
  channels: readonly string[];
  /** Starts an adapter. Each call is one more process on the same platform. */
  connect(outside: AdapterOutside): Promise<Adapter>;
  /** Returns the answer. */
  command(at: number, channel: string, text: string): Promise<M>;
  /** Sends one and the same request to both processes, and returns every answer that the person sees. */
  commandTwice?(channel: string, text: string): Promise<M[]>;
  /** Presses the button of this name on the message, and returns the answer. */
  press(at: number, channel: string, message: M, button: string): Promise<M>;
  /** What everyone in the channel sees, oldest first. */
  posts(channel: string): Promise<M[]>;
  /** What Paperboy shows to the person who asks, in their own conversation, oldest first. */
  ownPosts(): Promise<M[]>;
  /** Makes the person's direct messages closed to Paperboy, or open again; absent where nobody can close them. */
  setDirectClosed?(closed: boolean): void;
  /** Makes posts to the channel fail, or succeed again. */
  setBroken(channel: string, broken: boolean): void;
  /** What `status` says of a channel that is broken. */
  brokenSays: RegExp;
  /** The settings form, where the platform has one: `open` returns its topics, `fill` what is said. */
  form?: {
    open(at: number, channel: string): Promise<string>;
    fill(at: number, channel: string, filled: FilledForm): Promise<string>;
  };
  /** Removes Paperboy from the platform's workspace, where that exists. `at the next start`: nobody is told before. */
  uninstall?(): Promise<'at once' | 'at the next start'>;
  /** Only one person uses its channels, so that nobody is told of changes. */
  isAlone?: true;
  /**
   * A person is the same one in every workspace, so reading lists and what they follow alone, in a space called `@me`, stay when
   * one of them removes Paperboy.
   */
  keepsPersonal?: true;
  close(): Promise<void>;
}

/** The adapter, with its address in the list while it runs. */
export function listAddress(adapter: Adapter, addresses: string[]): Adapter {
  let own: string | undefined;
  return {
    ...adapter,
    async start() {
      const started = await adapter.start();
      own = started.address;
      if (own !== undefined) addresses.push(own);
      return started;
    },
    async stop() {
      await adapter.stop();
      if (own !== undefined && addresses.includes(own)) addresses.splice(addresses.indexOf(own), 1);
    },
  };
}

interface Process {
  app: App;
  store: Store;
  adapter: Adapter;
}

interface RealCore {
  processes: Process[];
  /** Starts one more process on the same store and platform. */
  start(): Promise<Process>;
  place: MadePlace;
  /** The next day at 09:00 with these titles in its digest: every process reads its source and delivers, at the same time. */
  nextDay(...titles: string[]): Promise<void>;
  /** Later on the same day. */
  later(hours: number): Promise<void>;
  /** Stops every process. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

const FIRST_DAY = Date.parse('2026-11-23T08:00:00Z');
const HOUR_MS = 3_600_000;

async function openRealCore(platform: RealPlatform, storeName: StoreName): Promise<RealCore> {
  const { settings } = readSettings({}, '/');
  if (settings === undefined) throw new Error('the defaults are wrong');
  const place = await makePlace(storeName);
  const logged: string[] = [];
  const write = (message: string, facts?: object) =>
    void logged.push(`${message} ${JSON.stringify(facts ?? {})}`);
  const log = { debug() {}, info: write, warn: write, error: write };
  // Time passes as it does, and days when the test says so.
  let shift = FIRST_DAY - Date.now();
  const clock = () => Date.now() + shift;
  let day = FIRST_DAY;
  const digests: Digest[] = [];
  const core: RealCore = {
    processes: [],
    place,
    async start() {
      const store = await place.open();
      const app = await createApp({
        settings: { ...settings, storeUrl: place.url },
        store,
        sources: [{ name: 'test source', fetch: async () => digests }],
        clock,
        random: () => 0.5,
        sleep: (ms, signal) =>
          pause(ms, undefined, { ref: false, ...(signal ? { signal } : {}) }).catch(() => {}),
        log,
      });
      const adapter = await platform.connect({
        service: app.service,
        shelf: store.shelf,
        clock: Date.now,
        log,
        alone: openInOneProcess(store).alone,
        turns: openTurns(store),
      });
      app.connect(adapter.messenger);
      await adapter.start();
      const started = { app, store, adapter };
      core.processes.push(started);
      return started;
    },
    async nextDay(...titles) {
      day += 24 * HOUR_MS;
      const date = new Date(day).toISOString().slice(0, 10);
      digests.splice(0, digests.length, digestOf(date, ...titles.map((title) => paperOf(title))));
      shift = Date.parse(`${date}T09:00:00Z`) - Date.now();
      await deliver();
    },
    async later(hours) {
      shift += hours * HOUR_MS;
      await deliver();
    },
    async stop() {
      for (const { app, store, adapter } of core.processes.splice(0)) {
        await adapter.stop();
        await app.stop();
        await store.close();
      }
    },
    async close() {
      await core.stop();
      await platform.close();
      await place.drop();
    },
  };
  return core;

  async function deliver(): Promise<void> {
    await Promise.all(core.processes.map(({ app }) => app.readSources()));
    await Promise.all(core.processes.map(({ app }) => app.deliver()));
  }
}

const LORA = 'A study of lora for small models';
const VISION = 'A study of vision without labels';

type Part = 'form' | 'uninstall' | 'twice';

/** `open` gives a platform to which nothing is connected yet. */
/**
 * @param lacks what the platform has not, so that its tests are not made for it
 * @param on stores that it is tested on
 */
export function describeOnRealCore(
  name: string,
  open: () => Promise<RealPlatform>,
  lacks: readonly Part[] = [],
  on: readonly StoreName[] = ['SQLite'],
): void {
  for (const storeName of on) describeOn(storeName, name, open, lacks);
}

function describeOn(
  storeName: StoreName,
  name: string,
  open: () => Promise<RealPlatform>,
  lacks: readonly Part[],
): void {
  const itWith = (part: Part) => (title: string, body: () => Promise<void>) => {
    if (!lacks.includes(part)) it(title, body);
  };
  const reason = reasonAgainst(storeName);
  describe.skipIf(reason !== undefined)(because(`${name} on the real core with ${storeName}`, reason), () => {
    let platform: RealPlatform;
    let core: RealCore;
    let first: string;
    let second: string;
    let formed: string;
    let broken: string;
    let poisoned: string;
    let shared: string;
    beforeAll(async () => {
      platform = await open();
      core = await openRealCore(platform, storeName);
      await core.start();
      [first = '', second = '', formed = '', broken = '', poisoned = '', shared = ''] = platform.channels;
      for (const channel of platform.channels) await ask(channel, 'subscribe nothing-of-this-name');
      await core.nextDay('An older paper about zebras');
    });
    afterAll(() => core.close());

    const ask = async (channel: string, text: string) => (await platform.command(0, channel, text)).text;
    const postsAbout = async (channel: string, title: string) =>
      (await platform.posts(channel)).filter(({ text }) => text.includes(title));

    it('subscribes a channel from chat, and reads it back', async () => {
      expect(await ask(first, 'subscribe lora')).toContain('lora');
      expect(await ask(second, 'subscribe vision')).toContain('vision');
      const topics = await ask(first, 'topics');
      expect(topics).toContain('lora');
      expect(topics).not.toContain('vision');
    });

    it('shows each channel its own papers once, and says that they match', async () => {
      await core.nextDay(LORA, VISION, 'A study of neither');
      await core.later(1);
      const [post, ...more] = await postsAbout(first, 'lora for small');
      expect(more).toEqual([]);
      expect(post?.text).toMatch(/1 of 3 new papers matches the topic lora/);
      expect(post?.text).not.toContain('vision');
      expect(await postsAbout(second, 'vision without')).toHaveLength(1);
      expect(await postsAbout(second, 'lora for small')).toEqual([]);
    });

    it('tells the channel once who changed what, and undoes it from the button', async () => {
      const answer = await platform.command(0, second, 'subscribe quokkas');
      expect(answer.buttons).toEqual(expect.arrayContaining(['Undo', 'Edit', 'Change time']));
      const lines = await postsAbout(second, 'subscribed this channel to quokkas');
      expect(lines).toHaveLength(platform.isAlone ? 0 : 1);
      const undone = await platform.press(0, second, answer, 'Undo');
      expect(undone.text).toContain('Undone: unsubscribed');
      expect(await ask(second, 'topics')).not.toContain('quokkas');
      expect((await platform.press(0, second, answer, 'Undo')).text).toContain('already undid this');
    });

    it('keeps to itself what a person follows alone, and posts it to that person once', async () => {
      const ownAbout = async (title: string) =>
        (await platform.ownPosts()).filter(({ text }) => text.includes(title));
      platform.setDirectClosed?.(true);
      if (platform.setDirectClosed !== undefined) {
        expect(await ask(second, 'subscribe wombats for me')).toMatch(
          /can't send you direct messages, so nothing was changed/,
        );
        platform.setDirectClosed(false);
      }
      expect(await ask(second, 'topics for me')).toContain("You don't follow anything for yourself yet");
      const answer = await platform.command(0, second, 'subscribe wombats for me');
      expect(answer.text).toContain('Subscribed you to wombats.');
      expect(await ownAbout('follow for yourself')).toHaveLength(1);
      expect(await ask(second, 'topics')).not.toContain('wombats');
      expect(await ask(first, 'topics for me')).toContain('wombats');
      const found = await platform.command(0, second, 'zebras');
      expect((await platform.press(0, second, found, 'Follow for me')).text).toContain('Subscribed you');
      await platform.press(0, second, answer, 'Undo');
      expect(await ask(second, 'topics for me')).not.toContain('wombats');
      await ask(second, 'subscribe wombats for me');
      await core.nextDay('Wombats of the day', 'Nothing of the day');
      await core.later(1);
      expect(await ownAbout('Wombats of')).toHaveLength(1);
      expect(await postsAbout(second, 'Wombats of')).toEqual([]);
      await ask(second, 'unsubscribe all for me');
      expect(await ownAbout('follow for yourself')).toHaveLength(1);
    });

    it('searches the archive, and its buttons do what they say', async () => {
      const found = await platform.command(0, first, 'lora');
      expect(found.text).toContain(LORA);
      const abstract = await platform.press(0, first, found, 'Abstract');
      expect(abstract.text).toContain('It is studied here.');
      expect(await ask(first, 'saved')).not.toContain(LORA);
      await platform.press(0, first, found, 'Save');
      expect(await ask(first, 'saved')).toContain(LORA);
      const cited = await platform.press(0, first, found, 'BibTeX');
      expect(cited.text).toContain('@misc');
    });

    it('keeps a reading list with notes and with what is done, and gives all of it to other programs', async () => {
      expect(await ask(first, 'note 1 read section 3 first')).toContain('read section 3 first');
      const list = await platform.command(0, first, 'saved');
      expect(list.text).toContain('read section 3 first');
      await platform.press(0, first, list, 'Done');
      const done = await platform.command(0, first, 'saved');
      expect(done.text).toContain('1 paper, 1 done');
      expect(done.text).toContain('read section 3 first');
      await platform.press(0, first, done, 'Not done');
      expect(await ask(first, 'saved')).not.toContain('1 done');
      expect(await ask(first, 'saved bibtex')).toContain('@misc{');
      expect(await ask(first, 'saved ris')).toMatch(/TY\s+- [\s\S]*N1\s+- read section 3 first/);
    });

    it('shows more results behind a button', async () => {
      await core.nextDay(...Array.from({ length: 14 }, (_, at) => `Okapi number ${at + 1}`));
      const found = await platform.command(0, first, 'okapi');
      const label = found.buttons.find((button) => /more results/i.test(button)) ?? 'none';
      const more = await platform.press(0, first, found, label);
      const titles = (text: string) => new Set(text.match(/Okapi number \d+/g));
      expect(titles(found.text).size).toBeGreaterThan(0);
      expect(titles(more.text).size).toBeGreaterThan(0);
      expect([...titles(more.text)].filter((title) => titles(found.text).has(title))).toEqual([]);
    });

    itWith('form')(
      'opens the settings form, refuses what is wrong and changes nothing, then takes what is right',
      async () => {
        const form = platform.form as NonNullable<RealPlatform['form']>;
        await ask(formed, 'unsubscribe all');
        await ask(formed, 'subscribe lora');
        expect(await form.open(0, formed)).toBe('lora');
        expect(await form.fill(0, formed, { topics: 'vision\n(tables' })).toContain("isn't closed");
        expect(await ask(formed, 'topics')).not.toContain('vision');
        await form.open(0, formed);
        expect(await form.fill(0, formed, { topics: 'vision', zone: 'Mars/Olympus' })).toContain(
          'Mars/Olympus',
        );
        expect(await ask(formed, 'topics')).not.toContain('vision');
        await form.open(0, formed);
        expect(await form.fill(0, formed, { topics: 'vision\ntables' })).not.toMatch(/nothing was/i);
        const topics = await ask(formed, 'topics');
        expect(topics).toContain('vision');
        expect(topics).toContain('tables');
        expect(topics).not.toContain('lora');
        expect(await form.open(0, formed)).toBe('vision\ntables');
      },
    );

    it('says in status what failed, leaves the other channels their posts, and posts again once it can', async () => {
      await ask(broken, 'subscribe lora');
      platform.setBroken(broken, true);
      await core.nextDay('Broken lora of the day');
      expect(await postsAbout(broken, 'Broken lora')).toEqual([]);
      expect(await postsAbout(first, 'Broken lora')).toHaveLength(1);
      platform.setBroken(broken, false);
      expect(await ask(broken, 'status')).toMatch(platform.brokenSays);
      await core.nextDay('Mended lora of the day');
      await core.later(1);
      expect(await postsAbout(broken, 'Mended lora')).toHaveLength(1);
      expect(await ask(broken, 'status')).not.toMatch(platform.brokenSays);
    });

    it('parks a channel whose stored settings are damaged, says why, and posts to the others', async () => {
      await ask(poisoned, 'subscribe lora');
      const raw = await core.place.open();
      await sql`UPDATE subscriptions SET query = '(lora' WHERE channel = ${poisoned}`.execute(raw.db);
      await raw.close();
      // Another process that changed the store would say so; damage does not.
      await restart();
      await core.nextDay('Poisoned lora of the day');
      expect(await postsAbout(first, 'Poisoned lora')).toHaveLength(1);
      expect(await ask(poisoned, 'status')).toContain('(lora');
      await ask(poisoned, 'unsubscribe all');
      await ask(poisoned, 'subscribe lora');
      await core.nextDay('Cured lora of the day');
      expect(await postsAbout(poisoned, 'Cured lora')).toHaveLength(1);
    });

    it('answers truthfully wherever the store fails once', async () => {
      const faults = injectFaults();
      try {
        for (let at = 1; ; at++) {
          faults.failAt(at);
          const said = await ask(second, `subscribe tables${at}`);
          const failed = faults.stop();
          const isMade = new RegExp(`tables${at}\\b`).test(await ask(second, 'topics'));
          expect(said).not.toContain('disk I/O error');
          expect(`${isMade} after ${at}: ${said}`).toMatch(
            isMade ? /^true((?!nothing was changed).)*$/s : /^false.*nothing was changed/s,
          );
          if (!failed) return;
        }
      } finally {
        vi.restoreAllMocks();
      }
    });

    describe('two processes on one store', () => {
      beforeAll(async () => {
        await core.start();
      });

      it('post once, whichever plans first', async () => {
        await core.nextDay('Shared lora of the day');
        await core.later(1);
        await expect.poll(() => postsAbout(first, 'Shared lora')).toHaveLength(1);
      });

      it('answer for each other: topics, buttons and forms', async () => {
        await platform.command(0, shared, 'subscribe gazelle');
        expect((await platform.command(1, shared, 'topics')).text).toContain('gazelle');
        const found = await platform.command(0, shared, 'lora');
        expect((await platform.press(1, shared, found, 'Abstract')).text).toContain('It is studied here.');
        await platform.command(1, shared, 'subscribe antelope');
        expect((await platform.command(0, shared, 'topics')).text).toContain('antelope');
        if (platform.form) expect(await platform.form.open(0, shared)).toContain('antelope');
        await core.nextDay('Gazelle of the day', 'Antelope of the day');
        await expect.poll(() => postsAbout(shared, 'Gazelle of')).toHaveLength(1);
        expect(await postsAbout(shared, 'Antelope of')).toHaveLength(1);
      });

      itWith('twice')('do once what both are asked with one request, and give one true answer', async () => {
        await ask(shared, 'unsubscribe all');
        await ask(shared, 'subscribe heron, ibis, jackdaw');
        const answers = await platform.commandTwice?.(shared, 'unsubscribe #1');
        expect(answers).toHaveLength(1);
        expect(answers?.[0]?.text).toContain('heron');
        // Each process has done what it does with the request before it answers this.
        for (const at of [0, 1]) {
          const { text } = await platform.command(at, shared, 'topics');
          expect(text).not.toContain('heron');
          expect(text).toContain('ibis');
          expect(text).toContain('jackdaw');
        }
      });
    });

    itWith('uninstall')('deletes everything of a workspace that it is removed from', async () => {
      if ((await platform.uninstall?.()) === 'at the next start') await restart();
      const raw = await core.place.open();
      const countIn = async ([table, id]: readonly [string, string]) => {
        const stay = platform.keepsPersonal ? sql` WHERE ${sql.ref(id)} NOT LIKE '%:@me:%'` : sql``;
        const count = sql<{ n: number }>`SELECT count(*) AS n FROM ${sql.table(table)}${stay}`;
        return (await count.execute(raw.db)).rows[0]?.n;
      };
      const tables = [
        ['channels', 'id'],
        ['subscriptions', 'channel'],
        ['deliveries', 'channel'],
        ['saved', 'person'],
      ] as const;
      const left = () => Promise.all(tables.map(countIn));
      await expect.poll(left).toEqual([0, 0, 0, platform.keepsPersonal ? 1 : 0]);
      await raw.close();
    });

    async function restart(): Promise<void> {
      await core.stop();
      await core.start();
    }
  });
}
