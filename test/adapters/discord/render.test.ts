import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toEmbeds } from '../../../adapters/discord/bodies.ts';
import { createIdWriter, readPressed, storeActions } from '../../../adapters/discord/buttons.ts';
import { idempotencyKeyOf } from '../../../adapters/discord/find.ts';
import { measure } from '../../../adapters/discord/limits.ts';
import { toComponents } from '../../../adapters/discord/render.ts';
import { createStoredActions, type StoredAction } from '../../../src/chat/stored-actions.ts';
import type { Block, ButtonAction, Card, Line, Message } from '../../../src/model/message.ts';
import { anyCharacter } from '../../any-character.ts';
import { because } from '../../skip.ts';
import { webAddress } from '../../web-address.ts';
import { fullCard, HOSTILE, sampleCard, samplePost, sampleReply, textReply } from '../samples.ts';
import { createShelves } from '../shelves.ts';
import { noSpec, problemsOf, problemsWith } from './openapi.ts';
import { see } from './reading.ts';

const stored = createStoredActions<StoredAction>(createShelves().shelf('discord_acts'), () => 0);
const render = (message: Message, key?: string) =>
  toComponents(
    message,
    () => createIdWriter(key && idempotencyKeyOf({ key, channel: 'c' }).code),
    key ? idempotencyKeyOf({ key, channel: 'c' }) : undefined,
  );
const bodyOf = (message: Message) => ({
  components: render(message).components,
  flags: 1 << 15,
  allowed_mentions: { parse: [] },
});

