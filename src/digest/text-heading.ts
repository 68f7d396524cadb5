/** Tells which Markdown headings of a text page are titles of papers, and which are sections or the page's own. */
import type { PaperBlock } from './text-page-parts.ts';

/** The sign of a heading in Markdown. */
export const HEADING = /^(#{1,6})\s+/;
/** Headings within a paper. */
const SECTION =
  /^(?:\d{1,2}[.)]?\s+)?(?:abstract|introduction|background|related work|methods?|methodology|approach|results?|experiments?|evaluation|discussion|conclusions?|limitations|contributions?|summary|tl;?dr|keywords?|authors?|links?|references)\s*:?$/i;
/** A paragraph of this many characters or more counts as running text. */
export const PROSE = 150;

/** The fewest words of a title; shorter headings are those of a manual. */
const TITLE_WORDS = 3;
/** Several words, which are not a list item or code; and how a sentence ends. One expression for both would take quadratic time. */
const WORDS = /^(?:\*\*|[^-*+|`\s])(?:\S+\s+){3}/;
const SENTENCE_END = /[.!?]["'”’)\]]*$/;

/** The level of a heading, 1 to 6, that could be a title; undefined for all other lines. */
export function titleLevel(text: string): number | undefined {
  const sign = HEADING.exec(text);
  if (sign === null || SECTION.test(text.slice(sign[0].length))) return undefined;
  return sign[1]?.length;
}

/**
 * What a heading does to the block it follows: it is part of it (`continues`), it ends it and starts the next paper
 * (`ends`), or the block was only the head of the page or of a list (`drops`).
 * @param known the level of the titles seen so far
 */
export function headingAfter(
  block: PaperBlock,
  level: number,
  known: number | undefined,
  isFirst: boolean,
): 'continues' | 'ends' | 'drops' {
  const isTitleLevel = known === undefined || level <= known;
  if (block.footer || block.isCut) return 'ends';
  const isHead = isFirst && !block.body.some(({ text }) => text.length >= PROSE);
  if (isHead && !(block.isTitled && isTitleLevel)) return 'drops';
  // A title with a deeper heading right below it is the head of a list.
  if (block.isTitled && block.body.length === 1 && !isTitleLevel) return 'drops';
  return isTitleLevel ? 'ends' : 'continues';
}

/**
 * Whether a page in Markdown is a list of papers although it has no footers: under at least two headings there are
 * sentences, and the headings are as long as titles. Those of a manual or a changelog are shorter.
 */
export function isListOfPapers(blocks: readonly PaperBlock[]): boolean {
  const titled = blocks.filter(({ isTitled, body }) => isTitled && body.length > 1);
  const papers = titled.filter(({ body: [title, ...rest] }) => {
    const words = (title?.text ?? '').replace(HEADING, '').match(/\p{L}{2,}/gu) ?? [];
    return (
      words.length >= TITLE_WORDS && rest.some(({ text }) => WORDS.test(text) && SENTENCE_END.test(text))
    );
  });
  return papers.length >= 2 && papers.length * 5 >= titled.length * 4;
}
