/** Formats a paper as a BibTeX entry. Unknown fields are omitted. */
import { withoutTracking } from '../model/address.ts';
import { isArxivId } from '../model/arxiv-id.ts';
import { nameParts } from '../model/author-name.ts';
import type { Paper } from '../model/paper.ts';
import { pageOf } from '../model/paper-links.ts';
import { arxivIdOf, doiOf } from './cited-ids.ts';

/** An `@misc` entry as arXiv suggests it (https://info.arxiv.org/help/hypertex/bibstyles), readable by every style. */
export function bibtex(paper: Paper, key = keyOf(paper)): string {
  const eprint = arxivIdOf(paper);
  const fields: [string, string | undefined][] = [
    // Two braces keep the title's capitals.
    ['title', braced(`{${latex(paper.title)}}`)],
    ['author', braced(authorsOf(paper))],
    ['year', braced(paper.publishedOn?.slice(0, 4))],
    ['month', monthOf(paper)],
    ['eprint', braced(eprint)],
    ['archivePrefix', braced(eprint && 'arXiv')],
    ['primaryClass', braced(eprint && verbatim(paper.categories?.[0]))],
    // Verbatim, as `doi` and `url` are in every style.
    ['doi', braced(verbatim(doiOf(paper)))],
    ['url', braced(verbatim(urlOf(paper)))],
  ];
  const lines = fields.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name} = ${value},`]));
  return `@misc{${key},\n${lines.join('\n')}\n}`;
}

/** An entry for each paper; of several with the same key, the later ones have a letter behind it, as styles write it. */
export function bibtexOf(papers: readonly Paper[]): string[] {
  const used = new Set<string>();
  return papers.map((paper) => {
    const own = keyOf(paper);
    let key = own;
    for (let number = 1; used.has(key); number++) key = `${own}${lettersOf(number)}`;
    used.add(key);
    return bibtex(paper, key);
  });
}

/** `a` for 1, `z` for 26, `aa` for 27. */
function lettersOf(number: number): string {
  const rest = Math.floor((number - 1) / 26);
  return `${rest > 0 ? lettersOf(rest) : ''}${String.fromCharCode(97 + ((number - 1) % 26))}`;
}

/** The page of the paper, which is arXiv's for an arXiv paper. What its ID alone leads to is in the entry already. */
function urlOf(paper: Paper): string | undefined {
  const url = isArxivId(paper.id) || paper.url !== undefined ? pageOf(paper) : undefined;
  return url && withoutTracking(url);
}

/** Characters of a name, and of a word, in a key. */
const MOST_KEY = 40;

/** `kaiming2015deep`: the first author's last name, the year and the first word of the title that says something. */
function keyOf(paper: Paper): string {
  const { family } = nameParts(paper.authors?.[0] ?? '');
  const words = paper.title.split(/\s+/).map(ascii);
  const word = words.find((part) => part.length > 3) ?? 'paper';
  // Some tools stumble over a key that begins with a digit.
  const name = ascii(family.split(' ').at(-1) ?? '').replace(/^\d+/, '') || 'paper';
  return `${name.slice(0, MOST_KEY)}${paper.publishedOn?.slice(0, 4) ?? ''}${word.slice(0, MOST_KEY)}`;
}

/** Authors that an entry names: some papers have thousands, and styles print a few. */
export const MOST_CITED = 100;

/** `and others` is what every style knows for names that are left out. */
function authorsOf({ authors }: Paper): string | undefined {
  if (authors === undefined || authors.length <= MOST_CITED) return authors?.map(authorOf).join(' and ');
  return [...authors.slice(0, MOST_CITED).map(authorOf), 'others'].join(' and ');
}

/** Groups stand in braces, which keep them one name; a suffix stands between family and given name. */
function authorOf(name: string): string {
  const { family, given, suffix, isGroup } = nameParts(name);
  if (isGroup || / and /i.test(name)) return `{${latex(name)}}`;
  return latex(suffix === '' ? name : `${family}, ${suffix}, ${given}`);
}

/** A bare word: BibTeX's styles know the months by these names. */
function monthOf(paper: Paper): string | undefined {
  const month = Number(paper.publishedOn?.slice(5, 7));
  return ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'][month - 1];
}

function braced(value: string | undefined): string | undefined {
  return value === undefined ? undefined : `{${value}}`;
}

/** Nothing is escaped there, so braces, which could end the field, stand as an address has them. */
function verbatim(value: string | undefined): string | undefined {
  return value?.replaceAll('{', '%7B').replaceAll('}', '%7D');
}

function ascii(word: string): string {
  return word
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

const SIGNS: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
};

/** LaTeX's own signs, and braces that would not balance. */
function latex(value: string): string {
  return value.replace(/[{}]/g, '').replace(/[\\^~&%$#_]/g, (sign) => SIGNS[sign] ?? `\\${sign}`);
}