const signs = fc.constantFrom(
  ...HOSTILE,
  '*',
  '**',
  '_',
  '~~',
  '||',
  '`',
  '```',
  '\\',
  '[',
  '](',
  'https://evil.example/a',
  'http:',
  '//evil.example',
  '# ',
  '-# ',
  '- ',
  '1. ',
  '> ',
  '>>> ',
  '@everyone',
  '<@1>',
  '<#1>',
  '<t:1:R>',
  '<:a:1>',
  '\n',
  ' ',
  'a',
  'paper',
  '漢字',
  '👩‍👩‍👧‍👦',
  'é',
  '\u202E',
  '\u2067',
  ':skull:',
  ':100:',
  ':',
  'ß',
);
const text = fc.oneof(
  fc.array(signs, { maxLength: 12 }).map((parts) => parts.join('')),
  fc.string({ unit: anyCharacter, maxLength: 60 }),
  fc.tuple(signs, fc.integer({ min: 1, max: 400 })).map(([sign, times]) => sign.repeat(times)),
);
const url = fc.oneof(
  webAddress,
  fc.constantFrom(
    'javascript:alert(1)',
    'https://ok.example/a(b)*c',
    `https://ok.example/${'x'.repeat(3000)}`,
  ),
);
const span = fc.record(
  {
    text,
    style: fc.constantFrom('strong' as const, 'quiet' as const, 'code' as const, 'match' as const),
    url,
    at: fc.nat(8.64e14),
  },
  { requiredKeys: ['text'] },
);
const line: fc.Arbitrary<Line> = fc.array(span, { maxLength: 5 });
const id = fc.oneof(
  fc.constantFrom('2408.01001', '2408.01002', 't-0123456789ab'),
  fc.string({ minLength: 1, maxLength: 200 }),
);
const act: fc.Arbitrary<ButtonAction> = fc.oneof(
  fc.record({
    do: fc.constantFrom('abstract' as const, 'cite' as const, 'save' as const, 'share-paper' as const),
    id,
  }),
  fc.record({
    do: fc.constantFrom('search' as const, 'share' as const),
    query: fc.string({ maxLength: 1000 }),
    from: fc.nat(),
  }),
);
const mark = fc.record({
  do: fc.constant('mark' as const),
  id,
  as: fc.constantFrom('relevant' as const, 'not-relevant' as const),
});
const action = fc.record({ label: text, act: fc.oneof(act, mark) });
const card: fc.Arbitrary<Card> = fc.record(
  {
    id,
    title: line,
    url,
    authors: text,
    organization: text,
    publishedOn: fc.constant('2024-08-18'),
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
  fc.record({
    kind: fc.constant('text' as const),
    line,
    tone: fc.constantFrom('plain' as const, 'quiet' as const, 'warning' as const),
  }),
  fc.record({ kind: fc.constant('list' as const), lines: fc.array(line, { maxLength: 40 }) }),
  fc.record({ kind: fc.constant('code' as const), text }),
  fc.record(
    {
      kind: fc.constant('cards' as const),
      cards: fc.array(card, { maxLength: 15 }),
      layout: fc.constantFrom('compact' as const, 'titles' as const),
    },
    { requiredKeys: ['kind', 'cards'] },
  ),
);
const message: fc.Arbitrary<Message> = fc.record({
  summary: text,
  blocks: fc.array(block, { maxLength: 6 }),
  actions: fc.array(action, { maxLength: 12 }),
});

describe('a message as components', () => {
  it('stays within every budget, whatever papers hold', () => {
    fc.assert(
      fc.property(message, (made) => {
        const { components } = render(made);
        const { components: count, text: length, bytes } = measure(components);
        expect(count).toBeLessThanOrEqual(40);
        expect(length).toBeLessThanOrEqual(4000);
        expect(bytes).toBeLessThanOrEqual(9_500);
        const ids = JSON.stringify(components).match(/"custom_id":"(?:[^"\\]|\\.)*"/g) ?? [];
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 120 },
    );
  });

  it('turns the direction of nothing, in whichever form a text stands', () => {
    const turned = '\u202E\u2067\u202Dabc';
    const card = sampleCard(0, { title: [{ text: turned }], authors: turned, organization: turned });
    const blocks: Block[] = [
      { kind: 'heading', text: turned },
      {
        kind: 'text',
        line: [
          { text: turned, style: 'code' },
          { text: turned, style: 'strong' },
        ],
      },
      { kind: 'text', line: [{ text: turned, url: 'https://a.example' }] },
      { kind: 'code', text: turned },
      { kind: 'cards', cards: [card] },
    ];
    const actions = [{ label: turned, act: { do: 'ask' as const, text: 'help' } }];
    const shown = JSON.stringify(render({ summary: turned, blocks, actions }).components);
    expect(shown).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
  });

  it.each([
    ['1:100:3 ratio', '1\\:100:3 ratio'],
    ['a :skull: b', 'a \\:skull: b'],
    [':a:b:c: 10:30 am', '\\:a\\:b\\:c: 10:30 am'],
  ])('shows %s without an emoji', (words, expected) => {
    const body = bodyOf({ summary: '', blocks: [{ kind: 'text', line: [{ text: words }] }], actions: [] });
    expect(JSON.stringify(body)).toContain(JSON.stringify(expected).slice(1, -1));
    expect(see(body).text.trim()).toBe(words);
  });

  it('links nowhere, formats nothing and calls nobody, whatever papers hold', () => {
    fc.assert(
      fc.property(fc.array(signs, { minLength: 1, maxLength: 12 }), (parts) => {
        const line = parts.map((text) => ({ text }));
        const seen = see(bodyOf({ summary: '', blocks: [{ kind: 'text', line }], actions: [] }));
        expect(seen.links).toEqual([]);
        expect(seen.text).not.toContain('«');
        const wanted = parts
          .join('')
          .replace(/[\u202A-\u202E\u2066-\u2069]/g, '')
          .trim();
        if (wanted !== '') expect(seen.text.trim()).toBe(wanted);
      }),
      { numRuns: 400 },
    );
  });

  it.skipIf(noSpec)(because("is what Discord's OpenAPI wants", noSpec), () => {
    fc.assert(
      fc.property(message, (made) => {
        expect(problemsOf('POST', '/channels/1/messages', bodyOf(made))).toEqual([]);
        const classic = toEmbeds(
          render(made, 'key').components,
          idempotencyKeyOf({ key: 'key', channel: 'c' }),
        );
        expect(problemsOf('POST', '/channels/1/messages', classic)).toEqual([]);
        expect(classic.embeds[0].description?.length).toBeLessThanOrEqual(4096);
        expect(classic.components.length).toBeLessThanOrEqual(5);
      }),
      { numRuns: 120 },
    );
  });

  it('shows all ten papers of a part with long titles, and the way to each of their actions', () => {
    const title = [
      { text: 'A rather long title about the tuning of hyperparameters in very large models. '.repeat(3) },
    ];
    const cards = Array.from({ length: 10 }, (_, index) =>
      sampleCard(index, { title, excerpt: [{ text: '漢字'.repeat(300) }] }),
    );
    const seen = see(
      bodyOf(
        samplePost({
          blocks: [
            { kind: 'heading', text: 'Papers' },
            { kind: 'cards', cards },
          ],
        }),
      ),
    );
    for (const { url } of cards) expect(seen.links).toContain(url);
    const wire = JSON.stringify(render(samplePost({ blocks: [{ kind: 'cards', cards }] })).components);
    for (const { id } of cards)
      expect(wire).toContain(JSON.stringify({ do: 'abstract', id }).slice(1, -1).replaceAll('"', '\\"'));
  });

  it('shows a whole abstract where it fits, and ends it between words where it does not', () => {
    const abstract = (count: number) => Array.from({ length: count }, (_, at) => `word${at}`).join(' ');
    const shown = (count: number) => {
      const cards = [sampleCard(0, { excerpt: [{ text: abstract(count) }] })];
      return see(bodyOf({ summary: 'x', actions: [], blocks: [{ kind: 'cards', cards }] })).text;
    };
    for (const count of [50, 150, 400]) expect(shown(count)).toContain(abstract(count));
    expect(shown(2_000)).toMatch(/word\d+ word\d+…/);
  });

  it('shows an abstract whole, and cuts the list of a thousand authors beside it', () => {
    const abstract = Array.from({ length: 270 }, (_, at) => `word${at}`).join(' ');
    const authors = Array.from({ length: 200 }, (_, at) => `Author Number${at}`).join(', ');
    const blocks: Block[] = [
      { kind: 'cards', cards: [sampleCard(0, { excerpt: [{ text: abstract }] })] },
      { kind: 'list', lines: [[{ text: 'ID 2408.01000' }]] },
      { kind: 'text', line: [{ text: `Authors: ${authors}` }] },
    ];
    const { text } = see(bodyOf({ summary: 'x', actions: [], blocks }));
    expect(abstract.length).toBeGreaterThan(1_920);
    expect(text).toContain(abstract);
    expect(text).toMatch(/ID 2408\.01000\nAuthors: Author Number0, .{1,1600}…$/m);
  });

  it('shortens excerpts by degrees: each of ten papers has one, as long as the room allows', () => {
    const words = 'We study how hyperparameters transfer across scales and propose a recipe. '.repeat(4);
    const lengths = [1, 3, 4, 6, 8, 10].map((count) => {
      const cards = Array.from({ length: count }, (_, at) => sampleCard(at, { excerpt: [{ text: words }] }));
      const { text } = see(bodyOf(samplePost({ blocks: [{ kind: 'cards', cards }] })));
      const excerpts = text.match(/We study how[^\n]*/g) ?? [];
      expect(excerpts).toHaveLength(count);
      return Math.min(...excerpts.map((one) => one.length));
    });
    expect(lengths.every((length, at) => at === 0 || length <= (lengths[at - 1] ?? 0))).toBe(true);
    expect(lengths.at(-1)).toBeGreaterThan(60);
  });

  it('is shown at once though a paper holds 60,000 empty lines', () => {
    const text = `start ${'\n'.repeat(60_000)} end`;
    const cards = [sampleCard(0, { excerpt: [{ text }], title: [{ text }] })];
    expect(see(bodyOf(samplePost({ blocks: [{ kind: 'cards', cards }] }))).text).toContain('start');
  });

  it('counts the papers that did not fit', () => {
    const cards = Array.from({ length: 90 }, (_, index) => sampleCard(index));
    const seen = see(bodyOf(samplePost({ blocks: [{ kind: 'cards', cards }] })));
    const shown = cards.filter(({ url }) => seen.links.includes(url)).length;
    expect(shown).toBeGreaterThan(15);
    expect(seen.text).toContain(`and ${90 - shown} more`);
  });

  it('cuts no character in two', () => {
    const family = '👩‍👩‍👧‍👦';
    const line = [{ text: family.repeat(800) }];
    const { text } = see(bodyOf({ summary: '', blocks: [{ kind: 'text', line }], actions: [] }));
    expect(text.endsWith('…')).toBe(true);
    expect(text.replaceAll(family, '')).toBe('…');
  });

  it('counts the points of a list that did not fit', () => {
    const lines = Array.from({ length: 200 }, (_, n) => [
      { text: `topic number ${n} with some words behind it` },
    ]);
    const { text } = see(bodyOf({ summary: '', blocks: [{ kind: 'list', lines }], actions: [] }));
    expect(text).toMatch(/and \d+ more$/);
  });

  it('keeps text to be copied whole, and in its block', () => {
    const bibtex = '@misc{a,\n  title = {A ``` B},\n}';
    const { text } = see(bodyOf({ summary: '', blocks: [{ kind: 'code', text: bibtex }], actions: [] }));
    expect(text.replaceAll('\u200b', '')).toBe(bibtex);
  });

  it('gives three papers a row of buttons each, and more of them a section each', () => {
    const types = (message: Message) => render(message).components[0].components.map(({ type }) => type);
    expect(types(sampleReply())).toEqual([10, 10, 1, 10, 1, 10, 1, 1]);
    const cards = [0, 1, 2, 3].map((index) => sampleCard(index));
    expect(types(samplePost({ blocks: [{ kind: 'cards', cards }] }))).toEqual([9, 9, 9, 9, 1]);
  });

  it('marks papers by a button on each of three cards, and from one list where there are up to ten', () => {
    const made = (count: number, actions: Message['actions'] = []) => {
      const cards = Array.from({ length: count }, (_, at) => fullCard(at));
      const heading: Block = { kind: 'heading', text: 'Papers' };
      return render(samplePost({ blocks: [heading, { kind: 'cards', cards }], actions })).components;
    };
    const [{ components: few }] = made(3);
    const rows = few.flatMap((part) => (part.type === 1 ? [part.components] : []));
    expect(rows.map((row) => row.map((one) => ('label' in one ? one.label : '')))).toEqual(
      Array(3).fill(['Abstract', '👍 Relevant', '👎 Not for us', 'More like this', 'Save']),
    );
    const bottom = [{ label: 'Show 18 more', act: { do: 'ask' as const, text: 'more' } }];
    const ten = made(10, bottom);
    const [marks, open] = ten[0].components.flatMap((part) =>
      part.type === 1 && part.components[0]?.type === 3 ? [part.components[0]] : [],
    );
    expect(ten[0].components.filter(({ type }) => type === 9)).toHaveLength(10);
    expect(marks?.options).toHaveLength(20);
    expect(
      marks?.options.slice(0, 2).map(({ label, value }) => [label.slice(0, 11), JSON.parse(value)]),
    ).toEqual([
      ['👍 Antidote', fullCard(0).actions[1]?.act],
      ['👎 Antidote', fullCard(0).actions[2]?.act],
    ]);
    expect(open?.options).toHaveLength(10);
    expect(measure(ten).components).toBeLessThanOrEqual(40);
  });

  it('shows the buttons that are behind the abstract in its answer', () => {
    const { actions } = fullCard(0);
    const cards = [fullCard(0, {})].map((card) => ({ ...card, actions: actions.slice(1) }));
    const [{ components }] = render(samplePost({ blocks: [{ kind: 'cards', cards }] })).components;
    const shown = components.flatMap((part) =>
      part.type === 1 ? part.components.map((one) => ('label' in one ? one.label : '')) : [],
    );
    expect(shown).toEqual(actions.slice(1).map(({ label }) => label));
  });

  it('shows pictures beside papers, and opens every paper from one list', () => {
    const cards = [0, 1, 2, 3].map((index) =>
      sampleCard(index, index < 2 ? { thumbnail: 'https://pictures.example/1.png' } : {}),
    );
    const made = render(samplePost({ blocks: [{ kind: 'cards', cards }] })).components[0].components;
    expect(made.map((part) => (part.type === 9 ? part.accessory.type : part.type))).toEqual([
      11, 11, 2, 2, 1,
    ]);
    const few = render(samplePost({ blocks: [{ kind: 'cards', cards: cards.slice(0, 2) }] }));
    expect(few.components[0].components.map(({ type }) => type)).toEqual([9, 1, 9, 1]);
  });

  it.each([
    ['compact' as const, /^- \[Antidote: [^\]]*\]\(\S+\) · 12 votes · 1,240 stars · \[Code\]\(\S+\)$/m],
    ['titles' as const, /^- \[Antidote: [^\]]*\]\(\S+\)$/m],
  ])('%s: twenty papers are twenty lines and one list', (layout, expected) => {
    const cards = Array.from({ length: 20 }, (_, at) => sampleCard(at, { excerpt: [] }));
    const [{ components }] = render(samplePost({ blocks: [{ kind: 'cards', cards, layout }] })).components;
    expect(components.map(({ type }) => type)).toEqual([10, 1]);
    const [text] = components.flatMap((part) => (part.type === 10 ? [part.content] : []));
    expect(text?.split('\n')).toHaveLength(20);
    const [one] = render(
      samplePost({ blocks: [{ kind: 'cards', cards: cards.slice(0, 1), layout }] }),
    ).components[0].components.flatMap((part) => (part.type === 10 ? [part.content] : []));
    expect(one).toMatch(expected);
  });

  it('shows a moment in the zone of whoever reads it', () => {
    const line = [{ text: 'Next post: ' }, { text: 'Mon at 09:00 UTC', at: 1_700_000_000_500 }];
    const { components } = render({ summary: '', blocks: [{ kind: 'text', line }], actions: [] });
    expect(JSON.stringify(components)).toContain('"Next post: <t:1700000000:f>"');
  });

  it('says something even when there is nothing to say', () => {
    expect(see(bodyOf({ summary: 'Nothing today', blocks: [], actions: [] })).text).toBe('Nothing today');
    expect(see(bodyOf(textReply(''))).text).toBe('…');
  });
});

