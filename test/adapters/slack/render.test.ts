import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, weigh } from '../../../adapters/slack/limits.ts';
import { toBlocks } from '../../../adapters/slack/render.ts';
import { fullCard, sampleCard, samplePost } from '../samples.ts';
import { message, text } from './generated.ts';
import { faultsOf, lengthOf } from './valid.ts';
import { buttonsOf, see } from './world.ts';

const shownOf = (made: ReturnType<typeof toBlocks>) => ({
  text: made.text,
  blocks: made.blocks as unknown as Parameters<typeof see>[0]['blocks'],
});

describe('any message, whatever stands in it', () => {
  it('is one that Slack takes', () => {
    fc.assert(
      fc.property(message, (made) => {
        const { blocks, text: said } = toBlocks(made);
        expect(faultsOf(blocks)).toEqual([]);
        expect(lengthOf(blocks)).toBeLessThanOrEqual(12_000);
        expect(said.length).toBeGreaterThan(0);
        expect(said.length).toBeLessThanOrEqual(4000);
        expect(said).not.toMatch(/[<>]/);
      }),
      { numRuns: 120 },
    );
  });

  it('counts what its buttons say', () => {
    const blocks = [{ kind: 'text' as const, line: [{ text: 'word '.repeat(2400) }] }];
    const actions = [{ label: 'x'.repeat(75), act: { do: 'ask' as const, text: 'more' } }];
    expect(lengthOf(toBlocks(samplePost({ blocks, actions })).blocks)).toBeLessThanOrEqual(12_000);
  });

  it('parts no character where the room ends between its halves', () => {
    for (const room of [1, 2, 3, 4, 5, 6]) {
      const line = [{ text: 'a'.repeat(3000 - room) }, { text: '\u0000\u0007 \u{1d4b3}\u{1d4b3}' }];
      const post = samplePost({ blocks: [{ kind: 'list', lines: [line] }] });
      expect(faultsOf(toBlocks(post).blocks)).toEqual([]);
    }
  });

  it('ends a line that is cut with the ellipsis', () => {
    const long = `${'a'.repeat(2900)} ${'b'.repeat(200)}`;
    const lines = [[{ text: long }, { text: 'and more', style: 'strong' as const }]];
    const { blocks } = toBlocks(samplePost({ blocks: [{ kind: 'list', lines }] }));
    const shown = JSON.stringify(blocks[0]);
    expect(shown).toContain('a…');
    expect(shown).not.toContain('more');
  });

  it('calls nobody and links nowhere by itself', () => {
    fc.assert(
      fc.property(message, (made) => {
        const seen = see(shownOf(toBlocks(made)));
        expect(seen.pings).toEqual([]);
        expect(seen.links.filter((link) => !/^https?:/.test(link))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('is cut between graphemes, and only when it must be', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 10, max: 300 }), (whole, limit) => {
        const part = cut(whole, limit);
        expect(weigh(part)).toBeLessThanOrEqual(limit);
        expect(part.isWellFormed()).toBe(whole.isWellFormed());
        if (weigh(whole) <= limit) expect(part).toBe(whole);
        else expect(whole.startsWith(part.slice(0, -1))).toBe(true);
      }),
    );
  });
});

describe('a digest', () => {
  const of = (count: number) =>
    samplePost({
      blocks: [{ kind: 'cards', cards: Array.from({ length: count }, (_, at) => sampleCard(at)) }],
    });

  it('of ten papers has two blocks and one menu for each, with all they can do', () => {
    const made = toBlocks(of(10));
    expect(made.blocks).toHaveLength(20);
    expect(buttonsOf(shownOf(made)).filter(({ isOption }) => isOption)).toHaveLength(30);
    expect(buttonsOf(shownOf(made)).filter(({ isOption }) => !isOption)).toEqual([]);
    const [first, second] = see(shownOf(made)).text.split('\n').slice(-3);
    expect([first, second].join(' ')).toMatch(/^\S.* 75 votes · 1 comment · Sat, Feb 3, 2018/);
  });

  it('has two buttons to mark each paper, and a menu of the rest beside them, in no more blocks', () => {
    const cards = Array.from({ length: 20 }, (_, at) => fullCard(at));
    const made = toBlocks(samplePost({ blocks: [{ kind: 'cards', cards }] }));
    expect(made.blocks).toHaveLength(40);
    expect(faultsOf(made.blocks)).toEqual([]);
    const [text, row] = made.blocks as unknown as [unknown, { type: string; elements: Element[] }];
    type Element = { type: string; text?: { text: string }; options?: { text: { text: string } }[] };
    expect(JSON.stringify(text)).toContain('5 authors');
    expect(row.type).toBe('actions');
    expect(
      row.elements.map((one) => one.text?.text ?? one.options?.map((option) => option.text.text)),
    ).toEqual(['👍 Relevant', '👎 Not for us', ['Abstract', 'More like this', 'Save', 'Share', 'BibTeX']]);
  });

  it('puts a picture beside the excerpt, and leaves all of them out where there is no room', () => {
    const pictured = (count: number) => {
      const cards = Array.from({ length: count }, (_, at) =>
        sampleCard(at, { excerpt: [{ text: 'Short.' }], thumbnail: 'https://pictures.example/1.png' }),
      );
      return toBlocks(samplePost({ blocks: [{ kind: 'cards', cards }] })).blocks;
    };
    const pictures = (count: number) =>
      pictured(count).filter((block) => block.type === 'section' && block.accessory?.type === 'image').length;
    expect([pictures(10), pictures(16), pictures(17)]).toEqual([10, 16, 0]);
    expect(pictured(17)).toHaveLength(34);
    expect(faultsOf(pictured(16))).toEqual([]);
  });

  it('shortens excerpts evenly, between words, and loses none', () => {
    const words = 'We study how hyperparameters transfer across scales and propose a recipe. '.repeat(20);
    const cards = Array.from({ length: 20 }, (_, at) => sampleCard(at, { excerpt: [{ text: words }] }));
    const { text: seen } = see(shownOf(toBlocks(samplePost({ blocks: [{ kind: 'cards', cards }] }))));
    const excerpts = (seen.match(/We study how[^…]*…/g) ?? []).map((one) => one.slice(0, -1));
    expect(new Set(excerpts).size).toBe(1);
    expect(excerpts).toHaveLength(20);
    expect(words.startsWith(`${excerpts[0]} `)).toBe(true);
    expect(excerpts[0]?.length).toBeGreaterThan(300);
  });

  it('of 28 papers shows all 28, a line each', () => {
    const { text: seen } = see(shownOf(toBlocks(of(28))));
    expect(seen.match(/votes/g)).toHaveLength(28);
    expect(seen).not.toContain('more.');
  });

  it('of 300 papers ends between two papers and says how many more there are', () => {
    const made = toBlocks(of(300));
    const { text: seen } = see(shownOf(made));
    const shown = seen.match(/\bvotes\b/g)?.length ?? 0;
    expect(shown).toBeGreaterThan(50);
    expect(seen).toContain(`And ${300 - shown} more.`);
    expect(made.blocks.length).toBeLessThanOrEqual(50);
  });

  it('says of each paper what is known, and nothing of what is not', () => {
    const bare = {
      id: '1',
      title: [{ text: 'A title' }],
      url: 'https://arxiv.org/abs/1',
      excerpt: [],
      actions: [],
    };
    const { blocks } = toBlocks(samplePost({ blocks: [{ kind: 'cards', cards: [bare] }] }));
    expect(blocks).toEqual([
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'link', url: 'https://arxiv.org/abs/1', text: 'A title', style: { bold: true } },
            ],
          },
        ],
      },
    ]);
  });
});

