/** Prints findings: what was looked at, how it stands, and below it what to do. */
import type { Finding } from '../model/finding.ts';
import { printable } from './printable.ts';
import type { Terminal } from './terminal.ts';

const MARKS = { ok: 'green', warn: 'yellow', fail: 'red' } as const;

export function sayFindings(findings: readonly Finding[], terminal: Terminal): string {
  const wide = Math.max(...findings.map(({ about }) => about.length));
  const lines = findings.flatMap(({ about, standing, line, todo }) => {
    const mark = terminal.style(MARKS[standing], standing.padEnd(4));
    const said = `${mark}  ${printable(about).padEnd(wide)}  ${oneLine(line)}`;
    return todo === undefined ? [said] : [said, `${' '.repeat(wide + 8)}${oneLine(todo)}`];
  });
  return `${lines.join('\n')}\n`;
}

const oneLine = (text: string) => printable(text).replace(/\s+/g, ' ');
