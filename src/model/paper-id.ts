/** Parses paper ids: arXiv ids, DOIs, Paperboy's own ids, and the addresses of such papers. */
import { addressKey, isPaperAddress } from './address.ts';
import { isArxivId, readArxivId } from './arxiv-id.ts';
import { readAnyDoi, readDoi } from './doi.ts';
import type { Paper } from './paper.ts';

/** Ids and addresses of papers are shorter. Characters. */
const MAX_LENGTH = 2000;
/** Papers that one message is searched for. */
const MAX_FOUND = 100;

/** Made from a title where a source gives no id; see `idFromTitle`. */
const OWN_ID = /^t-[0-9a-f]{12}$/;

/**
 * The id of the paper that a text names and nothing else: an arXiv id of either style in any spelling (`2508.01234v2`,
 * `arXiv:2508.01234`, `math.GT/0309136`), a DOI, an id of Paperboy's own, the address of a paper (also as chats wrap
 * it: `<url|label>`), each with or without `id:`. Undefined for text that is none of these.
 */
export function readPaperId(text: string): string | undefined {
  const id = readOnce(text);
  if (id === undefined || isArxivId(id)) return id;
  // Marks around the DOI inside an address come off by reading it again. An ID is read as itself.
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

/** What an id is looked up by: as `readPaperId` reads it, an address by what it is compared by, others in lower case. */
export function idKey(id: string): string {
  if (isArxivId(id)) return id;
  return readPaperId(id) ?? pageKey(unwrap(id)) ?? id.trim().toLowerCase();
}

/**
 * All that a paper is looked up by, its own id first: what it goes by in other sources, its DOI and its pages. Each
 * once, as `idKey` gives them.
 */
export function idKeysOf({ id, otherIds = [], doi, url, otherUrls = [] }: Paper): string[] {
  const ids = [id, ...otherIds, ...(doi === undefined ? [] : [doi])].map(idKey);
  const pages = [...(url === undefined ? [] : [url]), ...otherUrls].flatMap(
    (page) => readPaperId(page) ?? pageKey(page) ?? [],
  );
  return [...new Set([...ids, ...pages])];
}

/**
 * The id that a link names: as `readPaperId` reads it, else what the address is compared by where it is built as those of
 * papers are. Undefined for other links and text.
 */
export function readPaperLink(link: string): string | undefined {
  const id = readPaperId(link);
  if (id !== undefined) return id;
  const address = unwrap(link);
  return isPaperAddress(address) ? pageKey(address) : undefined;
}

/** A key that would be read as an id is none of a page: `https://math.GT/0309136`. */
function pageKey(address: string): string | undefined {
  const key = addressKey(address);
  return key === undefined || readPaperId(key) !== undefined ? undefined : key;
}

/** The ids of the papers that a message names or links to, each once, in the order of the message; 100 at most. */
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

/** Without the signs that chats, Markdown and sentences put around an id. Balanced parentheses of a DOI stay. */
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