describe('an act as a custom id', () => {
  it('comes back as it was, however long', async () => {
    await fc.assert(
      fc.asyncProperty(act, async (made) => {
        const ids = createIdWriter('footprnt');
        const customId = ids.button(made);
        expect(customId.length).toBeLessThanOrEqual(100);
        await storeActions(ids, stored);
        expect(await readPressed(stored, customId)).toEqual({ kind: 'act', act: made });
      }),
      { numRuns: 300 },
    );
  });

  it('is too old after ninety days, and is thrown away', async () => {
    let now = 0;
    const shelf = createShelves().shelf<{ at: number }>('discord_acts');
    const mine = createStoredActions(shelf, () => now);
    const ids = createIdWriter();
    const customId = ids.button({ do: 'search', query: 'x'.repeat(500), from: 0 });
    await storeActions(ids, mine);
    now = 91 * 24 * 3_600_000;
    expect(await readPressed(mine, customId)).toEqual({ kind: 'expired' });
    await mine.sweep();
    expect(await Array.fromAsync(shelf.entries())).toEqual([]);
  });

  it('that nobody made is too old, and nothing worse', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 120 }), async (made) => {
        expect(['expired', 'actions', 'form']).toContain((await readPressed(stored, made)).kind);
      }),
    );
    expect(await readPressed(stored, '0..{"do":"format-disk"}')).toEqual({ kind: 'expired' });
  });
});

describe.skipIf(noSpec)(because("Discord's OpenAPI", noSpec), () => {
  it('refuses what is wrong, so that what it takes is right', () => {
    expect(problemsOf('POST', '/channels/1/messages', { components: [{ type: 17 }] })).not.toEqual([]);
    expect(problemsOf('POST', '/channels/1/messages', { nonce: 'x'.repeat(26) })).not.toEqual([]);
    expect(
      problemsWith('ButtonComponentForMessageRequest', { type: 2, style: 2, label: 'x'.repeat(81) }),
    ).not.toEqual([]);
  });
});
