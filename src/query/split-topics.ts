/** Splits what a person typed after `subscribe` into topics, at the commas and line breaks that separate them. */
import { commas } from './characters.ts';
import { tokenAt } from './lexer.ts';
import { Misread } from './problem.ts';
import type { QueryToken } from './query-token.ts';
import { joinParts, type TopicPart } from './topic-parts.ts';

const bullet = /^\s*(?:[-*\u2022\u2023\u25e6\u00b7\u2013\u2014]|\d{1,2}[.)])\s+/;

/**
 * The topics in order, each as typed, without list bullets. Commas inside quotes, parentheses, numbers and the
 * values of a field do not separate; a part that only excludes or filters is joined to its neighbor. Linear in the text.
 */
export function splitTopics(text: string): string[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const bare = withoutBullets(lines);
  if (bare !== lines) return bare.flatMap(splitTopics);
  const parts: TopicPart[] = [];
  let from = 0;
  for (const cut of [...cutsIn(text), text.length]) {
    const part = text.slice(from, cut).trim();
    if (part !== '') parts.push({ text: part, isLine: text.lastIndexOf('\n', from - 1) === from - 1 });
    from = cut + 1;
  }
  return joinParts(parts);
}

/** The lines of a pasted list without bullets or numbers; the same lines unless each of several has one. */
export function withoutBullets(lines: readonly string[]): readonly string[] {
  const isList = lines.length > 1 && lines.every((line) => bullet.test(line));
  return isList ? lines.map((line) => line.replace(bullet, '')) : lines;
}

function cutsIn(text: string): number[] {
  const cuts: number[] = [];
  let tokens: QueryToken[] = [];
  let depth = 0;
  for (let at = 0; at < text.length; ) {
    if (depth === 0 && isSeparator(text, at)) {
      cuts.push(at++);
      tokens = [];
      continue;
    }
    const token = tokenOrEnd(text, at, tokens);
    // The topic will be rejected, and all others with it, so exact separators no longer matter.
    if (typeof token === 'number') return [...cuts, ...plainCuts(text, token)];
    at = token === undefined ? at + 1 : token.end;
    if (token?.kind === 'open') depth++;
    if (token?.kind === 'close' && depth > 0) depth--;
    if (token !== undefined) tokens.push(token);
  }
  return cuts;
}

function isSeparator(text: string, at: number): boolean {
  return commas.includes(text[at] as string) || text[at] === '\n';
}

function plainCuts(text: string, from: number): number[] {
  const cuts: number[] = [];
  for (let at = from; at < text.length; at++) if (isSeparator(text, at)) cuts.push(at);
  return cuts;
}

/** The next token, or the end of what cannot be tokenized. */
function tokenOrEnd(
  text: string,
  at: number,
  before: readonly QueryToken[],
): QueryToken | undefined | number {
  try {
    return tokenAt(text, at, before);
  } catch (error) {
    if (!(error instanceof Misread)) throw error;
    const { problem } = error;
    return Math.max(at + 1, problem.at + problem.length);
  }
}
