/** A text enters, its pages leave, each with its header and its blocks: the lines of one paper and the footer that ended it. */
import type { WrittenDate } from './dates.ts';
import type { BodyLine } from './text-body.ts';
import { type Line, markLines } from './text-lines.ts';

export interface Footer {
  authorCount?: number;
  date?: WrittenDate;
  commentCount?: number;
  /** Whether it has the authors, or the dot and the date: what no other text has by chance. */
  isSure: boolean;
}

export interface Block {
  /** The line it begins on, from 1. */
  line: number;
  body: BodyLine[];
  /** Whether the body was too long to be kept. */
  isCut: boolean;
  footer?: Footer;
}

export interface Page {
  date?: WrittenDate;
  byline?: string;
  /** Whether the site's own heading was seen. */
  headed: boolean;
  blocks: Block[];
}

/** The longest body that is kept, in characters and in lines. */
const MAX_BODY = 120_000;
const MAX_BODY_LINES = 3000;

/** Sorts the lines of a text. The memory it takes follows the papers, not the lines. */
export function readPages(text: string): Page[] {
  const sorter = createSorter();
  for (const line of markLines(text)) sorter.take(line);
  return sorter.end();
}

function createSorter() {
  const pages: Page[] = [{ headed: false, blocks: [] }];
  let page = pages[0] as Page;
  let length = 0;
  let block = newBlock();
  /** A `·` was seen, and only empty lines since. */
  let dotted = false;
  /** An empty line was seen last. */
  let apart = false;
  /** The site's heading was seen, and no text since. */
  let heading = false;
  /** The byline under that heading. */
  let byline: string | undefined;

  function newBlock(): Block {
    length = 0;
    return { line: 0, body: [], isCut: false };
  }

  /** Ends the block: with its footer, or without one before a new page or the end. */
  function close(): void {
    const isEmpty = block.body.length === 0 && !block.isCut;
    const { footer } = block;
    // A lone dot or date, left over from a doubled line, is no paper.
    if (!isEmpty || footer?.authorCount !== undefined) page.blocks.push(block);
    block = newBlock();
    dotted = false;
  }

  function openPage(date: WrittenDate): void {
    page = { headed: true, blocks: [], date };
    pages.push(page);
    takeByline();
  }

  function takeByline(): void {
    if (byline !== undefined) page.byline ??= byline;
    byline = undefined;
  }

  /** Nothing of the page but its head so far; a long line is an abstract, not furniture. */
  function isAtTop(): boolean {
    const isBare = page.blocks.length === 0 && page.date === undefined && !block.footer && !block.isCut;
    return isBare && !block.body.some(({ text }) => text.length > 150);
  }

  function takeText(line: Line): void {
    if (block.footer) {
      const isLostDate =
        dotted && !apart && block.footer.date === undefined && /\d|\bago\b|day$/.test(line.text);
      if (isLostDate && line.text.length <= 30) return;
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
    block.body.push({ number: line.number, text: line.text, apart });
  }

  function takeAuthors(line: Line & { kind: 'authors' }): void {
    // A second line of authors belongs to a paper whose title is lost.
    const isSecond = block.footer?.date !== undefined && block.footer.authorCount !== undefined;
    if (block.footer && (apart || isSecond)) close();
    if (block.line === 0) block.line = line.number;
    block.footer = { ...block.footer, isSure: true };
    if (line.count !== undefined) block.footer.authorCount = line.count;
    if (line.date) block.footer.date = line.date;
    dotted = line.dotted;
  }

  function takeDate(line: Line & { kind: 'date' }): void {
    const hasBody = block.body.length > 0 || block.isCut;
    const hasDot = dotted || line.dotted;
    if (block.footer && block.footer.date === undefined && !heading) block.footer.date = line.date;
    else if (!block.footer && hasBody && hasDot) block.footer = { date: line.date, isSure: dotted };
    else if (startsPage(line, hasBody)) takeHeader(line.date);
    else if (!block.footer && hasBody) block.footer = { date: line.date, isSure: false };
    dotted = false;
  }

  /** A date outside of a footer is a header's: at the top, under the site's heading, or alone before a new title. */
  function startsPage(line: Line & { kind: 'date' }, hasBody: boolean): boolean {
    if (heading) return true;
    if (isAtTop()) return true;
    if (hasBody && !block.footer) return false;
    const isPlain = line.date.year === undefined && line.date.commentCount === undefined && !line.dotted;
    return apart && isPlain && !isSameDate(line.date, block.footer?.date);
  }

  function takeHeader(date: WrittenDate): void {
    if (page.date && isSameDate(page.date, date)) return;
    if (isAtTop()) {
      // What stood above the date was the site's furniture.
      block = newBlock();
      page.date = date;
      takeByline();
      return;
    }
    close();
    openPage(date);
  }

  function takeNoise(line: Line & { kind: 'noise' }): void {
    if (block.footer) close();
    if (!line.heads) return;
    heading = true;
    page.headed = true;
    if (isAtTop()) block = newBlock();
    byline = line.byline ?? byline;
  }

  function takeNumber(line: Line): void {
    const { footer } = block;
    if (footer?.date && !apart) footer.commentCount ??= Number(line.text.replaceAll(',', ''));
    else takeText(line);
  }

  return {
    take(line: Line): void {
      if (line.kind === 'text') takeText(line);
      else if (line.kind === 'authors') takeAuthors(line);
      else if (line.kind === 'date') takeDate(line);
      else if (line.kind === 'noise') takeNoise(line);
      else if (line.kind === 'number') takeNumber(line);
      else if (line.kind === 'dot') dotted = true;
      apart = line.kind === 'blank';
    },
    end(): Page[] {
      takeByline();
      close();
      return pages;
    },
  };
}

function isSameDate(one: WrittenDate, other?: WrittenDate): boolean {
  return one.month === other?.month && one.day === other.day;
}
