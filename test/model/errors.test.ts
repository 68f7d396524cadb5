import { expect, test } from 'vitest';
import { messageOf } from '../../src/model/errors.ts';

const refused = (address: string) =>
  Object.assign(new Error(`refused at ${address}`), { code: 'ECONNREFUSED' });

test.each([
  [new Error('the disk is full'), 'the disk is full'],
  [new AggregateError([refused('::1'), refused('127.0.0.1')]), 'refused at ::1; refused at 127.0.0.1'],
  [new AggregateError([refused('::1'), refused('::1')]), 'refused at ::1'],
  [{ message: '', code: 'ECONNREFUSED' }, 'ECONNREFUSED'],
  [new Error({ of: 'a driver' } as never), 'Error'],
  [Object.assign(new Error(''), { message: { of: 'a driver' } }), 'Error'],
  [{ message: { of: 'a driver' } }, 'no reason was given'],
  [{ status: 500 }, '{"status":500}'],
  [undefined, 'no reason was given'],
  ['a word', 'a word'],
])('of what was thrown there are words: %s', (thrown, words) => {
  expect(messageOf(thrown)).toBe(words);
});
