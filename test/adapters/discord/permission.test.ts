import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesChannel } from '../../../adapters/discord/permission.ts';
import { COMMAND_NAMES } from '../../../src/commands/command.ts';
import { parseCommand } from '../../../src/commands/parse.ts';

/** What the core would carry out, seen by what it understood. */
function changes(text: string): boolean {
  const command = parseCommand(text);
  if (command.name === 'schedule') return command.schedule !== undefined;
  return ['subscribe', 'unsubscribe', 'limit', 'order', 'quiet', 'abstracts', 'pause', 'resume'].includes(
    command.name,
  );
}

const word = fc.oneof(
  fc.constantFrom(
    ...COMMAND_NAMES,
    'follow',
    'sub',
    'unfollow',
    'unsub',
    'unpause',
    '/papers',
    '/pause',
    'on',
    'OFF',
    'all',
    '#1',
    '5',
    '0x10',
    '1e1',
  ),
  fc.constantFrom(
    'votes',
    'Date',
    'daily',
    'weekly',
    'mon',
    '9:00',
    'UTC',
    'lora',
    '',
    '\u00a0',
    '\n',
    '\t',
    '/Papers',
    '//pause',
    'PAUSE',
  ),
);
const typed = fc.array(word, { maxLength: 6 }).map((words) => words.join(' '));

describe('what changes a channel', () => {
  it('is known for whatever the core would carry out', () => {
    fc.assert(
      fc.property(typed, (text) => {
        if (changes(text)) expect(changesChannel(text)).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    'limit theorems',
    'order statistics',
    'pause tokens',
    'resume parsing',
    'quiet zones',
    'abstracts of papers',
    'topics',
    'status',
    'schedule',
    'help subscribe',
    '',
  ])('is not "%s"', (text) => {
    expect(changesChannel(text)).toBe(false);
  });
});
