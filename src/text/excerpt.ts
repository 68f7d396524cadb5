/** Chooses the spans of a text to show around the matches. */
import type { Span } from '../model/message.ts';

/** A range of a text: UTF-16 offsets, the end excluded. */
export interface Range {
  start: number;
  end: number;
}

/** The whole text, with the ranges as `match`. Ranges may come in any order and overlap. */
export function mark(text: string, ranges: readonly Range[]): Span[] {
  return markPart(text, 0, text.length, inOrder(ranges));
}

/**
 * At most `maxLength` UTF-16 units of the text, `…` included: its first sentences when nothing is marked, else the
 * window with the most different marks, cut between words, `…` where something is left out.
 */
export function excerpt(text: string, marks: readonly Range[], maxLength: number): Span[] {
  const end = text.trimEnd().length;
  const start = text.length - text.trimStart().length;
  const ordered = inOrder(marks);
  if (end - start <= maxLength) return markPart(text, start, Math.max(start, end), ordered);
  if (maxLength < 2) return maxLength === 1 ? [{ text: '…' }] : [];
  if (ordered.length === 0) return cutFirst(text, start, maxLength);
  return cutWindow(text, start, end, ordered, maxLength);
}

function inOrder(ranges: readonly Range[]): Range[] {
  return ranges.filter((range) => range.end > range.start).sort((a, b) => a.start - b.start || b.end - a.end);
}

/** The text from `from` to `to`, with the ranges, which are sorted, as `match`. */
function markPart(text: string, from: number, to: number, ranges: readonly Range[]): Span[] {
  const spans: Span[] = [];
  let at = from;
  for (const range of ranges) {
    const start = Math.max(at, range.start);
    const end = Math.min(to, range.end);
    if (end <= start) continue;
    if (start > at) spans.push({ text: text.slice(at, start) });
    const last = spans.at(-1);
    if (start === at && last?.style === 'match') last.text += text.slice(start, end);
    else spans.push({ text: text.slice(start, end), style: 'match' });
    at = end;
  }
  if (at < to) spans.push({ text: text.slice(at, to) });
  return spans;
}

/** The first whole sentences if they fill half of the length, else words and `…`. */
function cutFirst(text: string, start: number, maxLength: number): Span[] {
  const end = sentencesEnd(text, start, start + maxLength);
  if (end - start >= maxLength / 2) return [{ text: text.slice(start, end) }];
  const cut = wordEndBefore(text, start, start + maxLength - 1);
  return [{ text: `${text.slice(start, cut)}…` }];
}

