/**
 * Separates an abstract from what publishers put around it: announcements, citations, authors, DOIs, links.
 *
 * Each line (block of markup) is judged by itself, from both ends inwards, so that nothing within an abstract is lost.
 */
import { findDoi } from '../../model/doi.ts';
import { cleanLines } from '../../text/clean.ts';
import {
  AUTHORS,
  BARE_LABEL,
  GLUED_HEADING,
  IDENTIFIED,
  INLINE,
  LABEL,
  LABELED,
  LEADING,
  NAMES_AND_PAGES,
  TAILS,
  TRAILING,
} from './boilerplate-patterns.ts';

/** Longer lines are never a citation or a list of links. Characters. */
const MAX_CITATION = 400;
/** Longer than the name of a journal with its year. Characters. */
const MAX_NAME = 160;
/** Longer text before `Abstract:` is no announcement. Characters. */
const MAX_BEFORE = 4_000;

export interface Body {
  /** '' where there is nothing but boilerplate. */
  abstract: string;
  /** As a line `Authors: ...` names them. */
  authors?: string;
  doi?: string;
}

/** Reads a description, in markup or in plain text. */
export function readBody(markup: string): Body {
  // In plain text a line ends where the page did; only an empty line ends a block.
  const blocks = namesApart(markup)
    .split(/\n\s*\n/)
    .map((block) => block.replace(/\s+/g, ' '));
  const lines = cleanLines(labelsApart(blocks.join('\n')))
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '');
  return readCleanBody(lines);
}

/** The same for text that was cleaned before, by its lines. */
export function readCleanBody(lines: readonly string[]): Body {
  const found: Omit<Body, 'abstract'> = {};
  const listed = lines.length === 1 ? NAMES_AND_PAGES.exec(lines[0] ?? '')?.[1] : undefined;
  if (listed !== undefined) return { abstract: '', authors: listed };
  let from = Math.max(countLeading(lines), countTeaser(lines));
  for (const line of lines.slice(0, from)) note(line, found);
  if (from > 0 && isListOfNames(lines[from] ?? '')) found.authors ??= lines[from++] ?? '';
  let to = lines.length;
  while (to > from && isBoilerplate(lines[to - 1] ?? '', TRAILING)) note(lines[--to] ?? '', found);
  const abstract = withoutInline(lines.slice(from, to).join(' '), found);
  // What is left beside a DOI may be nothing but the journal's name.
  const isName =
    found.doi !== undefined && to - from === 1 && abstract.length <= 80 && !/[.!?。]$/.test(abstract);
  return { abstract: isName ? '' : abstract, ...found };
}

/** `<b>Abstract</b>` within a paragraph is a line of its own; so is a bold word that the next sentence is glued to. */
function labelsApart(markup: string): string {
  return markup
    .replace(/<(b|strong|em|i|span)>\s{0,20}(abstract)\s{0,20}[:.]?\s{0,20}<\/\1>/gi, '<p>$2</p>')
    .replace(/<(b|strong)>([A-Z][a-z]{3}[A-Za-z &/]{0,40}[:.]?)<\/\1>(?=[A-Z])/g, '<p>$2</p>');
}

/** `Authors:` with a name on each line of the page: commas for the line breaks, which are lost with the markup. */
function namesApart(markup: string): string {
  // The names are looked ahead at, and not given back one by one where no tag is behind them.
  const named = /(authors?(?:\(s\))?:\s{0,100})(?=([^<>,;]{1,5000}))\2(?=<)/gi;
  return markup.replace(
    named,
    (_all, label, names: string) => label + names.trim().replace(/(?<!\s)\s*\n\s*/g, ', '),
  );
}

/** How many lines at the beginning are none of the abstract. A short line above a DOI or authors names the journal. */
function countLeading(lines: readonly string[]): number {
  let count = 0;
  for (;;) {
    const line = lines[count];
    if (line === undefined) return count;
    const isName = line.length <= MAX_NAME && !/[.!?]$/.test(line) && IDENTIFIED.test(lines[count + 1] ?? '');
    if (!isLeading(line) && !(isName && isLeading(lines[count + 1] ?? ''))) return count;
    count += 1;
  }
}

