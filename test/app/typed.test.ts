import { beforeEach, expect, test } from 'vitest';
import { type AppWorld, ada, createAppWorld, digestOf, general, paperOf } from './world.ts';

let world: AppWorld;
const NASTY = '\u202Eabc\u0000\u2067\u001b[31m\u200b';
const UNSEEN = /[\u202A-\u202E\u2066-\u2069\u200b]|\\u00|(?:\p{M}){5}/u;
const PILE = `e${'\u0301'.repeat(90)}`;

beforeEach(async () => {
  world = await createAppWorld();
  world.digests = [digestOf('2026-11-20', paperOf('LoRA for all'))];
  await world.app.readSources();
  await world.app.service.join({ ...general, name: `#gen${NASTY}eral` });
});

const people = { ...ada, name: `A${NASTY}da${PILE}` };
const ask = (text: string) => world.app.service.ask({ place: general, person: people, text });

test.each([
  `${NASTY}${PILE}`,
  `lo${NASTY}ra`,
  `subscribe ${NASTY}`,
  `subscribe (${NASTY}`,
  `schedule ${NASTY} 9am`,
  `why ${NASTY}`,
  `date ${NASTY}`,
  `cite ${PILE}`,
  'pause',
  'status',
  'topics',
])('an answer holds nothing invisible that was typed: %j', async (typed) => {
  expect(JSON.stringify(await ask(typed))).not.toMatch(UNSEEN);
  expect(JSON.stringify(await ask('status'))).not.toMatch(UNSEEN);
});

test('what is typed means the same with invisible characters in it, and a change is known as one', async () => {
  const plain = await ask('lora');
  expect(await ask('l\u200bo\u202Era\u0000')).toEqual(plain);
  expect(world.app.service.changes({ text: 'sub\u200bscribe lora' })).toBe(true);
});

test('buttons, forms and suggestions are cleaned as well', async () => {
  const { service } = world.app;
  const pressed = await service.press({
    place: general,
    person: people,
    act: { do: 'subscribe', query: `lo${NASTY}ra` },
  });
  expect(JSON.stringify(pressed)).not.toMatch(UNSEEN);
  const read = await service.form(general);
  const before = 'form' in read ? read.form : expect.unreachable(read.problem);
  const form = { ...before, limit: '7', schedule: `${NASTY} soon`, topics: [`(${NASTY}`] };
  expect(JSON.stringify(await service.fill({ place: general, person: people, form }))).not.toMatch(UNSEEN);
  await ask(`gra${NASTY}phs`);
  expect(
    JSON.stringify(await service.suggest({ place: general, person: people, typed: `gr\u202Ea`, limit: 5 })),
  ).not.toMatch(UNSEEN);
  expect(
    (await service.suggest({ place: general, person: people, typed: 'gr\u202Ea', limit: 5 })).length,
  ).toBe(1);
});
