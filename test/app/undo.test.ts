/** Changes of a channel are announced in it, and can be undone: exactly, once, and by any process. */
import { beforeEach, describe, expect, test } from 'vitest';
import { exportChannels } from '../../src/channels/portable.ts';
import { PaperboyError } from '../../src/model/errors.ts';
import { type ButtonAction, plain, type Reply } from '../../src/model/message.ts';
import type { Place } from '../../src/model/ports.ts';
import { type AppWorld, actionOf, ada, createAppWorld, general, ml, wordsOf } from './world.ts';

const ben = { id: 'u2', name: 'Ben' };
const direct: Place = { id: 'test:t:ada', name: 'direct message', direct: true };

let world: AppWorld;
/** The lines that channels were told, each with its channel. */
let told: string[];
let refuse: Error | undefined;

const connect = ({ app, readers }: AppWorld) =>
  app.connect({
    ...readers,
    async announce(channel, { blocks }) {
      if (refuse) throw refuse;
      told.push(`${channel}: ${blocks.map((block) => ('line' in block ? plain(block.line) : '')).join()}`);
    },
  });

beforeEach(async () => {
  told = [];
  refuse = undefined;
  world = await createAppWorld();
  connect(world);
  await world.app.service.join(general);
});

/** All that the channel has, as another process would read it; but for the moment from which slots are owed. */
const state = () => {
  const [channel] = exportChannels(world.app.channels).channels;
  return { ...channel, since: 0 };
};
const asBen = (act: ButtonAction, { app } = world) => app.service.press({ place: general, person: ben, act });
const labels = ({ actions }: Reply) => actions.map(({ label }) => label);