describe('a post in another layout', () => {
  const post = (layout: 'compact' | 'titles', count = 10) =>
    toBlocks(
      samplePost({
        actions: [],
        blocks: [
          {
            kind: 'cards',
            layout,
            cards: Array.from({ length: count }, (_, at) => sampleCard(at, { excerpt: [] })),
          },
        ],
      }),
    );

  it.each(['compact', 'titles'] as const)(
    '%s: one block of lines, and one list that opens each',
    (layout) => {
      const made = post(layout);
      expect(made.blocks.map(({ type }) => type)).toEqual(['rich_text', 'actions']);
      expect(faultsOf(made.blocks)).toEqual([]);
      expect(buttonsOf(shownOf(made)).map(({ value }) => JSON.parse(value))).toEqual(
        Array.from({ length: 10 }, (_, at) => ({ do: 'abstract', id: `2408.0${1000 + at}` })),
      );
    },
  );

  it('has votes and code in its lines where it is compact, and titles alone where it is of titles', () => {
    const [compact, titles] = [post('compact', 1), post('titles', 1)].map((made) => see(shownOf(made)).text);
    expect(compact).toMatch(/Fine-tuning · 12 votes · 1,240 stars · Code$/m);
    expect(titles).toMatch(/Fine-tuning$/m);
  });
});

describe('texts of other kinds', () => {
  it('the answer to Abstract holds it whole where it fits, and ends between words where it does not', () => {
    const abstract = (count: number) => Array.from({ length: count }, (_, at) => `word${at}`).join(' ');
    const shown = (count: number) => {
      const card = sampleCard(0, { excerpt: [{ text: abstract(count) }] });
      const { blocks } = toBlocks({ summary: 'x', actions: [], blocks: [{ kind: 'cards', cards: [card] }] });
      expect(faultsOf(blocks)).toEqual([]);
      return see({ text: '', blocks: blocks as never }).text.replace(/\n/g, '');
    };
    for (const count of [50, 200, 500, 1_000]) expect(shown(count)).toContain(abstract(count));
    expect(shown(3_000)).toMatch(/word\d+ word\d+…/);
  });

  it('a long abstract is shown from beginning to end', () => {
    const words = Array.from({ length: 1300 }, (_, at) => `word${at}`).join(' ');
    const { blocks } = toBlocks({
      summary: 'x',
      actions: [],
      blocks: [{ kind: 'text', line: [{ text: words }] }],
    });
    const made = { blocks: blocks as never, text: '' };
    expect(see(made).text.replace(/\n/g, '')).toBe(words);
    expect(faultsOf(blocks)).toEqual([]);
  });

  it('a moment is shown in the zone of whoever reads it', () => {
    const line = [{ text: 'Next post: ' }, { text: 'Mon at 09:00 UTC', at: 1_700_000_000_500 }];
    const { blocks } = toBlocks({
      summary: 'x',
      actions: [],
      blocks: [{ kind: 'text', line, tone: 'quiet' }],
    });
    const date = {
      type: 'date',
      timestamp: 1_700_000_000,
      format: '{date_short} at {time}',
      fallback: 'Mon at 09:00 UTC',
    };
    expect(blocks).toMatchObject([{ elements: [{ elements: [{ text: 'Next post: ' }, date] }] }]);
    expect(faultsOf(blocks)).toEqual([]);
  });

  it('BibTeX is code, as it is', () => {
    const bibtex = '@misc{a,\n  title = {Attention & <more>},\n}';
    const { blocks } = toBlocks({ summary: 'x', actions: [], blocks: [{ kind: 'code', text: bibtex }] });
    expect(blocks).toMatchObject([
      { elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: bibtex }] }] },
    ]);
  });
});
