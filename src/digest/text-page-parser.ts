/**
 * Sorts the classified lines of a text into pages, each with its header and blocks: the lines of one paper and its footer.
 * Longer than 200 lines because the cases of a single pass share one state.
 */

import { badDigest } from './reader.ts';
import { headingAfter, titleLevel } from './text-heading.ts';
import { type MarkedLine, markLines } from './text-lines.ts';
import type { PaperBlock, TextPage } from './text-page-parts.ts';
import { isSameDate, type WrittenDate } from './written-date.ts';

/** The longest body that is kept, in characters and in lines. */
const MAX_BODY = 120_000;
const MAX_BODY_LINES = 3000;
/** The most papers in one text, and the most footers without a paper that become blocks: years of pages. */
const MAX_BLOCKS = 200_000;
const MAX_BARE = 1000;
/** With more footers without a paper than this, a text that is mostly such footers is rejected. */
const MAX_JUNK = 50_000;
/** The most lines: three times those of the longest text, even if wrapped. */
const MAX_LINES = 3_000_000;

/** Sorts the lines of a text. Memory grows with the papers, not with the lines. */
export function readPages(text: string): TextPage[] {
  let count = 0;
  let bare = 0;
  let page: TextPage = { headed: false, blocks: [], bare: 0 };
  const pages = [page];
  let length = 0;
  let block = newBlock();
  /** Whether a `·` was followed only by empty lines so far. */
  let dotted = false;
  /** Whether the last line was empty. */
  let apart = false;
  /** Whether the site's heading was seen, and no text since. */
  let heading = false;
  /** The byline under that heading. */
  let byline: string | undefined;
  /** A number below a footer: the next line decides whether it is a comment count or the next paper's votes. */
  let pending: (MarkedLine & { kind: 'number' }) | undefined;
  /** Whether this text has votes above its titles. */
  let showsVotes = false;
  /** Whether `Submitted by` was seen, and no name since. */
  let awaitsName = false;
  /** The level of headings that are titles, once known. */
  let titlesAt: number | undefined;

  function newBlock(): PaperBlock {
    length = 0;
    return { line: 0, body: [], isCut: false, isTitled: false, links: [] };
  }

  /** Ends the block: with its footer, or without one before a new page or the end. */
  function close(): void {
    const isEmpty = block.body.length === 0 && !block.isCut;
    const { footer } = block;
    // A single dot or date, left over from a repeated line, is not a paper.
    if (!isEmpty || footer?.authorCount !== undefined) keep(isEmpty);
    block = newBlock();
    dotted = false;
  }

  function keep(isBare: boolean): void {
    bare += Number(isBare);
    count += 1;
    if (count - bare > MAX_BLOCKS)
      throw badDigest(`it is text with more than ${MAX_BLOCKS} papers; split it`);
    if (bare > MAX_JUNK && bare * 10 > count * 9) {
      throw badDigest(`${bare} of its first ${count} footers have no paper above them`);
    }
    if (isBare && bare > MAX_BARE) page.bare += 1;
    else page.blocks.push(block);
  }

  function openPage(date: WrittenDate): void {
    page = { headed: true, blocks: [], bare: 0, date };
    pages.push(page);
    takeByline();
  }

  function takeByline(): void {
    if (byline !== undefined) page.byline ??= byline;
    byline = undefined;
  }

  /** Whether only the head of the page was seen so far; a long line is an abstract. */
  function isAtTop(): boolean {
    const isBare = page.blocks.length === 0 && page.date === undefined && !block.footer && !block.isCut;
    return isBare && !block.body.some(({ text }) => text.length > 150);
  }

  function takeText(line: MarkedLine): void {
    const isSubmitter = awaitsName && isName(line.text, apart);
    awaitsName = false;
    if (isSubmitter) return;
    const level = titleLevel(line.text);
    if (level !== undefined) takeTitle(level);
    else if (block.footer) {
      const mayBeDate = line.text.length <= 30 && /\d|\bago\b|day$/.test(line.text);
      // A date in a form that is not known.
      if (mayBeDate && dotted && !apart && block.footer.date === undefined) return;
      close();
    }
    heading = false;
    dotted = false;
    if (block.line === 0) block.line = line.number;
    length += line.text.length;
    if (block.body.length >= MAX_BODY_LINES || length > MAX_BODY) {
      block.isCut = true;
      block.body = [];
      return;
    }
    if (block.body.length === 0) block.isTitled = level !== undefined;
    block.body.push({ number: line.number, text: line.text, apart });
  }

  /** A heading starts a paper, unless it is a section of the current one. */
  function takeTitle(level: number): void {
    const isEmpty = block.body.length === 0 && !block.footer && !block.isCut;
    const what = isEmpty ? 'drops' : headingAfter(block, level, titlesAt, page.blocks.length === 0);
    if (what === 'ends') close();
    else if (what === 'drops') block = newBlock();
    if (what !== 'continues') titlesAt = level;
  }

  function takeAuthors(line: MarkedLine & { kind: 'authors' }): void {
    // A second author line belongs to a paper whose title is lost.
    const isSecond = block.footer?.date !== undefined && block.footer.authorCount !== undefined;
    if (block.footer && (apart || isSecond)) close();
    if (block.line === 0) block.line = line.number;
    block.footer = { ...block.footer, isSure: true };
    if (line.count !== undefined) block.footer.authorCount = line.count;
    if (line.date) block.footer.date = line.date;
    dotted = line.dotted;
  }

  function takeDate(line: MarkedLine & { kind: 'date' }): void {
    const hasBody = block.body.length > 0 || block.isCut;
    const hasDot = dotted || line.dotted;
    if (block.footer && block.footer.date === undefined && !heading) block.footer.date = line.date;
    else if (!block.footer && hasBody && hasDot) block.footer = { date: line.date, isSure: dotted };
    else if (startsPage(line, hasBody)) takeHeader(line.date);
    else if (!block.footer && hasBody) block.footer = { date: line.date, isSure: false };
    dotted = false;
  }

  /** Whether a date is a page header: at the top, under the site's heading, or on its own before a new title. */
  function startsPage(line: MarkedLine & { kind: 'date' }, hasBody: boolean): boolean {
    if (heading || isAtTop()) return true;
    if (hasBody && !block.footer) return false;
    const isPlain = line.date.year === undefined && line.date.commentCount === undefined && !line.dotted;
    return apart && isPlain && !isSameDate(line.date, block.footer?.date);
  }

  function takeHeader(date: WrittenDate): void {
    if (page.date && isSameDate(page.date, date)) return;
    if (isAtTop()) {
      // The text above the date was the site's navigation.
      block = newBlock();
      showsVotes = false;
      page.date = date;
      takeByline();
      return;
    }
    close();
    openPage(date);
  }

  function takeNoise(line: MarkedLine & { kind: 'noise' }): void {
    if (block.footer) close();
    if (!line.heads) return;
    heading = true;
    page.headed = true;
    if (isAtTop()) block = newBlock();
    byline = line.byline ?? byline;
  }

  function takeNumber(line: MarkedLine & { kind: 'number' }): void {
    const { footer } = block;
    if (footer?.date && (footer.commentCount ?? footer.date.commentCount) === undefined) {
      pending = line;
      return;
    }
    // Above the first title, or where the comment count is known, it can only be votes.
    if (footer || block.body.length === 0) showsVotes = true;
    takeText(line);
  }

  /**
   * A number below a date is the comment count, which the site writes next to the date. Directly before a title it could
   * also be the votes of the next paper, and is if the page has votes above the titles of other papers. The first paper,
   * which has no footer above it, shows whether it has.
   */
  function settle(next?: MarkedLine): void {
    if (pending === undefined || next?.kind === 'blank') return;
    const line = pending;
    pending = undefined;
    const isVotes = showsVotes && next?.kind === 'text';
    if (!isVotes && block.footer) block.footer.commentCount = line.count;
    else {
      const here = apart;
      apart = true;
      takeText(line);
      apart = here;
    }
  }

  function take(line: MarkedLine): void {
    settle(line);
    if (line.kind === 'text') takeText(line);
    else if (line.kind === 'authors') takeAuthors(line);
    else if (line.kind === 'date') takeDate(line);
    else if (line.kind === 'noise') takeNoise(line);
    else if (line.kind === 'number') takeNumber(line);
    else if (line.kind === 'link') block.links.push(line.link);
    else if (line.kind === 'dot') dotted = true;
    else if (line.kind === 'submitter') {
      if (block.footer) close();
      awaitsName = !line.isNamed;
    }
    apart = line.kind === 'blank';
  }

  for (const line of markLines(text)) {
    if (line.number > MAX_LINES) throw badDigest(`it is text of more than ${MAX_LINES} lines; split it`);
    take(line);
  }
  settle();
  takeByline();
  close();
  return pages;
}

/** Whether this may be the name below `Submitted by`: a few words, or a single word after an empty line. */
function isName(text: string, apart: boolean): boolean {
  return apart ? /^\S{1,40}$/.test(text) : /^\S{1,40}(?: \S{1,40}){0,3}$/.test(text);
}
