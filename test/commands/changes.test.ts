import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesAnything, changesChannel } from '../../src/commands/changes.ts';
import { COMMANDS } from '../../src/commands/registry.ts';
import type { ButtonAction } from '../../src/model/message.ts';
import type { Place, Wish } from '../../src/model/ports.ts';
import { ada, createAppWorld } from '../app/world.ts';

const CHANGING = [
  ...['subscribe', 'follow', 'sub', 'unsubscribe', 'unfollow', 'unsub'].map((word) => `${word} lora`),
  ...['pause', 'resume', 'unpause', 'schedule daily 09:00', 'limit 7', 'order date', 'quiet on'],
  'abstracts off',
  'layout compact',
  'thumbnails off',
  'announce off',
  'edit #1 lora',
  'name #1 Adapters',
];

it.each(CHANGING)('"%s" changes a channel, however it is written', (text) => {
  for (const written of [text, `/${text}`, `/papers ${text}`, `  /PAPERS /${text.toUpperCase()} `])
    expect(changesChannel({ text: written })).toBe(true);
  expect(changesChannel({ act: { do: 'ask', text: `/${text}` } })).toBe(true);
});

it.each([
  '',
  'lora',
  'topics',
  'status',
  'schedule',
  'pause tokens in decoding',
  'quiet star',
  'limit theorems',
  'order statistics',
  'resume parsing',
  'abstracts of papers',
  'constructor',
  'help follow',
  // Words that papers use, and no commands.
  'email add-on filters',
  'email spam detection',
  'digest of cells',
  'settings of language models',
])('"%s" changes nothing', (text) => expect(changesChannel({ text })).toBe(false));

it.each<[string, boolean]>([
  ['schedule off', true],
  ['schedule default', true],
  ['schedule gibberish', false],
  ['pause tokens in decoding', false],
  ['unheard of', false],
])('"%s", chosen from a menu: %s', (text, changes) =>
  expect(changesChannel({ text, chosen: true })).toBe(changes),
);

it('a form changes a channel', () => expect(changesChannel('form')).toBe(true));

it.each<[Wish, boolean]>([
  [{ text: 'pause' }, true],
  [{ text: 'save 2611.00001' }, true],
  [{ text: 'unsave #1' }, true],
  [{ text: 'save 2611.00001', chosen: true }, true],
  [{ act: { do: 'save', id: '2611.00001' } }, true],
  [{ act: { do: 'ask', text: 'unsave 2611.00001' } }, true],
  [{ act: { do: 'send-again', post: 'test:t:x 2026-11-25' } }, true],
  ['form', true],
  [{ text: 'saved' }, false],
  [{ text: 'status' }, false],
  [{ act: { do: 'search', query: 'lora', from: 0 } }, false],
  [{ act: { do: 'saved', from: 0 } }, false],
])('%j changes something, a reading list included: %s', (wish, changes) =>
  expect(changesAnything(wish)).toBe(changes),
);

const piece = fc.oneof(
  fc.constantFrom(
    ...COMMANDS.map(({ name }) => name),
    'follow',
    'sub',
    'unfollow',
    'unsub',
    'unpause',
    '/papers',
    '/pause',
  ),
  fc.constantFrom('on', 'OFF', 'all', '#1', '5', '0x10', '1e1', 'votes', 'Date', 'daily', 'weekly', 'mon'),
  fc.constantFrom('9:00', 'UTC', 'lora', '', '\u00a0', '\n', '\t', '/Papers', '//pause', 'PAUSE', 'email'),
  fc.constantFrom(' '.repeat(3_990), ' '.repeat(4_000), 'x'.repeat(4_000)),
);
const typed = fc.array(piece, { maxLength: 6 }).map((words) => words.join(' '));
const acts: ButtonAction[] = [
  { do: 'search', query: 'lora', from: 0 },
  { do: 'share', query: 'lora', from: 0 },
  { do: 'save', id: '2611.00001' },
  { do: 'unsave', id: '2611.00001' },
  { do: 'saved', from: 0 },
  { do: 'related', ids: ['2611.00001'] },
  { do: 'subscribe', query: 'lora' },
  { do: 'unsubscribe', query: 'lora' },
  { do: 'send-again', post: 'test:t:x 2026-11-25' },
  { do: 'undo', change: 'unknown' },
  { do: 'settings', about: 'topics' },
];
const wish = fc.oneof(
  typed.map((text) => ({ text })),
  typed.map((text) => ({ text, chosen: true })),
  typed.filter((text) => text.length <= 1_000).map((text) => ({ act: { do: 'ask', text } as ButtonAction })),
  fc.constantFrom(...acts).map((act) => ({ act })),
);

describe('the check', () => {
  it('calls a change whatever the command service carries out as one', async () => {
    const { app } = await createAppWorld();
    let number = 0;
    await fc.assert(
      fc.asyncProperty(wish, async (asked) => {
        // A channel that chose everything otherwise than by default, so that every change shows.
        const place: Place = { id: `test:t:c${number++}`, name: '#c' };
        for (const text of ['subscribe lora', 'order date', 'quiet on', 'limit 7', 'abstracts off', 'pause'])
          await app.service.ask({ place, person: ada, text });
        const before = JSON.stringify([app.channels.get(place.id), app.channels.topics(place.id)]);
        if ('text' in asked) await app.service.ask({ place, person: ada, ...asked });
        else await app.service.press({ place, person: ada, ...asked });
        const after = JSON.stringify([app.channels.get(place.id), app.channels.topics(place.id)]);
        if (before !== after) expect(app.service.changes(asked)).toBe(true);
        await app.service.leave(place.id);
      }),
      { numRuns: 300 },
    );
  });

  it('reads no other text than the command service does: what is too long is refused and not cut', async () => {
    const { app } = await createAppWorld();
    const place = { id: 'test:t:long', name: '#long' };
    for (const text of [`pause${' '.repeat(4_000)}x`, `subscribe ${'lora '.repeat(900)}`]) {
      expect(app.service.changes({ text })).toBe(false);
      expect((await app.service.ask({ place, person: ada, text })).summary).toContain('too long');
    }
    expect(app.channels.get(place.id)).toBeUndefined();
  });
});
