/** A paper in, its texts analysed once out: what a query is held against. */

import type { Paper } from '../paper.ts';
import type { Token } from '../text/analyse.ts';
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

export function readPaper(_paper: Paper): Document {
  throw new Error('not yet');
}
