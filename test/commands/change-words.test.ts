import { expect, test } from 'vitest';
import { sayChange } from '../../src/commands/change-words.ts';

type Change = Parameters<typeof sayChange>[0];

test.each([
  [{}, { tasteMin: 50 }, 'set the least taste of papers to 50%'],
  [{ tasteMin: 50 }, { tasteMin: 80 }, 'set the least taste of papers to 80% (was 50%)'],
  [{ tasteMin: 50 }, {}, 'turned off the least taste of papers (was 50%)'],
])('the least taste of papers from %j to %j is told in percent', (before, after, said) => {
  const change = { channel: 'test:t:general', before, after, added: [], removed: [] } as Change;
  const context = { channels: { get: () => undefined } } as unknown as Parameters<typeof sayChange>[2];
  const line = sayChange(change, '', context);
  expect(line.map(({ text }) => text).join('')).toContain(said);
});
