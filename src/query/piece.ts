/** A piece of a query as typed: what the grammar reads, one after another. */
import type { FieldName } from './field.ts';

interface Place {
  /** UTF-16 offsets into the text as typed, of all of it. */
  at: number;
  end: number;
}

export type Piece = Place &
  (
    | { kind: 'words' | 'star' | 'everything' | 'open' | 'close' | 'not' }
    /** A word that may be an operator; `loud` when written so that it can be nothing else: `OR`, `|`. */
    | { kind: 'and' | 'or'; loud: boolean }
    | { kind: 'quoted'; text: string }
    | { kind: 'id'; id: string }
    /** `value` is what follows, for fields that hold no words (`year:`, `cat:`). */
    | { kind: 'field'; field: FieldName; value?: string }
  );

/** What the sticky pattern finds at exactly this place. */
export function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
