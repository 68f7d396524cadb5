/** Generated messages for tests: long, empty, emoji, right-to-left, CJK and hostile text wherever text can stand. */
import fc from 'fast-check';
import type { Action, Block, Card, Message, Span } from '../../../src/model/message.ts';
import { anyCharacter } from '../../any-character.ts';
import { webAddress } from '../../web-address.ts';
import { HOSTILE } from '../samples.ts';

const PIECES = [
  ...HOSTILE,
  '👩‍👩‍👧‍👦',
  '𝒳',
  'é́́́́́',
  'مرحبا بالعالم',
  '深層学習による超解像',
  '<!channel>',
  '<@U0BOT>',
  '<https://evil.example|here>',
  '&&&&&&',
  '<<<<>>>>',
  '\u200b',
  '\u0000\u0007',
  '\n\n',
  ' ',
  'A plain title of a paper',
  'a'.repeat(80),
];

/** Mostly short, at times empty, at times far longer than anything may be. */
export const text: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 4 }).map((parts) => parts.join(' ')),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 200 }) },
  { weight: 1, arbitrary: fc.string({ unit: anyCharacter, maxLength: 60 }).map((one) => one.toWellFormed()) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...PIECES), fc.integer({ min: 100, max: 1500 }))
      .map(([one, times]) => one.repeat(times).slice(0, 20_000).toWellFormed()),
  },
);

const url = fc.oneof(
  webAddress,
  fc.constantFrom('javascript:alert(1)', 'no url', '', `https://example.org/${'x'.repeat(4000)}`),
);

const span: fc.Arbitrary<Span> = fc.record(
  { text, style: fc.constantFrom('strong', 'quiet', 'code', 'match'), url, at: fc.nat(8.64e14) },
  { requiredKeys: ['text'] },
);
const line = fc.array(span, { maxLength: 5 });

const query = fc.oneof(text, fc.constant('"<'.repeat(500))).map((one) => one.slice(0, 1000).toWellFormed());
const action: fc.Arbitrary<Action> = fc.record({
  label: text,
  act: fc.oneof(
    fc.record({ do: fc.constant('subscribe' as const), query }),
    fc.record({ do: fc.constant('search' as const), query, from: fc.nat(1000) }),
    fc.record({
      do: fc.constant('mark' as const),
      id: text.map((one) => one.slice(0, 200).toWellFormed()),
      as: fc.constantFrom('relevant' as const, 'not-relevant' as const),
    }),
    fc.record({ do: fc.constant('cite' as const), id: text.map((one) => one.slice(0, 200).toWellFormed()) }),
  ),
});

export const card: fc.Arbitrary<Card> = fc.record(
  {
    id: fc.constant('2408.01001'),
    title: line,
    url,
    authors: text,
    organization: text,
    publishedOn: fc.constantFrom('2024-08-18', 'someday'),
    upvotes: fc.nat(),
    commentCount: fc.nat(),
    stars: fc.nat(),
    codeUrl: url,
    links: fc.array(fc.record({ label: text, url }), { maxLength: 6 }),
    thumbnail: url,
    withdrawn: fc.constant(true as const),
    excerpt: line,
    reason: line,
    actions: fc.array(action, { maxLength: 6 }),
  },
  { requiredKeys: ['id', 'title', 'url', 'excerpt', 'actions'] },
);

const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('heading' as const), text }),
  fc.record(
    { kind: fc.constant('text' as const), line, tone: fc.constantFrom('plain', 'quiet', 'warning') },
    { requiredKeys: ['kind', 'line'] },
  ),
  fc.record({ kind: fc.constant('list' as const), lines: fc.array(line, { maxLength: 60 }) }),
  fc.record({ kind: fc.constant('code' as const), text }),
  fc.record(
    {
      kind: fc.constant('cards' as const),
      cards: fc.array(card, { maxLength: 60 }),
      layout: fc.constantFrom('compact' as const, 'titles' as const),
    },
    { requiredKeys: ['kind', 'cards'] },
  ),
);

export const message: fc.Arbitrary<Message> = fc.record({
  summary: text,
  blocks: fc.array(block, { maxLength: 8 }),
  actions: fc.array(action, { maxLength: 30 }),
});
