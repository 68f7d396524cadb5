/** Reads one or more ids after a command, among other words. */
import { idKey, isLink, readPaperId } from '../model/paper-id.ts';

/** Papers that one command is carried out for. */
export const MOST_IDS = 20;
/** Longer than any id. Characters. */
export const MOST_ID = 200;
/** What people write before an id, with a space behind it: `DOI: 10.1038/...`. */
const LABEL = /\b(doi|pmid|pubmed|arxiv)(?:\s*:\s*|\s+)(?=\S*\d)/gi;
/** As arXiv's ids are written, whatever its month. */
const NUMBER = /^\d{4}\.\d{3,6}(?:v\d+)?$/i;

/**
 * The ids in what was written, each once, 20 at most: all that `readId` reads, and words with digits beside them. Empty
 * where nothing is certainly an id: `why gpt4` is a search. Words without digits, as in `cite 2508.01234 please`, are
 * passed over.
 */
export function readIds(text: string): string[] {
  const labeled = /^(?:id(?::\s*|\s+))+(.+)$/is.exec(text)?.[1];
  return labeled !== undefined && idsAmong(labeled).length === 0 ? onlyId(labeled) : idsAmong(text);
}

function idsAmong(text: string): string[] {
  const words = text
    .replace(LABEL, '$1:')
    .split(/\s+/)
    .flatMap((word) => partsOf(word));
  const read = words.map((word) => ({ word, id: readId(word) }));
  if (!read.some(({ word, id }) => id !== undefined && (words.length === 1 || isCertain(word)))) return [];
  const ids = read.flatMap(({ word, id }) => id ?? (/\d/.test(word) ? [word] : []));
  return [...new Map(ids.map((id) => [idKey(id), id])).values()].slice(0, MOST_IDS);
}

/**
 * The id that a word is meant as: an id or a link to a paper as it is read, and as written any other link, what
 * follows `id:`, and numbers with a point. Undefined for other words: `gpt4` is no id.
 */
export function readId(word: string): string | undefined {
  const id = readPaperId(word);
  if (id !== undefined) return id;
  const plain = word.replace(/^<([^<>|]*)(?:\|[^<>]*)?>$/, '$1');
  const named = /^id:(.+)$/i.exec(plain)?.[1];
  if (named !== undefined) return named;
  const isMeant = isLink(plain) || NUMBER.test(plain) || /^(?:pmid|pubmed):\d/i.test(plain);
  return isMeant ? plain : undefined;
}

/** Whether a word among others makes them a command: an id as it is, or a link. */
function isCertain(word: string): boolean {
  return readPaperId(word) !== undefined || (readId(word) !== undefined && !NUMBER.test(word));
}

/** `a,b` is two where both are ids; a DOI may hold commas itself. */
function partsOf(word: string): string[] {
  const parts = word.split(/[,;]+/).filter((part) => part !== '');
  return parts.length > 0 && parts.every((part) => readId(part) !== undefined) ? parts : [word];
}

function onlyId(text: string): string[] {
  return text.length <= MOST_ID ? [text] : [];
}