/** How many lines stand up to the heading of the abstract: the teaser of a table of contents. */
function countTeaser(lines: readonly string[]): number {
  let length = 0;
  for (const [at, line] of lines.entries()) {
    if (/^abstract:?$/i.test(line)) return at + 1 < lines.length ? at + 1 : 0;
    length += line.length;
    if (length > MAX_BEFORE) return 0;
  }
  return 0;
}

/** `Ann Lee, Bob Ray`: two or more names and nothing else, as they follow a citation. */
function isListOfNames(line: string): boolean {
  const parts = line.slice(0, 2_000).split(/, and | and |, /);
  const name = /^\p{Lu}[\p{L}.'’-]*(?: \p{Lu}[\p{L}.'’-]*){1,4}$/u;
  return parts.length > 1 && parts.every((part) => name.test(part));
}

function isLeading(line: string): boolean {
  return AUTHORS.test(line) && !holdsAbstract(line) ? isNames(line) : isBoilerplate(line, LEADING);
}

/** Not a line that also holds the abstract, behind its label: `DOI: 10.3897/x.1 Abstract: Words go on.` */
function isBoilerplate(line: string, patterns: readonly RegExp[]): boolean {
  if (line.length > MAX_CITATION || holdsAbstract(line)) return false;
  return patterns.some((pattern) => pattern.test(line));
}

/** `Authors: Ann Lee, Bob Ray` and `by Ann Lee` name people; a sentence may begin so as well. */
function isNames(line: string): boolean {
  return !/[\p{Ll}\d]{3}[.!?]\s+\p{Lu}|[.!?]$/u.test(
    line.slice(0, 20_000).replace(/\b(?:et al|jr|sr|dr)\./gi, ''),
  );
}

/** `DOI: 10.3897/x.1 Abstract: Words go on.` */
function holdsAbstract(line: string): boolean {
  return /\babstract\s*:\s*\S/i.test(line.slice(0, MAX_BEFORE));
}

/** Keeps the authors and the DOI that a line of boilerplate names. */
function note(line: string, found: Omit<Body, 'abstract'>): void {
  if (AUTHORS.test(line)) found.authors ??= line.replace(AUTHORS, '');
  const doi = findDoi(line);
  if (doi !== undefined) found.doi ??= doi;
}

function withoutInline(text: string, found: Omit<Body, 'abstract'>): string {
  const label = new RegExp(`^(?:arxiv|doi|${LABEL})\\s*:`, 'i').test(text)
    ? /\babstract\s*:\s*/i.exec(text.slice(0, MAX_BEFORE))
    : null;
  // `DOI: 10.3897/x.1 Authors: Ann Lee, Bob Ray`.
  const fields = text.slice(0, label?.index ?? 0).split(new RegExp(`\\b(?=(?:doi|${LABEL})\\s*:)`, 'i'));
  for (const field of fields) note(field.trim(), found);
  let rest = label === null ? text : text.slice(label.index + label[0].length);
  for (const pattern of INLINE) {
    const before = pattern.exec(rest.slice(0, 2 * MAX_CITATION))?.[0];
    if (before === undefined || before === '') continue;
    note(before, found);
    rest = rest.slice(before.length);
  }
  return withoutTails(unglued(rest.replace(LABELED, '').replace(BARE_LABEL, '')));
}

/** `SignificanceRain matters. AbstractRain falls.`: headings whose line breaks were lost; the abstract begins at its own. */
function unglued(text: string): string {
  const apart = text.replace(GLUED_HEADING, (heading, _name, at: number) => {
    return `${/[.!?]/.test(text.charAt(at - 1)) ? ' ' : ''}${heading} `;
  });
  if (apart === text) return text;
  const start = /^Significance .{1,4000}?[.!?]\s?(?=Abstract \p{Lu})/u.exec(apart)?.[0].length ?? 0;
  return apart.slice(start).replace(/^(?:Abstract|Summary) (?=\p{Lu})/u, '');
}

function withoutTails(text: string): string {
  const end = Math.max(0, text.length - MAX_CITATION);
  return (
    text.slice(0, end) + TAILS.reduce((tail, pattern) => tail.replace(pattern, ''), text.slice(end)).trim()
  );
}
