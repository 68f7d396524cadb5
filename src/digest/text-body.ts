/** Splits the lines before a footer of a text page into title and abstract. */

import { HEADING, PROSE } from './text-heading.ts';
import type { BodyLine } from './text-page-parts.ts';
import { readCount } from './written-date.ts';

export interface Title {
  line: number;
  title: string;
  abstract: string;
  /** The votes above the title. */
  upvotes?: number | undefined;
}

/** The title and abstract in a body, or the reason why the lines are not a paper. */
export type BodyPart = Title | { line: number; reason: string };

type Paragraph = BodyLine[];

/** The longest line of text that was wrapped by hand or by an editor. */
const WRAPPED = 120;
const MAX_TITLE_LINES = 5;
/** Removed from an abstract: heading signs, and the heading "Abstract". */
const SECTION = /^(?:#{1,6}\s+(?:abstract:?$)?|(\*\*|__)abstract\s?[:.]?\1\s?[:.]?\s*|abstract:\s+)/i;
/** The longest title; a longer text in its place means that the title is missing. */
const LONG_TITLE = 300;

/**
 * The title is the first paragraph, which may be wrapped; the rest is the abstract. Where the empty line
 * between them is lost, the title is the first line and the lines that clearly continue it. Where a footer is lost, a line
 * like a title between two paragraphs of running text begins another paper. The last part is the one before the footer.
 */
export function readBody(lines: readonly BodyLine[]): BodyPart[] {
  const pieces: BodyPart[] = [];
  let current: Paragraph[] = [];
  const paragraphs = toParagraphs(lines);
  paragraphs.forEach((paragraph, at) => {
    const after = paragraphs[at + 1];
    const before = current.length > 1 ? paragraphs[at - 1] : undefined;
    if (before && after && isProse(before) && isProse(after) && isTitleLike(paragraph)) {
      pieces.push(toPiece(current));
      current = [];
    }
    current.push(paragraph);
  });
  if (current.length > 0) pieces.push(toPiece(current));
  return pieces;
}

function toParagraphs(lines: readonly BodyLine[]): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  for (const line of lines) {
    const last = paragraphs.at(-1);
    // A title's heading may continue on the next line; after the heading of a section comes text.
    const isBelowSection = paragraphs.length > 1 && HEADING.test(last?.[0]?.text ?? '');
    if (last === undefined || line.apart || isBelowSection || HEADING.test(line.text))
      paragraphs.push([line]);
    else last.push(line);
  }
  return paragraphs;
}

function toPiece(all: readonly Paragraph[]): BodyPart {
  const upvotes = readVotes(all);
  const paragraphs = upvotes === undefined ? all : withoutFirstLine(all);
  const first = paragraphs[0] ?? [];
  const line = first[0]?.number ?? 1;
  const titleLines = HEADING.test(first[0]?.text ?? '')
    ? countHeadingLines(first, paragraphs.length === 1)
    : countTitleLines(first);
  const title = join(first.slice(0, titleLines));
  if (title.length > LONG_TITLE || isSentences(title)) {
    return { line, reason: `no title: the paper begins with ${title.length} characters of running text` };
  }
  const rest = [first.slice(titleLines), ...paragraphs.slice(1)].map((lines) =>
    join(lines).replace(SECTION, ''),
  );
  return { line, title, abstract: rest.join(' ').trim(), upvotes };
}

/** Votes are above the title; a number above what reads like an abstract is itself a title, such as `2048`. */
function readVotes(paragraphs: readonly Paragraph[]): number | undefined {
  const votes = readCount(paragraphs[0]?.[0]?.text ?? '');
  const next = withoutFirstLine(paragraphs)[0]?.[0]?.text;
  const isTitle = next !== undefined && next.length <= LONG_TITLE && !/[.,;:]$/.test(next);
  return isTitle && readCount(next) === undefined ? votes : undefined;
}

function withoutFirstLine([first = [], ...rest]: readonly Paragraph[]): Paragraph[] {
  return first.length > 1 ? [first.slice(1), ...rest] : rest;
}

/** Whether a body has only sentences and no title, as when a line within an abstract was taken for a footer. */
export function isRunningText(lines: readonly BodyLine[]): boolean {
  const paragraphs = toParagraphs(lines);
  return paragraphs.length > 0 && paragraphs.every((paragraph) => /[.!?]["'”’)\]]*$/.test(join(paragraph)));
}

/** Whether a text is two sentences, or one too long for a title: titles are phrases, and few end with a period. */
function isSentences(text: string): boolean {
  if (!/\.["'”’)\]]*$/.test(text)) return false;
  return text.length >= PROSE || /\p{Ll}{3,}[.!?]\s+\p{Lu}/u.test(text);
}

/** How many lines of the first paragraph are the title: all, unless what follows reads like an abstract. */
function countTitleLines(first: Paragraph): number {
  if (first.length < 2) return first.length;
  const rest = join(first.slice(1));
  const endsAsProse = /[.!?]["'”’)\]]*$/.test(rest) && (rest.length > PROSE || /\.\W*$/.test(rest));
  if (!endsAsProse && rest.length <= LONG_TITLE) return first.length;
  const width = Math.max(...first.map(({ text }) => text.length));
  const wrapped = width <= WRAPPED ? countWhile(first, (line, next) => isFull(line, next, width)) : 0;
  // Running text has many full lines: then the title's last line was full by chance, and the words decide.
  return wrapped > 0 && wrapped < MAX_TITLE_LINES ? wrapped : countWhile(first, continues);
}

/** A heading continues on the next lines only if those do not read like an abstract, and the paper has another one. */
function countHeadingLines(first: Paragraph, isAll: boolean): number {
  const rest = join(first.slice(1));
  const readsAsAbstract = /[.!?]["'”’)\]]*$/.test(rest) || rest.length > PROSE;
  return (isAll || readsAsAbstract) && first.length > 1 ? countWhile(first, continues) : first.length;
}

function countWhile(lines: Paragraph, goesOn: (line: string, next: string) => boolean): number {
  let count = 1;
  const most = Math.min(MAX_TITLE_LINES, lines.length - 1);
  while (count < most && goesOn(lines[count - 1]?.text ?? '', lines[count]?.text ?? '')) count += 1;
  return count;
}

/** Whether the next line's first word did not fit, so that the line was wrapped. */
function isFull(line: string, next: string, width: number): boolean {
  return line.length + 1 + (/^\S*/.exec(next)?.[0].length ?? 0) > width;
}

/** Whether a title clearly continues: it ends with a function word or sign, or the next line begins in lowercase. */
function continues(line: string, next: string): boolean {
  if (next.length > WRAPPED || line.length > WRAPPED) return false;
  const brokeOff =
    /(?:[:,&/-]|\b(?:an?|and|as|at|by|for|from|in|into|of|on|or|the|to|under|using|via|with|without))$/i;
  return brokeOff.test(line) || /^\p{Ll}/u.test(next);
}

function isProse(paragraph: Paragraph): boolean {
  const text = join(paragraph);
  return text.length >= PROSE && /[.!?]/.test(text);
}

function isTitleLike(paragraph: Paragraph): boolean {
  const text = join(paragraph);
  if (paragraph.length > 2 || text.length < 12 || text.length > LONG_TITLE) return false;
  return /^[\p{Lu}\d$"“{\\#[]/u.test(text) && !/[.,;:]$/.test(text) && text.split(' ').length >= 3;
}

function join(lines: Paragraph): string {
  return lines.map(({ text }) => text).join(' ');
}
