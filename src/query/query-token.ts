/** Defines the tokens of a query: what the lexer produces and the grammar parses. */
import type { FieldName } from './fields.ts';

export interface SourceRange {
  /** UTF-16 offsets into the text as typed. */
  at: number;
  end: number;
}

/** One value of a field: `cs.AI` of `cat:cs.AI,-cs.CV`. */
export interface FieldValue extends SourceRange {
  text: string;
  isQuoted: boolean;
  isExcluded: boolean;
}

/** The values typed after a field's colon. */
export interface FieldValues {
  items: FieldValue[];
  /** `and` where every value must hold. */
  joint: 'and' | 'or';
  /** `cat:not cs.CV`. */
  isExcluded: boolean;
  /** Unquoted words of one name: `author:Yann LeCun`. */
  isName?: true;
}

export type QueryToken = SourceRange &
  (
    | { kind: 'star' | 'everything' | 'open' | 'close' }
    /** `isNegating`: leaving out the word would reverse the meaning, such as `without`. */
    | { kind: 'words'; isNegating?: true }
    /** `loud` when it can only be an operator: `OR`, `|`, `-`, `NOT`. */
    | { kind: 'and' | 'or'; loud: boolean }
    | { kind: 'not'; loud: boolean }
    | { kind: 'quoted'; text: string }
    | { kind: 'id'; id: string }
    | { kind: 'about'; criterion: string }
    /** Without values the field applies to the next operand: a word, a quote or a group. */
    | { kind: 'field'; field: FieldName; values?: FieldValues }
  );

/** The match of a sticky pattern at exactly this position. */
export function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