describe('Undo', () => {
  test.each([
    ['subscribe diffusion as "Images", rl', /^Undone: unsubscribed #general from Images diffusion, rl\./],
    ['unsubscribe #1', /^Undone: subscribed #general to lora\./],
    ['unsubscribe all', /^Undone: subscribed #general to lora, agents\./],
    ['edit #1 lora -vision', /^Undone: changed the topic lora -vision to lora\./],
    ['name #2 Robots', /^Undone: removed the name of the topic Robots\./],
    [
      'schedule weekly mon thu 17:30 Europe/Berlin',
      /^Undone: set the schedule to every weekday at 08:00, UTC \(was every Monday and Thursday at 17:30, Eur/,
    ],
    ['schedule default', /^Undone: set the schedule to every weekday at 08:00, UTC \(was every day at 09:00/],
    ['schedule off', /^Undone: resumed posts\./],
    ['limit 3', /^Undone: set papers per post to 7 \(was 3\)\./],
    ['order date', /^Undone: set the order to votes \(was date\)\./],
    ['layout titles', /^Undone: set the layout to cards \(was titles\)\./],
    ['quiet on', /^Undone: turned off the line on days without papers\./],
    ['announce off', /^Undone: turned on announcements of changes\./],
    ['pause', /^Undone: resumed posts\./],
  ])('of "%s" brings back exactly what was there, and so does Redo', async (text, said) => {
    for (const before of ['subscribe lora', 'subscribe agents', 'schedule weekdays 8:00', 'limit 7'])
      await world.ask(before);
    const before = state();
    world.now += 60_000;
    const reply = await world.ask(text);
    const after = state();
    expect(after).not.toEqual(before);
    world.now += 60_000;
    const undone = await asBen(actionOf(reply, 'Undo'));
    expect(wordsOf(undone)).toMatch(said);
    expect(state()).toEqual(before);
    expect(wordsOf(await world.press(actionOf(reply, 'Undo')))).toBe(
      'Ben already undid this. Nothing was changed.',
    );
    const redone = await asBen(actionOf(undone, 'Redo'));
    expect(wordsOf(redone)).toMatch(/^Redone: /);
    expect(state()).toEqual(after);
    expect(wordsOf(await asBen(actionOf(undone, 'Redo')))).toBe(
      'You already redid this. Nothing was changed.',
    );
    const again = await world.press(actionOf(redone, 'Undo'));
    expect(wordsOf(again)).toMatch(/^Undone: /);
    expect(state()).toEqual(before);
    await asBen(actionOf(again, 'Redo'));
    expect(state()).toEqual(after);
  });

  test.each([
    ['subscribe lora', 'edit #1 lora -vision', 'lora was changed since then.'],
    ['subscribe lora', 'name #1 Adapters', 'lora was changed since then.'],
    ['subscribe lora', 'unsubscribe lora', 'lora was changed since then.'],
    ['limit 3', 'limit 4', 'The setting limit was changed since then.'],
    ['schedule daily 7:00', 'schedule daily 8:00', 'The setting schedule was changed since then.'],
    ['pause', 'resume', 'The pause was changed since then, or is over.'],
  ])('of "%s" changes nothing after "%s"', async (first, second, said) => {
    const reply = await world.ask(first);
    await world.ask(second);
    const before = state();
    const answer = await world.press(actionOf(reply, 'Undo'));
    expect(wordsOf(answer)).toBe(`${said} Nothing was changed.`);
    expect(answer.refused).toBe(true);
    expect(labels(answer)).toEqual([]);
    expect(state()).toEqual(before);
  });

  test('a topic does not come back where it was subscribed to again, or its name was given away', async () => {
    await world.ask('subscribe lora as "Adapters"');
    const removed = await world.ask('unsubscribe #1');
    await world.ask('subscribe peft as "Adapters"');
    expect(wordsOf(await world.press(actionOf(removed, 'Undo')))).toMatch(/^Adapters was changed since then/);
    await world.ask('unsubscribe all');
    await world.ask('subscribe lora');
    expect(wordsOf(await world.press(actionOf(removed, 'Undo')))).toMatch(/^lora was changed since then/);
  });

  test('leaves alone what was changed elsewhere in the channel', async () => {
    const reply = await world.ask('subscribe lora');
    await world.ask('subscribe agents');
    await world.ask('limit 3');
    await world.press(actionOf(reply, 'Undo'));
    expect(world.app.channels.topics(general.id).map(({ query }) => query)).toEqual(['agents']);
    expect(state().limit).toBe(3);
  });

  test('works after a restart and in another process; of two at once, one undoes and one is told', async () => {
    const reply = await world.ask('subscribe lora');
    const other = await createAppWorld('2026-11-23T08:00:00Z', { store: world.store });
    await world.restart();
    const both = await Promise.all([
      world.press(actionOf(reply, 'Undo')),
      asBen(actionOf(reply, 'Undo'), other),
    ]);
    const said = both.map(wordsOf).sort();
    expect(said[0]).toMatch(/^(Ada|Ben|You) already undid this|^You already/);
    expect(said[1]).toMatch(/^Undone: unsubscribed #general from lora\./);
    await other.app.channels.refresh();
    expect(other.app.channels.topics(general.id)).toEqual([]);
  });

  test('expires, and is no button for another channel', async () => {
    const reply = await world.ask('subscribe lora');
    const expired = 'This change is too old to undo: changes are kept for 30 days. Nothing was changed.';
    expect(wordsOf(await world.press(actionOf(reply, 'Undo'), ml))).toBe(expired);
    world.now += 31 * 24 * 3_600_000;
    expect(wordsOf(await world.press(actionOf(reply, 'Undo')))).toBe(expired);
    await world.ask('limit 3');
    const left = await world.store.db.selectFrom('channel_changes').select('by_id').execute();
    expect(left).toHaveLength(1);
  });

  test('needs the permission that the change needed, and goes with the channel', async () => {
    const reply = await world.ask('subscribe lora');
    expect(world.app.service.changes({ act: actionOf(reply, 'Undo') })).toBe(true);
    await world.app.service.leave(general.id);
    expect(await world.store.db.selectFrom('channel_changes').selectAll().execute()).toEqual([]);
  });

  test('of a form undoes all of it; a form that changes nothing has no Undo', async () => {
    await world.ask('subscribe lora');
    const before = state();
    const read = await world.app.service.form(general);
    if ('problem' in read) throw new Error(read.problem);
    const fill = async (more: object) => {
      const form = { ...read.form, limit: '10', ...more };
      const filled = await world.app.service.fill({ place: general, person: ada, form });
      if (!('reply' in filled)) throw new Error('it was refused');
      return filled.reply;
    };
    expect(labels(await fill({}))).toEqual([]);
    const reply = await fill({
      topics: ['rl'],
      limit: '5',
      schedule: 'weekdays 8:00',
      announce: false,
      quiet: true,
    });
    expect(state()).not.toEqual(before);
    await world.press(actionOf(reply, 'Undo'));
    expect(state()).toEqual(before);
  });
});

describe('the buttons', () => {
  test('of an answer to a change are Undo and Edit; those of a list unsubscribe from its first topics', async () => {
    expect(labels(await world.ask('limit 5'))).toEqual(['Undo', 'Edit']);
    expect(labels(await world.ask('limit 5'))).toEqual([]);
    expect(labels(await world.ask('subscribe lora'))).toEqual(['Undo', 'Edit', 'Change time']);
    await world.ask('subscribe a1, b2, c3, d4, e5, f6');
    const list = await world.ask('topics');
    expect(labels(list).slice(0, 4)).toEqual([
      'Edit',
      'Change time',
      'Unsubscribe #1 lora',
      'Unsubscribe #2 a1',
    ]);
    expect(labels(list)).toHaveLength(7);
    expect(labels(await world.ask('status'))).toEqual(['Edit', 'Change time', 'Topics']);
    expect(labels(await world.ask('subscribe lora'))).toContain('Unsubscribe #1 lora');
  });

  test('say what to type where there is no form', async () => {
    await world.ask('subscribe lora');
    const list = await world.ask('topics');
    expect(wordsOf(await world.press(actionOf(list, 'Edit')))).toMatch(/type \/papers edit #1 <query>\./);
    expect(wordsOf(await world.press(actionOf(list, 'Change time')))).toMatch(
      /type .* \/papers schedule weekd/,
    );
  });
});

describe('a channel', () => {
  test('is told in one line who changed what', async () => {
    for (const text of ['subscribe lora', 'topics', 'limit 10', 'schedule weekdays 8:00'])
      await world.ask(text);
    const reply = await world.app.service.ask({ place: general, person: ben, text: 'pause' });
    const undone = await world.press(actionOf(reply, 'Undo'));
    const redone = await asBen(actionOf(undone, 'Redo'));
    world.now += 60_001;
    await world.press(actionOf(redone, 'Undo'));
    await world.app.service.ask({ place: general, person: ben, text: 'pause 1 week' });
    expect(told).toEqual([
      'test:t:general: Ada subscribed this channel to lora.',
      'test:t:general: Ada set the schedule to every weekday at 08:00, UTC (was every day at 09:00, UTC).',
      'test:t:general: Ben paused posts.',
      'test:t:general: Ada undid a change: resumed posts.',
      'test:t:general: Ben redid a change: paused posts.',
      'test:t:general: Ada undid a change: resumed posts.',
      expect.stringMatching(/Ben paused posts until \w+, Nov 30, 2026 at/),
    ]);
  });

  test('is told no more once that is turned off, and a direct conversation never', async () => {
    await world.ask('subscribe lora', direct);
    await world.ask('announce off');
    await world.ask('limit 3');
    expect(told).toEqual(['test:t:general: Ada turned off announcements of changes.']);
    expect(wordsOf(await world.ask('status'))).toContain('Changes to these settings are not announced here.');
  });

  test('is told what the layout was where an older version chose it', async () => {
    await world.app.channels.update(general.id, (channel) => ({ ...channel, abstracts: false }));
    await world.ask('layout titles');
    expect(told).toEqual(['test:t:general: Ada set the layout to titles (was compact).']);
  });

  test('gets three lines a minute of one person, then one that there are more', async () => {
    for (const limit of [1, 2, 3, 4, 5, 6]) await world.ask(`limit ${limit}`);
    expect(told).toHaveLength(4);
    expect(told.at(-1)).toMatch(/Ada made more changes\. \/papers topics shows/);
    await world.app.service.ask({ place: general, person: ben, text: 'limit 7' });
    expect(told.at(-1)).toMatch(/Ben set papers per post to 7 \(was 6\)/);
    world.now += 61_000;
    await world.ask('limit 8');
    expect(told.at(-1)).toMatch(/Ada set papers per post to 8/);
  });

  test('that could not be told keeps the change, and the answer says so', async () => {
    refuse = new PaperboyError('no-access', 'test:t:general: Paperboy is not in this channel.');
    const words = wordsOf(await world.ask('limit 3'));
    expect(words).toContain('Posts now show up to 3 papers');
    expect(words).toContain(
      "I couldn't tell the channel about this change. Paperboy is not in this channel.",
    );
    expect(state().limit).toBe(3);
  });
});
