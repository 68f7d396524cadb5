/** What people type when they mean `cite`: formats and styles of citations, before or behind the paper. */
import { misused, offering, type Parsed, type Phrase } from '../command.ts';
import { readIds } from '../ids.ts';
import { says } from './match.ts';

const FORMATS = 'bibtex|bib|latex|ris|zotero|endnote|mendeley';
/** They are made from BibTeX or RIS by reference managers. */
const STYLES = 'apa|mla|chicago|harvard|ieee|vancouver|acm|ama|turabian|csl|plain text';

/** IDs, and a word for a format or a style behind them. */
export const STYLE = new RegExp(
  `^(.+?),?(?: (?:as|in|to|for|with|using))?(?: (?:an?|the))? (${FORMATS}|${STYLES})(?: (?:format|style|entry|record|file|citation))?$`,
  'is',
);

export const CITE_PHRASES: readonly Phrase[] = [
  {
    says: says(
      `(?:cite|${FORMATS}|citation)(?: (?:of|for|this|that|it|one|paper|these|them))*(?: (?:as|in) (?:${FORMATS}|${STYLES}))?`,
    ),
    means: misused('cite', 'Which paper? Give its ID or link, or press its BibTeX button.'),
  },
  {
    says: says(
      '(?:cite|citation|reference)(?: (?:entry|info|record))?(?: (?:of|for|to))? (?:paper )?(.+)',
      `(${FORMATS}|${STYLES})(?: (?:entry|info|record|citation|reference|format|style))?(?: (?:of|for|to))? (?:paper )?(.+)`,
      `(.+) (${FORMATS}|${STYLES}|citation)`,
    ),
    means(cited, style, styled, before, behind) {
      const rest = cited || styled || before;
      if (readIds(rest).length === 0 && !/^#\d/.test(rest)) return undefined;
      const as = style || behind.replace(/^citation$/i, '');
      return as === '' ? `cite ${rest}` : `cite ${rest} as ${as}`;
    },
  },
];

/** A style that only reference managers write. */
export function styleAnswer(style: string, ids: string): Parsed {
  return offering(
    `I write BibTeX and RIS. Reference managers such as Zotero make \`${style}\` from either.`,
    `cite ${ids}`,
    `cite ${ids} as ris`,
  );
}
