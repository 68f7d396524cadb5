/** Formats digests and papers as text: wrapped and colored for a terminal, plain and unwrapped in a pipe. */
import { authorsLine } from '../card.ts';
import { sayDay } from '../model/day-format.ts';
import type { Line } from '../model/message.ts';
import type { Digest, Paper } from '../model/paper.ts';
import { excerpt } from '../text/excerpt.ts';
import { printable } from './printable.ts';
import type { Terminal } from './terminal.ts';

const EXCERPT_LENGTH = 280;
const INDENT = '    ';

export function digestText(digest: Digest, terminal: Terminal): string {
  const count = `${digest.papers.length} ${digest.papers.length === 1 ? 'paper' : 'papers'}`;
  const byline = digest.byline === undefined ? '' : `, by ${printable(digest.byline)}`;
  const head = `${terminal.style('bold', `Papers for ${sayDay(digest.date)}`)}  ${count}${byline}\n`;
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
  const title = shown ? styled(shown.title, terminal) : printable(paper.title);
  const place = String(number).padStart(2);
  const body = shown?.excerpt ?? excerpt(paper.abstract, [], EXCERPT_LENGTH);
  const lines = [
    ...wrap(`${terminal.style('bold', title)}`, terminal, `${place}  `),
    ...wrap(terminal.style('dim', factsOf(paper)), terminal),
    ...wrap(styled(body, terminal), terminal),
  ];
  return `${lines.join('\n')}\n`;
}

/** Authors, date, votes and so on in one line; unknown facts are left out. */
export function factsOf(paper: Paper): string {
  const facts = [
    authorsLine(paper),
    paper.organization,
    paper.publishedOn && sayDay(paper.publishedOn),
    count(paper.upvotes, 'vote'),
    count(paper.commentCount, 'comment'),
    count(paper.stars, 'star'),
    paper.url ?? paper.id,
  ];
  return printable(facts.filter((fact) => fact !== undefined).join(' · '));
}

/** `3 votes`; undefined where the number is unknown. */
export function count(number: number | undefined, noun: string): string | undefined {
  return number === undefined ? undefined : `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function styled(line: Line, terminal: Terminal): string {
  return line
    .map(({ text, style }) =>
      style === 'match' ? terminal.style('yellow', printable(text)) : printable(text),
    )
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
