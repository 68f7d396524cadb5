/** Nothing that one workspace stored is shown in another, or changed from there, by any command, button or page. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSite } from '../../adapters/pages/index.ts';
import { PLATFORM_TRACES } from '../../src/cli/adapters.ts';
import { COMMAND_SPECS } from '../../src/commands/registry.ts';
import type { ButtonAction } from '../../src/model/message.ts';
import type { Person, Place } from '../../src/model/ports.ts';
import { silent } from '../delivery/world.ts';
import { type AppWorld, createAppWorld, digestOf, paperOf } from './world.ts';

interface Side {
  person: Person;
  place: Place;
  direct: Place;
}
const side = (space: string, person: string, name: string, room: string): Side => ({
  person: { id: person, name },
  place: { id: `${space}:C${room.length}`, name: `#${room}` },
  direct: { id: `${space}:D${room.length}`, name: 'direct message', direct: true },
});

/** What is in nothing but what the first side stored: words of topics, names, notes and a library. */
const SECRET = /zebrafish|quokka|axolotl|narwhal|okapi|pangolin|marmoset/i;
const PAIRS: [string, Side, Side][] = [
  [
    'two workspaces of Slack',
    side('slack:T1', 'slack:T1:U1', 'Narwhal Nan', 'okapi'),
    side('slack:T2', 'slack:T2:U2', 'Bob', 'general'),
  ],
  [
    'two servers of Discord',
    side('discord:111', '100001', 'Narwhal Nan', 'okapi'),
    side('discord:222', '200002', 'Bob', 'general'),
  ],
  [
    'the local workspace and one of Slack',
    side('web:local', 'web:1111111111111111', 'Narwhal Nan', 'okapi'),
    side('slack:T2', 'slack:T2:U2', 'Bob', 'general'),
  ],
];

