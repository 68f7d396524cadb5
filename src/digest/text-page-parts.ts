/** Defines the parts of a text page, between sorting its lines and building its papers. */

import type { LinkLine } from './text-links.ts';
import type { WrittenDate } from './written-date.ts';

export interface BodyLine {
  number: number;
  text: string;
  /** Whether an empty line is before it. */
  apart: boolean;
}

export interface Footer {
  authorCount?: number;
  date?: WrittenDate;
  commentCount?: number;
  /** Whether it has the author count, or the dot and the date, which other text never has by chance. */
  isSure: boolean;
}

export interface PaperBlock {
  /** The line it begins on, from 1. */
  line: number;
  body: BodyLine[];
  /** Whether the body was too long and was dropped. */
  isCut: boolean;
  /** Whether it begins with a heading that is a title. */
  isTitled: boolean;
  /** The site's buttons in it. */
  links: LinkLine[];
  footer?: Footer;
}

export interface TextPage {
  date?: WrittenDate;
  byline?: string;
  /** Whether the site's own heading was seen. */
  headed: boolean;
  blocks: PaperBlock[];
  /** How many more footers without a body there were than became blocks. */
  bare: number;
}
