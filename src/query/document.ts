/** Analyzes the texts of a paper once, so that queries can be tested against them. */
import type { Paper } from '../model/paper.ts';
import { analyse, analyseName, type Token } from '../text/analyse.ts';
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
  for (const { name, kind, read } of textFields) {
    const items = read(paper);
    texts[name] = items.join('\n');
    tokens[name] = analyseList(items, kind === 'name' ? analyseName : analyse);
  }
  return { paper, texts, tokens };
}

/** Tokens of the items as lines of one text, with a free position between an item's last word and the next's first. */
function analyseList(items: readonly string[], read: (text: string) => Token[]): Token[] {
  const all: Token[] = [];
  let position = 0;
  let offset = 0;
  for (const item of items) {
    const tokens = read(item);
    let end = 0;
    for (const token of tokens) {
      end = Math.max(end, token.position + token.length);
      token.position += position;
      token.start += offset;
      token.end += offset;
      all.push(token);
    }
    position += end + 1;
    offset += item.length + 1;
  }
  return all;
}