describe.each(PAIRS)('%s', (_, nan, bob) => {
  let world: AppWorld;
  let paper: string;
  /** Buttons of all that was answered to the first side. */
  const buttons: ButtonAction[] = [];
  let before: string[];

  const as = (one: Side, text: string, place = one.place) =>
    world.app.service.ask({ place, person: one.person, text });

  /** All rows that hold something of the first side. */
  async function rows(): Promise<string[]> {
    const tables = await sql<{ name: string }>`SELECT name FROM sqlite_master WHERE type = 'table'`.execute(
      world.store.db,
    );
    const found: string[] = [];
    for (const { name } of tables.rows) {
      const all = await sql<object>`SELECT * FROM ${sql.table(name)}`.execute(world.store.db);
      for (const row of all.rows) found.push(`${name} ${JSON.stringify(row)}`);
    }
    const own = [nan.person.id, nan.place.id, nan.direct.id];
    const others = [bob.person.id, bob.place.id, bob.direct.id];
    return found
      .filter((row) => SECRET.test(row) || own.some((id) => row.includes(`"${id}`)))
      .filter((row) => !others.some((id) => row.includes(`"${id}`)))
      .toSorted();
  }

  beforeAll(async () => {
    world = await createAppWorld('2026-11-23T08:00:00Z', { platformTraces: PLATFORM_TRACES });
    const found = paperOf('Low rank adapters', { authors: ['Ann Lee'] });
    paper = found.id;
    world.digests = [digestOf('2026-11-23', found)];
    await world.tick('2026-11-23T08:30:00Z');
    for (const place of [nan.place, bob.place]) await world.app.service.join(place);
    await as(bob, 'subscribe adapters');
    const stored = [
      'subscribe zebrafish',
      'name #1 quokka watch',
      'subscribe adapters',
      'subscribe about: where the axolotl lives',
      'schedule weekdays 07:15',
      'limit 3',
      'ours add Marmoset Mo',
      `save ${paper}`,
      'note #1 ask axolotl first',
      `relevant ${paper}`,
      'search zebrafish',
      'pause until Dec 31',
      'topics',
      'status',
      'saved',
      'today',
      'my-data',
    ];
    for (const text of stored)
      for (const place of [nan.place, nan.direct])
        for (const { act } of (await as(nan, text, place)).actions) buttons.push(act);
    await world.app.service.importLibrary({
      place: nan.place,
      person: nan.person,
      file: { name: 'refs.bib', content: '@article{a, title={Pangolin atlas}, doi={10.1234/pangolin}}' },
    });
    await world.tick('2026-11-24T09:00:00Z');
    before = await rows();
    expect(before.length).toBeGreaterThan(15);
  });
  afterAll(() => world.store.close());

  /** What is asked with each command: as its help shows it, alone, and naming what is the other's. */
  const linesOf = ({ name, example }: (typeof COMMAND_SPECS)[number]): [string, Place][] => [
    [example ?? name, bob.place],
    [name, bob.direct],
    ...['', '#1', 'all', nan.place.id, nan.person.id].map((rest): [string, Place] => [
      `${name} ${rest}`.trim(),
      bob.place,
    ]),
  ];

  test.each(COMMAND_SPECS.map((spec) => [spec.name, spec] as const))(
    '%s shows and changes nothing',
    async (_name, spec) => {
      for (const [text, place] of linesOf(spec))
        expect(JSON.stringify(await as(bob, text, place)), text).not.toMatch(SECRET);
      expect((await rows()).join('\n') === before.join('\n')).toBe(true);
    },
  );

  test('no button of the other workspace, pressed here, changes anything there or shows more than it carries', async () => {
    expect(buttons.length).toBeGreaterThan(10);
    for (const act of buttons)
      for (const place of [bob.place, bob.direct]) {
        const shown = JSON.stringify(await world.app.service.press({ place, person: bob.person, act }));
        if (!SECRET.test(JSON.stringify(act))) expect(shown, JSON.stringify(act)).not.toMatch(SECRET);
      }
    expect((await rows()).join('\n') === before.join('\n')).toBe(true);
  });

  test('forms, lists, suggestions and exports hold nothing of it', async () => {
    const { service } = world.app;
    const { place, person } = bob;
    const space = place.id.split(':').slice(0, 2).join(':');
    const shown = JSON.stringify([
      await service.form(place),
      await service.home({ space, person }),
      await service.placesIn(space),
      await service.suggest({ place: bob.direct, person, typed: 'z', limit: 20 }),
      await service.savedAs({ person, as: 'bibtex' }),
      await service.savedNote({ person, id: paper }),
      [...(await service.marks({ place, person, ids: [paper] }))],
      await service.checkTopics(bob.direct, ['adapters']),
    ]);
    expect(shown).toContain('general');
    // Where a button of the other side was pressed here, its topic is here now, too.
    const typed = /zebrafish|quokka|where the axolotl lives/gi;
    expect(shown.replaceAll(typed, '')).not.toMatch(SECRET);
  });

  test('no page, feed or answer of the API shows it', async () => {
    const site = createSite({
      settings: { host: '127.0.0.1', port: 0, audience: 'public', isBeside: false },
      catalog: world.app.catalog,
      log: silent,
    });
    const ids = [nan.place.id, nan.direct.id].map(encodeURIComponent);
    const paths = [
      ...['/d', '/d/2026-11-23', '/t/week', '/s?q=adapters', '/c', `/p/${paper}`, '/robots.txt'],
      ...['/feeds/all.atom', '/api/v1/channels', '/api/v1/papers', '/api/v1/days', '/api/v1/openapi.json'],
      ...ids.flatMap((id) => [`/c/${id}`, `/feeds/${id}.atom`, `/api/v1/channels/${id}`]),
      ...['/c/okapi', '/feeds/okapi.atom', '/feeds/okapi.json', '/api/v1/channels/okapi'],
    ];
    for (const path of paths) {
      const answer = await site.answer(new Request(`http://papers.example${path}`), '192.0.2.1');
      const text = (await answer.text()).replaceAll(/okapi/gi, (word) =>
        path.includes('okapi') ? '' : word,
      );
      expect(text, path).not.toMatch(SECRET);
    }
  });
});
