import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, weigh } from '../../../adapters/slack/limits.ts';
import { toBlocks } from '../../../adapters/slack/render.ts';
import { sampleCard, samplePost } from '../samples.ts';
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

  it('of ten papers has all their buttons', () => {
    const made = toBlocks(of(10));
    expect(buttonsOf(shownOf(made))).toHaveLength(30);
  });

  it('of 28 papers shows all 28, more briefly', () => {
    const { text: seen } = see(shownOf(toBlocks(of(28))));
    expect(seen.match(/votes/g)).toHaveLength(28);
    expect(seen).not.toContain('more.');
  });

  it('of 80 papers ends between two papers and says how many more there are', () => {
    const made = toBlocks(of(80));
    const { text: seen } = see(shownOf(made));
    const shown = seen.match(/\bvotes\b/g)?.length ?? 0;
    expect(shown).toBeGreaterThan(20);
    expect(seen).toContain(`And ${80 - shown} more.`);
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

describe('a post of titles alone', () => {
  const titles = (count: number, change = {}) =>
    samplePost({
      actions: [],
      blocks: [
        {
          kind: 'cards',
          cards: Array.from({ length: count }, (_, at) => sampleCard(at, { excerpt: [], ...change })),
        },
      ],
    });

  it('is compact: a block a paper, and one list that opens each', () => {
    const { blocks } = toBlocks(titles(10));
    expect(blocks).toHaveLength(11);
    expect(faultsOf(blocks)).toEqual([]);
    const last = blocks.at(-1) as { elements: { type: string; options: { value: string }[] }[] };
    expect(last.elements[0]?.type).toBe('static_select');
    expect(last.elements[0]?.options.map(({ value }) => JSON.parse(value))).toEqual(
      Array.from({ length: 10 }, (_, at) => ({ do: 'abstract', id: `2408.0${1000 + at}` })),
    );
    expect(see({ text: '', blocks: blocks as never }).text.match(/votes/g)).toHaveLength(10);
  });

  it('keeps its buttons where they do more, as on a reading list', () => {
    const actions = [{ label: 'Remove', act: { do: 'unsave' as const, id: '2408.01000' } }];
    expect(buttonsOf(shownOf(toBlocks(titles(3, { actions }))))).toHaveLength(3);
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

  it('BibTeX is code, as it is', () => {
    const bibtex = '@misc{a,\n  title = {Attention & <more>},\n}';
    const { blocks } = toBlocks({ summary: 'x', actions: [], blocks: [{ kind: 'code', text: bibtex }] });
    expect(blocks).toMatchObject([
      { elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: bibtex }] }] },
    ]);
  });
});