/** Abbreviations, after which a period does not end a sentence. */
const abbreviation =
  /(?:^|[\s(])(?:e\.g|i\.e|et al|etc|cf|vs|resp|approx|fig|figs|eq|eqs|sec|no|dr|prof|st|al|w\.r\.t|a\.k\.a|[A-Za-z])$/i;

/** The end of the last sentence that ends at `limit` or before, or `start` without one. */
function sentencesEnd(text: string, start: number, limit: number): number {
  const within = text.slice(start, limit + 1);
  let end = start;
  for (const stop of within.matchAll(/[.!?。！？]+["'”’)\]]*(?=\s|$)|[。！？]+/gu)) {
    const to = start + stop.index + stop[0].length;
    if (to > limit) break;
    if (stop[0] === '.' && abbreviation.test(within.slice(Math.max(0, stop.index - 12), stop.index)))
      continue;
    end = to;
  }
  return end;
}

function cutWindow(text: string, start: number, end: number, ranges: Range[], maxLength: number): Span[] {
  // Room for both ellipses is reserved, so that the length limit holds wherever the window is.
  const room = maxLength - 2;
  const best = bestRange(text, ranges, room);
  const from = windowStart(text, start, end, best, room);
  const limit = from + room;
  const to = limit >= end ? end : Math.max(wordEndBefore(text, from, limit), Math.min(best.end, limit));
  const safeTo = to < end ? graphemeBefore(text, from, to) : to;
  const spans = markPart(text, from, safeTo, ranges);
  if (from > start) addText(spans, '…', 'before');
  if (safeTo < end) addText(spans, '…', 'after');
  return spans;
}

/** The start of a sentence near the marks; without one, a third of the spare room before them. */
function windowStart(text: string, start: number, end: number, best: Range, room: number): number {
  if (best.start - start < room / 3) return start;
  const earliest = Math.max(start, best.end - room);
  const sentence = sentencesEnd(text, earliest, best.start);
  if (sentence > earliest && best.start - sentence < room / 2) return skipSpace(text, sentence, best.start);
  const spare = Math.max(0, room - (best.end - best.start));
  const from = Math.max(start, Math.min(best.start - Math.floor(spare / 3), end - room));
  return Math.min(wordStartAfter(text, from, best.start), best.start);
}

function skipSpace(text: string, from: number, limit: number): number {
  let at = from;
  while (at < limit && /\s/.test(text[at] as string)) at++;
  return at;
}

/** The range of the marks that fit into `room` and contain the most different words; the first of equals. */
function bestRange(text: string, ranges: readonly Range[], room: number): Range {
  const counts = new Map<string, number>();
  const count = ({ start, end }: Range, change: 1 | -1) => {
    const word = text.slice(start, end).toLowerCase();
    const left = (counts.get(word) ?? 0) + change;
    if (left === 0) counts.delete(word);
    else counts.set(word, left);
  };
  let best = ranges[0] as Range;
  let most = 0;
  let left = 0;
  for (const last of ranges) {
    count(last, 1);
    let first = ranges[left] as Range;
    while (first !== last && last.end - first.start > room) {
      count(first, -1);
      first = ranges[++left] as Range;
    }
    if (counts.size <= most) continue;
    most = counts.size;
    best = { start: first.start, end: last.end };
  }
  return best;
}

function addText(spans: Span[], text: string, side: 'before' | 'after'): void {
  const neighbor = spans.at(side === 'before' ? 0 : -1);
  if (neighbor !== undefined && neighbor.style === undefined) {
    neighbor.text = side === 'before' ? text + neighbor.text : neighbor.text + text;
  } else if (side === 'before') spans.unshift({ text });
  else spans.push({ text });
}

/** The end of the last whole word that ends at `limit` or before; in a text without spaces, of the last character. */
function wordEndBefore(text: string, from: number, limit: number): number {
  if (limit >= text.length) return text.length;
  let at = limit;
  while (at > from && !(/\s/.test(text[at] as string) && !/\s/.test(text[at - 1] as string))) at--;
  // A word longer than a third of the room is cut, not left out.
  if (at > from + (limit - from) / 2) return trimComma(text, from, at);
  return graphemeBefore(text, from, limit);
}

function trimComma(text: string, from: number, at: number): number {
  let end = at;
  while (end > from + 1 && /[,;:\s]/.test(text[end - 1] as string)) end--;
  return end;
}

/** The beginning of the first whole word at `from` or after, no further than `limit`. */
function wordStartAfter(text: string, from: number, limit: number): number {
  let at = from;
  while (at < limit && !(/\s/.test(text[at - 1] as string) && !/\s/.test(text[at] as string))) at++;
  return at < limit || limit - from < 40 ? at : graphemeAfter(text, from);
}

let segmenter: Intl.Segmenter | undefined;

/** The segmenter is made when it is needed, as it is slow to make. */
function graphemesOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return segmenter.segment(text);
}

/** How far from a position grapheme clusters are segmented, so as not to cut inside one. */
const reach = 40;

function graphemeBefore(text: string, from: number, limit: number): number {
  const start = Math.max(from, limit - reach);
  const cut = graphemesOf(text.slice(start, limit + reach)).containing(limit - start);
  return cut === undefined ? limit : start + cut.index;
}

function graphemeAfter(text: string, from: number): number {
  const start = Math.max(0, from - reach);
  for (const { index } of graphemesOf(text.slice(start, from + reach))) {
    if (start + index >= from) return start + index;
  }
  return from;
}
