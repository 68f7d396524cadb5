/** What people type after `/papers` and press: commands, settings, sentences, and what comes near them. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sql } from 'kysely';
import type { Outside } from '../../../src/app/app.ts';
import { changesAnything, changesChannel } from '../../../src/commands/changes.ts';
import { parseCommand } from '../../../src/commands/parse.ts';
import { COMMAND_SPECS, COMMANDS } from '../../../src/commands/registry.ts';
import { parseDigests } from '../../../src/digest/parse.ts';
import { ButtonAction, type Reply } from '../../../src/model/message.ts';
import type { Person, Place } from '../../../src/model/ports.ts';
import { type AppWorld, createAppWorld } from '../../app/world.ts';
import { isBounded } from '../checks.ts';
import { OBEYED_PIECES, piece, text } from '../hostile.ts';
import { isHarmlessMessage } from '../rendered.ts';
import { target } from '../target.ts';
import { query } from './queries.ts';

const NAMES = COMMAND_SPECS.flatMap(({ name, aliases }) => [name, ...aliases]);
const EXAMPLES = COMMAND_SPECS.flatMap((spec) => [spec.example ?? [], spec.name].flat());
const VALUES = [
  'daily 9:00',
  'weekdays at 9am',
  'mon,fri 17:30 Berlin',
  '9',
  '25:99',
  'weekly',
  'on',
  'off',
  '5',
  '-1',
  '999999999999',
  'all',
  '#1',
  '#1-#3',
  '#0',
  'lora',
  'lora as "Mine"',
  'for me',
  'until monday',
  '3 days',
  'today',
  '2025-12-12',
  'last friday',
  '2508.01234',
  'https://arxiv.org/abs/2508.01234',
  'me@lab.example',
  '#general',
  'bibtex',
  'clear',
  '1/2',
  'UTC+99',
  'CET',
];
const TALK = [
  'please',
  'can you',
  'show me',
  'I want',
  'stop sending',
  'what is',
  'papers about',
  'why did I get',
  'send me',
  'thanks',
  'hello',
  'every',
  'at',
  'in',
  'not',
  'and',
  'unsubscribe from',
  'subscribe to',
  'the topics',
  'on mondays',
  '?',
  '!',
  '.',
];

/** A line as it is typed, of a command more often than not. */
export const typed: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(...NAMES), fc.oneof(fc.constantFrom(...VALUES), query, text))
      .map((parts) => parts.join(' ')),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('/papers ', '@paperboy ', '  ', '/papers:'), fc.constantFrom(...EXAMPLES))
      .map((parts) => parts.join('')),
  },
  {
    weight: 2,
    arbitrary: fc
      .array(
        fc.oneof(fc.constantFrom(...TALK), fc.constantFrom(...VALUES), fc.constantFrom(...NAMES), piece),
        { maxLength: 8 },
      )
      .map((parts) => parts.join(' ')),
  },
  { weight: 1, arbitrary: query },
  { weight: 1, arbitrary: text },
);

const id = fc.oneof(fc.constantFrom('2512.00001', '2512.00002', 'nowhere', '__proto__'), piece);
/** Every button, with values that a platform may hand back changed. */
export const act: fc.Arbitrary<ButtonAction> = fc
  .record(
    {
      do: fc.constantFrom(...ButtonAction.options.map(({ shape }) => shape.do.value)),
      query,
      text: typed,
      from: fc.oneof(fc.nat(30), fc.constantFrom(2 ** 53 - 1, 1e9)),
      sort: fc.constantFrom('date', 'votes'),
      count: fc.integer({ min: 1, max: 50 }),
      period: fc.constantFrom('week', 'day', 'month', 'all', '2025'),
      most: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.constant(1e12)),
      date: fc.constantFrom('2025-12-12', '2026-11-22', '0001-01-01', '9999-12-31'),
      post: piece,
      change: piece,
      id,
      ids: fc.array(id, { minLength: 1, maxLength: 5 }),
      as: fc.constantFrom('bibtex', 'ris', 'relevant', 'not-relevant'),
      undo: fc.constant(true),
      about: fc.constantFrom('topics', 'schedule', 'posts'),
      note: text,
      act: fc.record({ do: fc.constantFrom('subscribe', 'unsubscribe', 'ask'), query, text: typed }),
    },
    {
      requiredKeys: [
        'do',
        'from',
        'id',
        'query',
        'text',
        'as',
        'date',
        'post',
        'change',
        'about',
        'ids',
        'act',
        'period',
      ],
    },
  )
  .map((made) => ButtonAction.safeParse(made).data)
  .filter((made) => made !== undefined);

const PARSED = new Set([...COMMANDS.map(({ name }) => name), 'misused', 'help']);

