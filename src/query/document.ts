/** Analyzes the texts of a paper once, so that queries can be tested against them. */
import type { Paper } from '../model/paper.ts';
import { appendTo, eachToken, type Token, type VisitToken } from '../text/analyse.ts';
import { withInitials } from '../text/initials.ts';
import { english, type Lexicon, names } from '../text/lexicon.ts';
import { type PaperField, textFields } from './fields.ts';

export interface Document {
  paper: Paper;
  /**
   * The text of each field, which token offsets point into. Keywords and authors: one a line;
   * '' for a field that the paper lacks.
   */
  texts: Record<PaperField, string>;
  /**
   * The tokens of each field's text. Positions leave a gap between one keyword or author and the next,
   * so that no phrase crosses.
   */
  tokens: Record<PaperField, Token[]>;
}

/** Analyzes every text field of the table once. Linear in the paper's text. */
export function readPaper(paper: Paper): Document {
  const texts = {} as Document['texts'];
  const tokens = {} as Document['tokens'];
  for (const { name, kind, read, traits } of textFields) {
    const items = read(paper);
    texts[name] = items.join('\n');
    tokens[name] = [];
    eachTokenOf(items, kindOf({ kind, traits }), appendTo(tokens[name]));
  }
  return { paper, texts, tokens };
}

/** How a text is read: people's names have their initials beside their words. */
export type TextKind = 'text' | 'name' | 'person';

/** How the texts of a field are read. */
export function kindOf({ kind, traits }: Pick<(typeof textFields)[number], 'kind' | 'traits'>): TextKind {
  return traits.isOfPeople ? 'person' : kind;
}

/** The lexicon of a kind of text. */
export function lexiconOf(kind: TextKind): Lexicon {
  return kind === 'text' ? english : names;
}

/**
 * Visits the tokens of the items as lines of one text, with a free position between an item's last word and the next's first.
 * Returns the first position that is not adjacent to any of them: where the next text may begin.
 */
export function eachTokenOf(items: readonly string[], kind: TextKind, visit: VisitToken): number {
  const lexicon = lexiconOf(kind);
  const initials = kind === 'person' ? withInitials(visit) : undefined;
  const take = initials?.visit ?? visit;
  let position = 0;
  let offset = 0;
  let next = 1;
  for (const item of items) {
    const words = eachToken(item, lexicon, take, position, offset, initials?.begin);
    position += words + 1;
    offset += item.length + 1;
    if (words > 0) next = position;
  }
  return next;
}
