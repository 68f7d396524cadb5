/** Defines the tokens of a query: what the lexer produces and the grammar parses. */
import type { FieldName } from './fields.ts';

export interface SourceRange {
  /** UTF-16 offsets into the text as typed, of all of it. */
  at: number;
  end: number;
}

/** One value of a field: `cs.AI` of `cat:cs.AI,-cs.CV`. */
export interface FieldValue extends SourceRange {
  text: string;
  isQuoted: boolean;
  isExcluded: boolean;
}

/** The values of a field that were typed behind its colon. */
export interface FieldValues {
  items: FieldValue[];
  /** Said or not: `and` where every value must hold. */
  joint: 'and' | 'or';
  /** `cat:not cs.CV`. */
  isExcluded: boolean;
  /** Unquoted words of one name: `author:Yann LeCun`. */
  isName?: true;
}

export type QueryToken = SourceRange &
  (
    | { kind: 'star' | 'everything' | 'open' | 'close' }
    /** `isNegating`: a function word that would be reversed if it were left out, such as `without`. */
    | { kind: 'words'; isNegating?: true }
    /** `loud` when written so that it can be nothing else: `OR`, `|`, `-`, `NOT`. */
    | { kind: 'and' | 'or'; loud: boolean }
    | { kind: 'not'; loud: boolean }
    | { kind: 'quoted'; text: string }
    | { kind: 'id'; id: string }
    /** Without values the field belongs to what comes next: a word, a quote or a group. */
    | { kind: 'field'; field: FieldName; values?: FieldValues }
  );

/** What the sticky pattern finds at exactly this place. */
export function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
