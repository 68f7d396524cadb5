/** Formats digests and papers as text: wrapped and colored for a terminal, plain and unwrapped in a pipe. */
import { authorsLine } from '../card.ts';
import { counted } from '../model/counted.ts';
import { sayDay } from '../model/day-format.ts';
import type { Line } from '../model/message.ts';
import type { Digest, Paper } from '../model/paper.ts';
import { excerpt } from '../text/excerpt.ts';
import { printable } from './printable.ts';
import type { Terminal } from './terminal.ts';

const EXCERPT_LENGTH = 280;
const INDENT = '    ';
const STYLES = { strong: 'bold', quiet: 'dim', code: 'cyan', match: 'yellow' } as const;

export function digestText(digest: Digest, terminal: Terminal): string {
  const size = count(digest.papers.length, 'paper');
  const byline = digest.byline === undefined ? '' : `, by ${printable(digest.byline)}`;
  const head = `${terminal.style('bold', `Papers for ${sayDay(digest.date)}`)}  ${size}${byline}\n`;
  const papers = digest.papers.map((paper, at) => paperText(paper, at + 1, terminal));
  const skipped = digest.skipped.map(
    ({ line, reason }) => `Line ${line} was skipped: ${printable(reason)}\n`,
  );
  return [head, ...papers, ...(skipped.length > 0 ? [skipped.join('')] : [])].join('\n');
}

/** Two to four lines: number and title, facts, the excerpt. */
export function paperText(
  paper: Paper,
  number: number,
  terminal: Terminal,
  shown?: { title: Line; excerpt: Line },
): string {
  const title = shown?.title ?? [{ text: paper.title }];
  const body = shown?.excerpt ?? excerpt(paper.abstract, [], EXCERPT_LENGTH);
  return `${entryText(number, title, factsOf(paper), [body], terminal).join('\n')}\n`;
}

/** A paper in a list: its number and title, its facts, and further lines; empty ones are left out. */
export function entryText(
  number: number,
  title: Line,
  facts: string,
  lines: readonly Line[],
  terminal: Terminal,
): string[] {
  return [
    ...wrap(terminal.style('bold', styled(title, terminal)), terminal, `${String(number).padStart(2)}  `),
    ...wrap(terminal.style('dim', facts), terminal),
    ...lines.flatMap((line) => wrap(styled(line, terminal), terminal)),
  ];
}

/** Authors, date, votes and so on in one line; unknown facts are left out. */
export function factsOf(paper: Paper): string {
  return factsLine(paper, authorsLine(paper), [paper.url ?? paper.id]);
}

type Fact = 'organization' | 'publishedOn' | 'upvotes' | 'commentCount' | 'stars';

/** The facts that papers and cards share, and `more`, in one line; unknown ones are left out. */
export function factsLine(
  { organization, publishedOn, upvotes, commentCount, stars }: Pick<Paper, Fact>,
  authors: string | undefined,
  more: readonly (string | undefined)[],
): string {
  const day = publishedOn && sayDay(publishedOn);
  const counts = [count(upvotes, 'vote'), count(commentCount, 'comment'), count(stars, 'star')];
  const facts = [authors, organization, day, ...counts, ...more];
  return printable(facts.filter((fact) => fact !== undefined).join(' · '));
}

/** `3 votes`; undefined where the number is unknown. */
export function count(number: number | undefined, noun: string): string | undefined {
  return number === undefined ? undefined : counted(number, noun);
}

/** A line with colors, and the addresses of its links behind them. */
export function styled(line: Line, terminal: Terminal): string {
  return line
    .map(({ text, style, url }) => {
      const clean = printable(url === undefined || url === text ? text : `${text} (${url})`);
      // Without colors, quotes tell what may be typed.
      if (style === 'code' && !terminal.hasColor) return `\`${clean}\``;
      return style === undefined ? clean : terminal.style(STYLES[style], clean);
    })
    .join('');
}

/**
 * Wraps at the terminal's width; color codes have no width. Lines stay whole in a pipe.
 * @param first what the first line begins with, and `next` the others
 */
export function wrap(text: string, terminal: Terminal, first = INDENT, next = INDENT): string[] {
  if (text.trim() === '') return [];
  if (terminal.width === undefined) return [first + text];
  const lines: string[] = [];
  let line = first;
  let used = first.length;
  for (const word of text.split(' ')) {
    const width = visibleWidth(word);
    if (used + width > terminal.width && used > next.length) {
      lines.push(line.trimEnd());
      line = next;
      used = next.length;
    }
    line += `${word} `;
    used += width + 1;
  }
  return [...lines, line.trimEnd()];
}

function visibleWidth(word: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: color codes begin with the escape character
  return word.replace(/\x1b\[\d+m/g, '').length;
}
