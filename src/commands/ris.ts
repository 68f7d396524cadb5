/** Formats a paper as a RIS record, which reference managers read. Unknown fields are omitted. */
import { withoutTracking } from '../model/address.ts';
import { nameParts } from '../model/author-name.ts';
import { authorCountOf, type Paper } from '../model/paper.ts';
import { pageOf } from '../model/paper-links.ts';
import { MOST_CITED } from './bibtex.ts';
import { arxivIdOf, doiOf } from './cited-ids.ts';

type Field = readonly [tag: string, read: (paper: Paper) => readonly string[] | string | undefined];

/** In the order in which they are written (https://en.wikipedia.org/wiki/RIS_(file_format)); each value has a line. */
const FIELDS: readonly Field[] = [
  ['TY', (paper) => (arxivIdOf(paper) ? 'UNPB' : 'GEN')],
  ['TI', ({ title }) => title],
  ['AU', ({ authors }) => authors?.slice(0, MOST_CITED).map(authorOf)],
  ['PY', ({ publishedOn }) => publishedOn?.slice(0, 4)],
  ['DA', ({ publishedOn }) => publishedOn?.replaceAll('-', '/')],
  ['AB', ({ abstract }) => abstract],
  ['KW', ({ keywords }) => keywords],
  ['DO', doiOf],
  ['AN', (paper) => arxivIdOf(paper)?.replace(/^/, 'arXiv:')],
  ['UR', urlOf],
  ['N1', moreAuthors],
];

/** @param note the reader's own */
export function ris(paper: Paper, note?: string): string {
  const lines = FIELDS.flatMap(([tag, read]) =>
    [read(paper) ?? []].flat().flatMap((value) => lineOf(tag, value)),
  );
  return [...lines, ...lineOf('N1', note ?? ''), 'ER  - ', ''].join('\n');
}

/** One line, whatever the value holds: a line of its own could pass for a field. */
function lineOf(tag: string, value: string): string[] {
  const words = value.replace(/\s+/g, ' ').trim();
  return words === '' ? [] : [`${tag}  - ${words}`];
}

function urlOf(paper: Paper): string | undefined {
  const url = pageOf(paper);
  return url && withoutTracking(url);
}

/** RIS has no sign for authors that are left out, so a note says it. */
function moreAuthors(paper: Paper): string | undefined {
  const { length } = paper.authors ?? [];
  if (length <= MOST_CITED) return undefined;
  return `And ${((authorCountOf(paper) ?? length) - MOST_CITED).toLocaleString('en')} more authors`;
}

/** `Lee, Ann`, `King, Harry, Jr.`; a group as it is. */
function authorOf(name: string): string {
  const { family, given, suffix, isGroup } = nameParts(name);
  if (isGroup || given === '') return name;
  return [family, given, ...(suffix === '' ? [] : [suffix])].join(', ');
}
