import { beforeEach, describe, expect, it } from 'vitest';
import { type ErrorCode, PaperboyError } from '../../src/model/errors.ts';
import type { Message } from '../../src/model/message.ts';
import type { Person, Place } from '../../src/model/ports.ts';
import {
  type AppWorld,
  actionOf,
  ada,
  createAppWorld,
  digestOf,
  general,
  ml,
  paperOf,
  wordsOf,
} from './world.ts';

const direct: Place = { id: 'test:t:direct-u1', name: 'direct message', direct: true };

let world: AppWorld;
/** What people were told alone, with whom. */
let told: { person: Person; message: Message }[];

beforeEach(async () => {
  world = await createAppWorld();
  told = [];
  letIn();
});

function letIn(): void {
  world.readers.openDirect = async ({ id }) => ({ ...direct, id: `test:t:direct-${id}` });
  world.readers.tell = async (person, message) => void told.push({ person, message });
}

const queriesOf = (place: Place) => world.app.channels.topics(place.id).map(({ query }) => query);
const ask = async (text: string, place?: Place) => wordsOf(await world.ask(text, place));

describe('a command that ends with "for me"', () => {
  it('subscribes the person and no channel, and says what changed and where papers arrive', async () => {
    const answer = await ask('subscribe lora for me');
    expect(answer).toContain('Subscribed you to lora.');
    expect(answer).toContain('You follow 1 topic');
    expect(answer).toContain('in your direct messages with Paperboy');
    expect(queriesOf(direct)).toEqual(['lora']);
    expect(queriesOf(general)).toEqual([]);
    expect(world.app.channels.get(general.id)).toBeUndefined();
    expect(told.map(({ person }) => person)).toEqual([ada]);
  });

  it.each([
    ['follow lora for me', ['lora']],
    ['Subscribe to lora just for me.', ['lora']],
    ['please follow papers about lora for myself', ['lora']],
    ['subscribe lora only for me, please', ['lora']],
    ['subscribe lora, "made for me" for me', ['lora', '"made for me"']],
    ['subscribe lora as "Adapters" for me', ['lora']],
    ['subscribe lora\nvision for me', ['lora', 'vision']],
  ])('understands %j', async (typed, topics) => {
    await world.ask(typed);
    expect(queriesOf(direct)).toEqual(topics);
    expect(queriesOf(general)).toEqual([]);
  });

  it.each([
    ['subscribe "for me"', ['"for me"']],
    ['subscribe "made for me"', ['"made for me"']],
    ['subscribe \u201ca robot for me\u201d', ['"a robot for me"']],
    ['subscribe "robots" OR "not for me"', ['robots OR "not for me"']],
  ])('leaves a topic alone whose quotes hold these words: %j', async (typed, topics) => {
    await world.ask(typed);
    expect(queriesOf(general)).toEqual(topics);
    expect(world.app.channels.get(direct.id)).toBeUndefined();
  });

  it('is a search where no command stands before it, and inside quotes that are not closed', async () => {
    for (const typed of ['a robot that cooks for me', 'search robots for me', 'subscribe "a robot for me']) {
      await world.ask(typed);
      expect(world.app.channels.get(direct.id), typed).toBeUndefined();
    }
  });

  it('manages what was followed: lists, schedules, pauses, edits and ends it', async () => {
    await world.ask('subscribe lora for me');
    expect(await ask('topics for me')).toContain('lora');
    expect(await ask('topics')).not.toContain('lora');
    expect(await ask('schedule weekdays 7:30 for me')).toContain('07:30');
    expect(world.app.channels.get(direct.id)?.schedule).toMatchObject({ every: 'weekday', time: '07:30' });
    await world.ask('pause for me');
    expect(world.app.channels.get(direct.id)?.paused).toBeDefined();
    await world.ask('resume for me');
    await world.ask('edit #1 vision for me');
    expect(queriesOf(direct)).toEqual(['vision']);
    await world.ask('unsubscribe #1 for me');
    expect(queriesOf(direct)).toEqual([]);
    expect(world.app.channels.get(general.id)).toBeUndefined();
  });

  it('changes nothing before something is followed, and says how that starts', async () => {
    for (const typed of ['pause for me', 'schedule 8:00 for me', 'topics for me', 'unsubscribe all for me'])
      expect(await ask(typed), typed).toContain("You don't follow anything for yourself yet");
    expect(told).toEqual([]);
    expect(world.app.channels.get(direct.id)).toBeUndefined();
  });

  it('names what is missing or wrong in it, as without these words, and tells nobody anything', async () => {
    expect(await ask('subscribe for me')).toContain('Add a topic to subscribe to.');
    expect(await ask('subscribe (lora for me')).toMatch(/isn't closed/);
    expect(told).toEqual([]);
    expect(world.app.channels.get(direct.id)).toBeUndefined();
  });

  it('is edited as it is typed where the person is', async () => {
    await world.ask('subscribe lora for me');
    const edit = { do: 'for-me' as const, act: { do: 'settings' as const, about: 'topics' as const } };
    expect(wordsOf(await world.press(edit))).toContain('type /papers edit #1 <query> for me.');
    await world.ask('edit #1 vision for me');
    expect(queriesOf(direct)).toEqual(['vision']);
  });

  it('greets the person once, whichever of two processes is asked first', async () => {
    const other = await createAppWorld(undefined, { store: world.store });
    Object.assign(other.readers, { openDirect: world.readers.openDirect, tell: world.readers.tell });
    await Promise.all([
      world.ask('subscribe lora for me'),
      other.ask('subscribe vision for me', ml),
      other.ask('subscribe agents for me'),
    ]);
    expect(told).toHaveLength(1);
    await other.app.channels.refresh();
    const topics = other.app.channels.topics(direct.id).map(({ query }) => query);
    expect(topics.toSorted()).toEqual(['agents', 'lora', 'vision']);
  });

  it('greets the person again where the greeting certainly did not arrive', async () => {
    const closed = new PaperboyError('no-access', 'u1: direct messages are closed.');
    world.readers.tell = async () => Promise.reject(closed);
    expect(await ask('subscribe lora for me')).toContain("I can't send you direct messages");
    letIn();
    await world.ask('subscribe lora for me');
    expect(told).toHaveLength(1);
  });

  it('is refused where it is about what direct messages never get', async () => {
    await world.ask('subscribe lora for me');
    expect(await ask('announce on for me')).toContain(
      'Changes in direct messages are never announced: only you read them. Nothing was changed.',
    );
    expect(await ask('announce off', direct)).toContain('never announced');
  });

  it('greets the person once', async () => {
    await world.ask('subscribe lora for me');
    await world.ask('subscribe vision for me', ml);
    expect(told).toHaveLength(1);
    expect(queriesOf(direct)).toEqual(['lora', 'vision']);
  });

  it('is the command itself in the conversation with Paperboy', async () => {
    const answer = await world.ask('subscribe lora for me', direct);
    expect(queriesOf(direct)).toEqual(['lora']);
    expect(told).toEqual([]);
    expect(answer.actions.map(({ act }) => act.do)).not.toContain('for-me');
  });

  it('is no change of the channel, so it needs no permission there', () => {
    const { changes } = world.app.service;
    expect(changes({ text: 'subscribe lora' })).toBe(true);
    expect(changes({ text: 'subscribe lora for me' })).toBe(false);
    expect(changes({ text: 'pause for me' })).toBe(false);
    expect(changes({ act: { do: 'ask', text: 'subscribe lora for me' } })).toBe(false);
    expect(changes({ act: { do: 'for-me', act: { do: 'subscribe', query: 'lora' } } })).toBe(false);
  });

  it('offers what is meant for the person alone', async () => {
    const answer = await world.ask('notify me about lora for me');
    await world.press(actionOf(answer, 'Subscribe lora for me'));
    expect(queriesOf(direct)).toEqual(['lora']);
    expect(queriesOf(general)).toEqual([]);
    const asked = await world.ask('dm me papers about vision');
    await world.press(actionOf(asked, 'Subscribe vision for me'));
    expect(queriesOf(direct)).toEqual(['lora', 'vision']);
  });
});

describe('buttons', () => {
  it('follow a search for me beside following it here', async () => {
    world.digests = [digestOf('2026-11-23', paperOf('On lora'))];
    await world.tick('2026-11-23T08:30:00Z');
    const found = await world.ask('lora');
    const labels = found.actions.map(({ label }) => label);
    expect(labels.indexOf('Follow for me')).toBe(labels.indexOf('Follow here') + 1);
    expect(labels).toContain('Follow here');
    expect(wordsOf(await world.press(actionOf(found, 'Follow for me')))).toContain('Subscribed you to lora.');
    expect(queriesOf(direct)).toEqual(['lora']);
    const alone = await world.ask('lora', direct);
    expect(alone.actions.map(({ label }) => label)).not.toContain('Follow for me');
  });

  it('of the answer work where it was given: undo, redo, unsubscribe, and how to change the time', async () => {
    const answer = await world.ask('subscribe lora for me');
    const undone = await world.press(actionOf(answer, 'Undo'));
    expect(wordsOf(undone)).toContain('Undone: unsubscribed you from lora.');
    expect(queriesOf(direct)).toEqual([]);
    const redone = await world.press(actionOf(undone, 'Redo'));
    expect(queriesOf(direct)).toEqual(['lora']);
    expect(wordsOf(await world.press(actionOf(redone, 'Change time')))).toContain('/papers schedule');
    const listed = await world.ask('topics for me');
    await world.press(actionOf(listed, 'Unsubscribe #1'));
    expect(queriesOf(direct)).toEqual([]);
    expect(world.app.channels.get(general.id)).toBeUndefined();
  });

  it('undo nothing for another person', async () => {
    const answer = await world.ask('subscribe lora for me');
    const act = actionOf(answer, 'Undo');
    const ben = { id: 'u2', name: 'Ben' };
    await world.app.service.ask({ place: general, person: ben, text: 'subscribe vision for me' });
    const said = await world.app.service.press({ place: general, person: ben, act });
    expect(said.refused).toBe(true);
    expect(queriesOf(direct)).toEqual(['lora']);
  });
});

describe('what is followed alone', () => {
  it('is posted once to the person, and to no channel', async () => {
    await world.ask('subscribe lora for me');
    await world.ask('subscribe vision');
    world.digests = [digestOf('2026-11-24', paperOf('On lora'), paperOf('On vision'))];
    await world.tick('2026-11-24T09:00:00Z');
    await world.restart();
    await world.tick('2026-11-24T10:00:00Z');
    const posts = world.readers.seen.map((post) => [post.channel, wordsOf(post)]);
    expect(posts.map(([channel]) => channel).sort()).toEqual([direct.id, general.id].sort());
    expect(posts.find(([channel]) => channel === direct.id)?.[1]).toContain('On lora');
    expect(posts.find(([channel]) => channel === direct.id)?.[1]).not.toContain('On vision');
  });

  it('is nothing once its last topic ended', async () => {
    await world.ask('subscribe lora for me');
    await world.ask('unsubscribe all for me');
    world.digests = [digestOf('2026-11-24', paperOf('On lora'))];
    await world.tick('2026-11-24T09:00:00Z');
    expect(world.readers.seen).toEqual([]);
  });
});

describe('someone who cannot be written to', () => {
  const fail = (code: ErrorCode, message: string) => async (): Promise<never> => {
    throw new PaperboyError(code, message);
  };

  it.each([
    [
      'whose direct messages are closed',
      'tell',
      'no-access',
      "I can't send you direct messages, so nothing was changed.",
    ],
    [
      'with whom there is no conversation',
      'openDirect',
      'no-access',
      "I can't send you direct messages, so nothing was changed.",
    ],
    [
      'while the platform is down',
      'tell',
      'later',
      "I couldn't reach your direct messages, so nothing was changed.",
    ],
    [
      'when the answer was lost',
      'openDirect',
      'uncertain',
      "I couldn't reach your direct messages, so nothing was changed.",
    ],
  ] as const)('%s, is told so, and nothing is stored', async (_who, part, code, said) => {
    world.readers[part] = fail(code, `${ada.id}: Direct messages are turned off.`);
    const answer = await world.ask('subscribe lora for me');
    expect(wordsOf(answer)).toContain(`${said} Direct messages are turned off.`);
    expect(answer.refused).toBe(true);
    expect([...world.app.channels.all()]).toEqual([]);
    letIn();
    await world.ask('subscribe lora for me');
    expect(queriesOf(direct)).toEqual(['lora']);
  });

  it('is told where the platform has no direct messages', async () => {
    delete world.readers.openDirect;
    expect(await ask('subscribe lora for me')).toContain("I can't send direct messages here");
    expect([...world.app.channels.all()]).toEqual([]);
  });

  it('is asked again once posts stopped arriving', async () => {
    await world.ask('subscribe lora for me');
    await world.app.channels.update(direct.id, (channel) => ({
      ...channel,
      state: { kind: 'no-access', why: 'closed', since: world.now, told: true },
    }));
    world.readers.tell = fail('no-access', 'They are turned off.');
    expect(await ask('subscribe vision for me')).toContain("I can't send you direct messages");
    expect(queriesOf(direct)).toEqual(['lora']);
  });
});

it('help, the hello and the answer to a search say that topics can be followed alone', async () => {
  expect(await ask('help')).toContain('/papers subscribe lora for me');
  expect(await ask('hello')).toContain('to you alone');
  expect(await ask('help subscribe')).toContain('for me');
});
