import { expect, it } from 'vitest';
import { createDedupe } from '../../src/chat/dedupe.ts';

function open(max = 100) {
  const time = { now: 0 };
  return { time, isNew: createDedupe({ clock: () => time.now, keepMs: 1000, max }) };
}

it('an event is new once, whichever of its keys comes again', () => {
  const { isNew } = open();
  expect([isNew('a', 'b'), isNew('b', 'c'), isNew('c'), isNew('d')]).toEqual([true, false, false, true]);
});

it('a key is forgotten after its time, counted from when it was first seen', () => {
  const { time, isNew } = open();
  isNew('a');
  time.now = 900;
  expect(isNew('a')).toBe(false);
  time.now = 1100;
  expect(isNew('a')).toBe(true);
});

it('beyond the limit the oldest are forgotten first', () => {
  const { isNew } = open(3);
  for (const key of ['a', 'b', 'c', 'd']) isNew(key);
  expect([isNew('c'), isNew('d'), isNew('a')]).toEqual([false, false, true]);
});
