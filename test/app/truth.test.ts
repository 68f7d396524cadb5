/** Every command, with the store failing at every one of its operations: the answer says what was changed, or that nothing was. */
import { afterEach, expect, test, vi } from 'vitest';
import { exportChannels } from '../../src/channels/portable.ts';
import type { Reply } from '../../src/model/message.ts';
import { injectFaults } from '../store/faults.ts';
import {
  type AppWorld,
  actionOf,
  ada,
  createAppWorld,
  digestOf,
  general,
  paperOf,
  wordsOf,
} from './world.ts';

const DAY = '2026-11-23';
const papers = ['Agents at work', 'Tables of the sea', 'Ledgers of the moon'].map((title) => paperOf(title));
const [first, second, third] = papers.map(({ id }) => id) as [string, string, string];

/** The answer to the last change of the prepared channel. */
let limited: Reply;

async function prepared(): Promise<AppWorld> {
  const world = await createAppWorld();
  await world.app.archive.put(digestOf(DAY, ...papers), 'test');
  await world.app.service.join(general);
  for (const text of ['subscribe agents', 'subscribe tables', `save ${first}`]) await world.ask(text);
  limited = await world.ask('limit 7');
  return world;
}

/** All that channels and people chose, as another process would read it. */
async function stateOf(world: AppWorld): Promise<string> {
  await world.app.channels.refresh();
  const saved = await world.store.db.selectFrom('saved').selectAll().orderBy('seq').execute();
  const rows = await world.store.db.selectFrom('subscriptions').select('query').orderBy('at').execute();
  return JSON.stringify([exportChannels(world.app.channels), rows, saved]);
}

const COMMANDS = [
  'subscribe ledgers',
  'unsubscribe #1',
  'unsubscribe all',
  'edit #1 ledgers',
  'name #1 Robots',
  'schedule weekdays 08:30 Europe/Berlin',
  'limit 3',
  'order date',
  'quiet on',
  'layout titles',
  'thumbnails off',
  'pause',
  `save ${second}`,
  `unsave ${first}`,
  // Some of them may be done when the store fails.
  `save ${second} ${third}`,
  `done ${first} ${second}`,
];

afterEach(() => void vi.restoreAllMocks());

/** Runs something with the store failing at operation 1, 2, ... until none of them fails any more. */
async function atEveryFault(
  forGood: boolean,
  run: (world: AppWorld) => Promise<string>,
  check: (said: string, changed: boolean, at: number) => void,
): Promise<void> {
  const faults = injectFaults();
  let world = await prepared();
  for (let at = 1; ; at++) {
    const before = await stateOf(world);
    faults.failAt(at, forGood);
    const said = await run(world);
    const failed = faults.stop();
    const changed = (await stateOf(world)) !== before;
    if (!failed) return expect(changed, said).toBe(true);
    check(said, changed, at);
    if (changed) world = await prepared();
  }
}

function expectTruth(said: string, changed: boolean, at: number): void {
  const claim = said.includes('nothing was changed') ? 'nothing' : 'something';
  // What failed after the write still says what was written.
  if (said.includes('The change was made')) expect(said).toMatch(/^\S.+\n.*The change was made/);
  expect(`${at} ${claim}: ${said}`).toBe(`${at} ${changed ? 'something' : 'nothing'}: ${said}`);
}

test.each(COMMANDS.flatMap((text) => [false, true].map((forGood) => ({ text, forGood }))))(
  '"$text" tells the truth when the store fails (for good: $forGood)',
  async ({ text, forGood }) => {
    await atEveryFault(forGood, async (world) => wordsOf(await world.ask(text)), expectTruth);
  },
);

test.each([false, true])('Undo tells the truth when the store fails (for good: %s)', async (forGood) => {
  const undo = async (world: AppWorld) => wordsOf(await world.press(actionOf(limited, 'Undo')));
  await atEveryFault(forGood, undo, expectTruth);
});

test.each([false, true])('a form tells the truth when the store fails (for good: %s)', async (forGood) => {
  const form = {
    topics: ['agents', 'moon'],
    schedule: 'daily 10:00',
    zone: 'Asia/Tokyo',
    limit: '4',
    order: 'date' as const,
    quiet: true,
    layout: 'titles',
    thumbnails: false,
    paused: true,
  };
  const fill = async (world: AppWorld): Promise<string> => {
    const filled = await world.app.service.fill({ place: general, person: ada, form });
    if ('reply' in filled) return wordsOf(filled.reply as Reply);
    return filled.problems.map(({ message }) => message).join(' ');
  };
  await atEveryFault(forGood, fill, expectTruth);
});

test('where the store fails for good, a form and a home page say why, and nothing rejects', async () => {
  const world = await prepared();
  const faults = injectFaults();
  faults.failAt(1, true);
  const { service } = world.app;
  const reason = /couldn't be loaded\. Paperboy's store .*: the disk reported an error/;
  expect(await service.form(general)).toEqual({ problem: expect.stringMatching(reason) });
  expect(await service.suggest({ place: general, person: ada, typed: '', limit: 5 })).toEqual([
    'agents',
    'tables',
  ]);
  const home = await world.app.service.home({ space: 'test:t', person: ada });
  expect(JSON.stringify(home.sources)).toMatch(reason);
  faults.stop();
  expect(await service.form(general)).toHaveProperty('form.limit', 7);
  expect((await world.app.service.home({ space: 'test:t', person: ada })).channels).toHaveLength(1);
});

test('a place that could not be left is left by the next try, with all that was kept for it', async () => {
  const faults = injectFaults();
  for (let at = 1; ; at++) {
    const world = await prepared();
    await world.tick('2026-11-24T09:00:00Z');
    faults.failAt(at);
    const failed = await world.app.service.leaveSpace('test:t').then(
      () => false,
      () => true,
    );
    expect(faults.stop()).toBe(failed);
    if (failed) await world.app.service.leaveSpace('test:t');
    await world.restart();
    expect(exportChannels(world.app.channels).channels).toEqual([]);
    expect(await world.app.ledger.history(general.id, 10)).toEqual([]);
    expect(await world.store.db.selectFrom('subscriptions').selectAll().execute()).toEqual([]);
    if (!failed) return;
  }
});
