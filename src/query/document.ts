/** A paper in, its texts analysed once out: what a query is held against. */
import type { Paper } from '../model/paper.ts';
import { analyse, analyseName, type Token } from '../text/analyse.ts';
import type { PaperField } from './tree.ts';

export interface Document {
  paper: Paper;
  /**
   * The text of each field: what token offsets point into. Keywords, authors: one on each line;
   * a field the paper lacks is ''.
   */
  texts: Record<PaperField, string>;
  /**
   * The tokens of each field's text. Positions leave a gap between one keyword or author and the next,
   * so that no phrase crosses.
   */
  tokens: Record<PaperField, Token[]>;
}

export function readPaper(paper: Paper): Document {
  const keywords = paper.keywords ?? [];
  const authors = paper.authors ?? [];
  const organization = paper.organization ?? '';
  return {
    paper,
    texts: {
      title: paper.title,
      abstract: paper.abstract,
      keyword: keywords.join('\n'),
      author: authors.join('\n'),
      org: organization,
    },
    tokens: {
      title: analyse(paper.title),
      abstract: analyse(paper.abstract),
      keyword: analyseList(keywords, analyse),
      author: analyseList(authors, analyseName),
      org: analyseName(organization),
    },
  };
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
