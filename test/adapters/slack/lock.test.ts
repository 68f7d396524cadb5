import { expect, it } from 'vitest';
import { actChanges, commandChanges } from '../../../adapters/slack/lock.ts';

const CHANGING = [
  ...['subscribe', 'follow', 'sub', 'unsubscribe', 'unfollow', 'unsub'].map((word) => `${word} lora`),
  ...['pause', 'resume', 'unpause', 'schedule daily 09:00', 'limit 7', 'order date', 'quiet on'],
  ...['abstracts off', 'email add ada@example.org'],
];

it.each(CHANGING)('"%s" changes a channel, however it is written', (text) => {
  for (const written of [text, `/${text}`, `/papers ${text}`, `  /PAPERS /${text.toUpperCase()} `])
    expect(commandChanges(written)).toBe(true);
  expect(actChanges({ do: 'ask', text: `/${text}` })).toBe(true);
});

it.each([
  '',
  'lora',
  'topics',
  'schedule',
  'pause tokens in decoding',
  'quiet star',
  'constructor',
  'help follow',
])('"%s" changes nothing', (text) => expect(commandChanges(text)).toBe(false));