type Step = { text: string; chosen?: true } | { act: ButtonAction };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: typed.map((one): Step => ({ text: one })) },
  { weight: 1, arbitrary: typed.map((one): Step => ({ text: one, chosen: true })) },
  { weight: 2, arbitrary: act.map((one): Step => ({ act: one })) },
);

interface CommandWorld {
  app: AppWorld;
  next: number;
}

/** A store of papers that came with what platforms obey in every field. @param more replaces parts of the outside */
export async function openCommandWorld(more: Partial<Outside> = {}): Promise<CommandWorld> {
  const app = await createAppWorld(undefined, more);
  const papers = OBEYED_PIECES.map((hostile, at) => ({
    id: `2512.${String(at + 1).padStart(5, '0')}`,
    title: `Learning ${hostile} of papers`,
    abstract: `We study LoRA, diffusion models and ${hostile}. `,
    authors: [`Ada ${hostile}`],
    organization: hostile,
    keywords: [hostile],
    comment: hostile,
    upvotes: at,
  }));
  for (const digest of parseDigests(JSON.stringify({ date: '2026-11-22', papers }), { now: app.now }))
    await app.app.archive.put(digest, 'test source');
  await app.app.service.join(BYSTANDER);
  await app.app.service.ask({
    place: BYSTANDER,
    person: GRACE,
    text: 'subscribe "continual learning", lora',
  });
  return { app, next: 0 };
}

const BYSTANDER: Place = { id: 'test:t:bystander', name: '#bystander' };
const GRACE: Person = { id: 'u0', name: 'Grace' };

export const commands = [
  target({
    name: 'lines of commands',
    cases: 50,
    generate: fc.tuple(typed, fc.boolean()),
    run: ([line, chosen]) => ({
      read: parseCommand(line, chosen),
      changes: changesChannel({ text: line, chosen }),
      any: changesAnything({ text: line, chosen }),
    }),
    holds(outcome, [line]) {
      const { read, changes, any } =
        outcome.refused === undefined ? outcome.value : assert.fail('a line is never refused by an error');
      assert.ok(PARSED.has(read.name), `there is no command ${read.name}`);
      isBounded(read, line.length, 12, 4_000);
      assert.ok(!changes || any, 'it changes the channel, and nothing');
    },
    texts: {
      'a whole line': (mark): [string, boolean] => [mark, false],
      ...Object.fromEntries(
        ['subscribe', 'schedule', 'note', 'ours', 'top', 'email'].map((name) => [
          `behind ${name}`,
          (mark: string) => [`${name} ${mark}`, true] as [string, boolean],
        ]),
      ),
    },
  }),
  target({
    name: 'commands and buttons',
    cases: 8,
    generate: fc.array(step, { minLength: 1, maxLength: 4 }),
    open: openCommandWorld,
    async run(steps, world: CommandWorld) {
      const { app, store } = world.app;
      // Each case has a channel and a person of its own.
      const own = world.next++;
      const place = { id: `test:t:c${own}`, name: `#c${own} <!channel>` };
      const person = { id: `u${own + 1}`, name: 'Ada @everyone' };
      await app.service.join(place);
      await app.service.ask({ place, person, text: 'subscribe diffusion' });
      const kept = () => rowsOf(store);
      const replies: Reply[] = [];
      const lost: string[] = [];
      for (const one of steps) {
        const before = await kept();
        const reply =
          'text' in one
            ? await app.service.ask({ place, person, ...one })
            : await app.service.press({ place, person, ...one });
        replies.push(reply);
        const after = await kept();
        if (!app.service.changes('text' in one ? one : { act: one.act }) && !isForMe(one)) {
          if (before !== after) lost.push(`${JSON.stringify(one)} changed what is stored`);
        }
      }
      await app.service.leave(place.id);
      return { replies, lost, bystander: app.channels.topics(BYSTANDER.id).length };
    },
    async holds(outcome) {
      const { replies, lost, bystander } =
        outcome.refused === undefined ? outcome.value : assert.fail('a command is answered, whatever it is');
      assert.deepEqual(lost, []);
      assert.equal(bystander, 2, 'another channel lost a topic');
      for (const reply of replies) {
        isBounded(reply, 4_000, 20, 100_000);
        await isHarmlessMessage(reply);
        const words = JSON.stringify(reply);
        assert.doesNotMatch(words, /didn't work|unexpected error|\[object /, 'an answer tells of an error');
      }
    },
  }),
];

/** What a person follows alone is no channel's matter, and is kept among the channels. */
function isForMe(one: Step): boolean {
  return 'text' in one ? /\bme\b/.test(one.text) : one.act.do === 'for-me' || one.act.do === 'ask';
}

/** All channels and topics, as they are stored. */
async function rowsOf({ db }: AppWorld['store']): Promise<string> {
  const { rows } =
    await sql`SELECT id, record FROM channels UNION ALL SELECT channel, query FROM subscriptions ORDER BY 1, 2`.execute(
      db,
    );
  return JSON.stringify(rows);
}
