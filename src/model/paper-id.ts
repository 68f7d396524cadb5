/** Parses paper ids: arXiv ids, DOIs, Paperboy's own ids, and the addresses of such papers. */
import { addressKey, isPaperAddress } from './address.ts';
import { isArxivId, readArxivId } from './arxiv-id.ts';
import { readAnyDoi, readDoi } from './doi.ts';
import type { Paper } from './paper.ts';

/** The longest id or address, in characters. */
const MAX_LENGTH = 2000;
/** The most papers found in one message. */
const MAX_FOUND = 100;

/** Made from a title where a source gives no id; see `idFromTitle`. */
const OWN_ID = /^t-[0-9a-f]{12}$/;

/**
 * The id in a text that consists of an id: an arXiv id of either style in any spelling (`2508.01234v2`,
 * `arXiv:2508.01234`, `math.GT/0309136`), a DOI, one of Paperboy's own ids, or the address of a paper (also as chats wrap
 * it: `<url|label>`), each with or without `id:`. Undefined for other text.
 */
export function readPaperId(text: string): string | undefined {
  const id = readOnce(text);
  if (id === undefined || isArxivId(id)) return id;
  // Reading the DOI of an address again removes the signs around it. A canonical id is read as itself.
  const bare = readOnce(id);
  return bare !== undefined && readOnce(bare) === bare ? bare : undefined;
}

function readOnce(text: string): string | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const plain = unwrap(unwrap(text).replace(/^id:/i, ''));
  const own = plain.toLowerCase();
  if (OWN_ID.test(own)) return own;
  const doi = readAnyDoi(plain);
  return readArxivId(plain) ?? (doi && (readArxivId(doi) ?? doi));
}

/** The lookup key of an id: the canonical id, the key of an address, or other ids in lowercase. */
export function idKey(id: string): string {
  if (isArxivId(id)) return id;
  return readPaperId(id) ?? pageKey(unwrap(id)) ?? id.trim().toLowerCase();
}

/**
 * The lookup keys of a paper, each once, its own id first: then its ids in other sources, its DOI and its pages.
 * See `idKey`.
 */
export function idKeysOf({ id, otherIds = [], doi, url, otherUrls = [] }: Paper): string[] {
  const ids = [id, ...otherIds, ...(doi === undefined ? [] : [doi])].map(idKey);
  const pages = [...(url === undefined ? [] : [url]), ...otherUrls].flatMap(
    (page) => readPaperId(page) ?? pageKey(page) ?? [],
  );
  return [...new Set([...ids, ...pages])];
}

/**
 * The id in a link: the canonical id, else the key of an address that looks like that of a
 * paper. Undefined for other links and text.
 */
export function readPaperLink(link: string): string | undefined {
  const id = readPaperId(link);
  if (id !== undefined) return id;
  const address = unwrap(link);
  return isPaperAddress(address) ? pageKey(address) : undefined;
}

/** Whether a key would be read as an id, and so cannot be that of a page: `https://math.GT/0309136`. */
function pageKey(address: string): string | undefined {
  const key = addressKey(address);
  return key === undefined || readPaperId(key) !== undefined ? undefined : key;
}

/** The ids of the papers that a message mentions or links to, each once, in order; at most 100. */
export function findPaperIds(text: string): string[] {
  const ids = new Set<string>();
  for (const [token] of text.matchAll(/[^\s<>|"]+/g)) {
    for (const part of token.split(/(?=https?:\/\/)/i)) {
      const id = readPaperLink(part);
      if (id !== undefined) ids.add(id);
      if (ids.size === MAX_FOUND) return [...ids];
    }
  }
  return [...ids];
}

/** Whether a text is written as an address. */
export function isLink(text: string): boolean {
  return /^(?:https?:\/\/|www\.)\S/i.test(text);
}

/** The address of a paper with this id: arXiv's abstract page or the DOI's; undefined for other ids. */
export function paperUrl(id: string): string | undefined {
  if (isArxivId(id)) return `https://arxiv.org/abs/${id}`;
  return readDoi(id) === id ? doiUrl(id) : undefined;
}

/** The page on Hugging Face of an arXiv paper of 2015 or later, where it is discussed; undefined for other ids. */
export function huggingFaceUrl(id: string): string | undefined {
  return isArxivId(id) && /^\d{4}\.\d{5}$/.test(id) ? `https://huggingface.co/papers/${id}` : undefined;
}

/** The address of a DOI. */
export function doiUrl(doi: string): string {
  return `https://doi.org/${encodeURI(doi).replace(/[?#]/g, encodeURIComponent)}`;
}

/** Removes the signs that chats, Markdown and sentences put around an id. Balanced parentheses of a DOI stay. */
function unwrap(text: string): string {
  const plain = text.trim();
  const wrapped = /^<([^<>|]*)(?:\|[^<>]*)?>$/.exec(plain)?.[1];
  if (wrapped !== undefined) return wrapped.trim();
  let from = 0;
  let to = plain.length;
  while (from < to && '<([{"\'`*_\u201c\u2018\u00ab'.includes(plain.charAt(from))) from++;
  while (to > from && '<>([]{}"\'`*_.,;:!?\u201d\u2019\u00bb\u2026'.includes(plain.charAt(to - 1))) to--;
  return trimParenthesis(plain.slice(from, to));
}

function trimParenthesis(text: string): string {
  let open = 0;
  for (const character of text) open += character === '(' ? 1 : character === ')' ? -1 : 0;
  let to = text.length;
  while (open < 0 && /[).,;:]/.test(text.charAt(to - 1))) {
    if (text.charAt(to - 1) === ')') open += 1;
    to--;
  }
  return text.slice(0, to);
}
