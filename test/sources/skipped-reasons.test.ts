import { expect, test } from 'vitest';
import { parseDigests } from '../../src/digest/parse.ts';
import { sumUpSkipped } from '../../src/sources/skipped-reasons.ts';
import { createAppWorld, digestOf, paperOf } from '../app/world.ts';

test('what is skipped of a file is summed up by reason, with the title of the first one cut short', () => {
  const title = `A gadget ${'of many hands '.repeat(20)}`;
  const papers = [
    { id: '1', title: 'Whole', abstract: 'Words.' },
    ...[200_001, 300_000].map((length) => ({ id: '2', title, abstract: 'x'.repeat(length) })),
    { id: '3', abstract: 'Words.' },
  ];
  const text = JSON.stringify({ date: '2026-11-20', papers }, null, 1);
  const [digest] = parseDigests(text, { now: Date.UTC(2026, 10, 20) });
  expect(sumUpSkipped(digest?.skipped ?? [])).toEqual([
    expect.stringMatching(
      /^2: paper 2 its abstract is 200001 characters long \(.A gadget of many hands.{20,50}….?\); the first on line \d+$/,
    ),
    expect.stringMatching(/^1: paper 4 has no title; on line \d+$/),
  ]);
});

test('of many reasons five are told', () => {
  const skipped = [...'abcdefg'].map((reason, at) => ({ line: at + 1, reason }));
  expect(sumUpSkipped(skipped)).toHaveLength(6);
  expect(sumUpSkipped(skipped).at(-1)).toBe('2: for other reasons');
});

test('the log says why parts of a digest were skipped', async () => {
  const told: unknown[] = [];
  const note = (msg: string, facts?: object) => msg === 'digest read' && told.push(facts);
  const log = { debug: note, info: note, warn: note, error: note };
  const world = await createAppWorld('2026-11-23T08:00:00Z', { log });
  const skipped = [{ line: 7, reason: 'it has no title' }];
  world.digests = [{ ...digestOf('2026-11-23', paperOf('Logged')), skipped }];
  await world.tick('2026-11-23T09:00:00Z');
  expect(told).toMatchObject([{ skipped: 1, reasons: ['1: it has no title; on line 7'] }]);
});
