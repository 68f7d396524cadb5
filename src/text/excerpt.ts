/** A text and the places that matched in, the spans to show out. */
import type { Span } from '../message.ts';

/** A stretch of a text: UTF-16 offsets, the end excluded. */
export interface Range {
  start: number;
  end: number;
}

/** The whole text, with the ranges as `match`. */
export function mark(_text: string, _ranges: Range[]): Span[] {
  throw new Error('not yet');
}

/**
 * At most `maxLength` UTF-16 units of the text: its first sentences when nothing is marked, else the window
 * with the most marks, cut between words, `…` where something is left out.
 */
export function excerpt(_text: string, _marks: Range[], _maxLength: number): Span[] {
  throw new Error('not yet');
}
