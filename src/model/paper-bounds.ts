/** The most that the lists and texts of a paper hold, wherever one is built, merged or read from the store. */
import { firstUnits } from './characters.ts';
import { authorCountOf, type Paper } from './paper.ts';

/** Names and links of a list. Some papers in physics have 5,000 authors: their number is kept, not all the names. */
export const MOST = {
  authors: 3_000,
  keywords: 200,
  categories: 100,
  otherIds: 100,
  otherUrls: 100,
  sources: 100,
} as const;
/** The longest texts, in characters, above any seen. */
export const MOST_CHARACTERS = {
  title: 1_000,
  abstract: 100_000,
  organization: 1_000,
  comment: 10_000,
  summary: 10_000,
} as const;
/** The longest link, and the longest name in a list. Characters. */
export const MOST_LINK = 2_000;

const LISTS = Object.keys(MOST) as (keyof typeof MOST)[];
const TEXTS = Object.keys(MOST_CHARACTERS) as (keyof typeof MOST_CHARACTERS)[];
const LINKS = ['url', 'codeUrl', 'projectUrl', 'thumbnail', 'doi'] as const;

/**
 * The paper with its lists and texts cut at their bounds, and without links that are too long; the same object where nothing
 * is beyond them. It still says how many authors there are.
 */
export function boundedPaper(paper: Paper): Paper {
  const cut: Partial<Paper> = {};
  for (const key of LISTS) {
    const list = paper[key];
    if (list === undefined || (list.length <= MOST[key] && list.every(isShort))) continue;
    cut[key] = list.filter(isShort).slice(0, MOST[key]);
    if (key === 'authors') cut.authorCount = Math.max(authorCountOf(paper) ?? 0, list.length);
  }
  for (const key of TEXTS) {
    const text = paper[key];
    if (text !== undefined && text.length > MOST_CHARACTERS[key])
      cut[key] = firstUnits(text, MOST_CHARACTERS[key]);
  }
  const long = LINKS.filter((key) => (paper[key]?.length ?? 0) > MOST_LINK);
  if (long.length === 0) return Object.keys(cut).length === 0 ? paper : { ...paper, ...cut };
  const kept = { ...paper, ...cut };
  for (const key of long) delete kept[key];
  return kept;
}

function isShort(value: string): boolean {
  return value.length <= MOST_LINK;
}
