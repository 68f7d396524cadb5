/** The real command service on a store in memory, for an adapter to stand on, and another workspace whose data stays its own. */
import assert from 'node:assert/strict';
import { setImmediate as breathe } from 'node:timers/promises';
import { sql } from 'kysely';
import { openChannels } from '../../src/channels/channels.ts';
import { PLATFORM_TRACES } from '../../src/cli/adapters.ts';
import type { CommandService, Log, Person, Place } from '../../src/model/ports.ts';
import { createTopicMatcher } from '../../src/percolator/topic-matcher.ts';
import { logTo } from '../adapters/slack/world.ts';
import type { AppWorld } from '../app/world.ts';
import { openCommandWorld } from './inputs/commands.ts';

/** Stands in nothing but what the other workspace stored; no text that is made up holds it. */
const THEIRS = 'quokkasecret';
/** What each of a case's waits may take, in turns of the event loop. */
const MOST_TURNS = 200_000;
/** A request to the same machine is under way for fewer. Turns of the event loop. */
const STILL_TURNS = 50;

export interface RealCore {
  world: AppWorld;
  /** The command service, which counts the questions that are still being answered. */
  service: CommandService;
  log: Log;
  /** Every line that was logged. */
  logged: string[];
  /** Resolves when no question is being answered, and whatever else may go on has stood still for a while. */
  idle(others?: () => number): Promise<void>;
  /** All stored rows, each with the name of its table. */
  rows(): Promise<string[]>;
  /** @throws where a channel, a topic or a reading list cannot be read as it is stored now */
  isReadable(who: { place: Place; person: Person }): Promise<void>;
  /** @throws where the other workspace is not in `rows` as it was, a part of it is in `shown`, or a promise was rejected and nobody looked */
  isApart(shown: unknown, rows: readonly string[]): void;
  close(): Promise<void>;
}

/**
 * @param other a channel and a person of another workspace, to whom all that they store belongs alone
 * @param note stores what the adapter knows of that channel
 */
export async function openRealCore(
  other: { place: Place; person: Person },
  note: (shelf: AppWorld['store']['shelf']) => Promise<void> = async () => {},
): Promise<RealCore> {
  const logged: string[] = [];
  const log = logTo(logged);
  const { app: world } = await openCommandWorld({
    log,
    platformTraces: PLATFORM_TRACES,
    sleep: async () => {},
  });
  await fill(world, other);
  await note(world.store.shelf);
  const { service, isBusy } = counted(world.app.service);
  const rows = () => rowsOf(world.store);
  const theirs = (all: readonly string[]) =>
    all.filter((row) => row.includes(other.place.id) || row.includes(THEIRS));
  const before = theirs(await rows());
  const rejected: unknown[] = [];
  const noteRejected = (reason: unknown) => void rejected.push(reason);
  process.on('unhandledRejection', noteRejected);
  return {
    world,
    service,
    log,
    logged,
    rows,
    async idle(others = () => 0) {
      let still = 0;
      const isStill = () => {
        still = isBusy() || others() > 0 ? 0 : still + 1;
        return still > STILL_TURNS;
      };
      await until(isStill, 'all is done');
    },
    isReadable: (who) => isReadable(world, who),
    isApart(shown, all) {
      assert.deepEqual(rejected.splice(0), [], 'a promise was rejected, and nobody looked');
      assert.ok(!JSON.stringify(shown).includes(THEIRS), 'it shows what another workspace stored');
      assert.deepEqual(theirs(all), before, 'it changed what another workspace stored');
    },
    async close() {
      process.off('unhandledRejection', noteRejected);
      await world.app.stop();
      await world.store.close();
    },
  };
}

/** Waits until something is so. @throws where that takes far too long */
export async function until(isSo: () => boolean, what: string): Promise<void> {
  for (let turn = 0; !isSo(); turn++) {
    assert.ok(turn < MOST_TURNS, `waited in vain until ${what}`);
    await breathe();
  }
}

async function fill({ app: { service } }: AppWorld, who: { place: Place; person: Person }): Promise<void> {
  await service.join(who.place);
  for (const text of [
    `subscribe ${THEIRS} as "${THEIRS}"`,
    'save 2512.00001',
    `note 2512.00001 ${THEIRS}`,
    `ours ${THEIRS}`,
    `search ${THEIRS}`,
  ])
    await service.ask({ ...who, text });
  const content = `@misc{a, title={${THEIRS}}, doi={10.1000/one}}`;
  await service.importLibrary({ ...who, file: { name: 'a.bib', content } });
}

/** The same service; `isBusy` says whether some call of it has not ended. */
function counted(service: CommandService): { service: CommandService; isBusy(): boolean } {
  let open = 0;
  const proxy = new Proxy(service, {
    get(from, name) {
      const value: unknown = Reflect.get(from, name);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]) => {
        const result: unknown = Reflect.apply(value, from, given);
        if (!(result instanceof Promise)) return result;
        open++;
        const end = () => void open--;
        result.then(end, end);
        return result;
      };
    },
  });
  return { service: proxy, isBusy: () => open > 0 };
}

async function rowsOf({ db }: AppWorld['store']): Promise<string[]> {
  const all = sql<{ name: string }>`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`;
  const found: string[] = [];
  for (const { name } of (await all.execute(db)).rows) {
    const { rows } = await sql<object>`SELECT * FROM ${sql.table(name)}`.execute(db);
    for (const row of rows) found.push(`${name} ${JSON.stringify(row)}`);
  }
  return found.toSorted();
}

/** Reads all channels and topics as a process that starts does, and asks for what a person sees of them. */
async function isReadable(
  { store, app, now }: AppWorld,
  who: { place: Place; person: Person },
): Promise<void> {
  const bad: string[] = [];
  await openChannels({
    store,
    listener: createTopicMatcher(),
    startNow: async () => ({ now, fromSeq: await app.archive.head() }),
    onBadRecord: (key, reason) => void bad.push(`${key}: ${reason}`),
  });
  assert.deepEqual(bad, [], 'what is stored cannot be read');
  for (const text of ['status', 'topics', 'saved', 'changes']) {
    const words = JSON.stringify(await app.service.ask({ ...who, text }));
    assert.doesNotMatch(words, /didn't work|can't be read|unexpected error/, `${text} cannot be answered`);
  }
}
