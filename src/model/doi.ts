/** Parses DOIs, bare or in the addresses of publishers, and knows which registrars append a version. */
import { readArxivId } from './arxiv-id.ts';

/** The longest id or address, in characters. */
const MAX_TEXT = 2000;
/** The longest DOI, in characters; above any seen. */
const MAX_DOI = 500;
const PREFIXED = /^(?:(?:urn|info)[:/])?doi[:/]?\s*(?=10\.)/i;
/** The beginning of every DOI, as a regular expression. https://www.doi.org/the-identifier/resources/handbook */
export const DOI_PREFIX = '10\\.\\d{4,9}(?:\\.\\d+)*/';
const DOI = new RegExp(`(?:^|[^\\d.])(${DOI_PREFIX}\\S+)`);
const BARE = new RegExp(`^${DOI_PREFIX}\\S+$`);
const IN_TEXT = new RegExp(`(?<![\\d.])${DOI_PREFIX}[^\\s|;,]+`);
/** Views of a paper that publishers append to the DOI in an address. */
const VIEW =
  /(?:\/(?:full(?:\/html|\/pdf|\/xml)?|fulltext|full-text|abstract|abs|summary|pdf|epdf|pdfdirect|epub|html|xml|meta|references|citations|metrics|reader|download|bibtex|(?:figures|tables)(?:\/\d+)?|(?:suppl_file|suppl|asset|mediaobjects|dc\d)(?:\/.*)?)|\.(?:full|full-text|abstract|short|long|pdf|full\.pdf|full\.pdf\+html|html|supplementary-material|article-info|article-metrics|figures-only))$/;
/** bioRxiv and medRxiv, the only ones whose addresses contain a version that is not part of the DOI. */
const VERSIONED = /^10\.(?:1101|64898)\//;
/** Oxford, MIT Press and AIP append the article's number and title to the DOI. */
const NUMBERED = /^(10\.(?:1093|1162|1063|1121)\/.*[^/])\/\d{5,}(?:\/[^/]*)?$/;

/** Articles whose addresses contain their DOI without its prefix: host and path, and the DOI that is registered. */
const ARTICLES: readonly [RegExp, string][] = [
  // https://www.nature.com/articles/s41586-025-09777-1
  [
    /^nature\.com\/articles\/([a-z][a-z0-9.-]{0,60}\d[a-z0-9-]{0,20}?)(?:_reference)?(?:\.(?:pdf|epdf|ris))?(?:\/.*)?$/,
    '10.1038/$1',
  ],
  // https://elifesciences.org/articles/12345
  [/^elifesciences\.org\/(?:articles|reviewed-preprints)\/(\d{4,6})(?:[v/.].*)?$/, '10.7554/elife.$1'],
  // https://peerj.com/articles/12345, https://peerj.com/articles/cs-123
  [/^peerj\.com\/articles\/(\d+)(?:[/.].*)?$/, '10.7717/peerj.$1'],
  [/^peerj\.com\/articles\/([a-z]+)-(\d+)(?:[/.].*)?$/, '10.7717/peerj-$1.$2'],
  // https://pubs.rsc.org/en/content/articlelanding/2025/sc/d5sc00001a
  [
    /^pubs\.rsc\.org\/[a-z-]+\/content\/article[a-z]+\/\d{4}\/[a-z]+\/([a-z]\d[a-z]{2}\d{5}[a-z])$/,
    '10.1039/$1',
  ],
  // https://zenodo.org/records/12345
  [/^zenodo\.org\/records?\/(\d+)(?:\/.*)?$/, '10.5281/zenodo.$1'],
];

/**
 * The DOI in a text that is a DOI or an address, in lowercase, as it is registered: views (`/full`, `.pdf`) and query
 * strings of addresses are removed, versions kept where they are part of the DOI (`/v1` of Research Square). Undefined
 * without a DOI, and for the DOIs of arXiv, whose papers have arXiv ids.
 */
export function readDoi(text: string): string | undefined {
  const doi = readAnyDoi(text);
  return doi === undefined || readArxivId(doi) !== undefined ? undefined : doi;
}

/** Like `readDoi`, but includes the DOIs of arXiv. */
export function readAnyDoi(text: string): string | undefined {
  if (text.length > MAX_TEXT) return undefined;
  const found = findIn(text.trim());
  if (found === undefined || found.length > MAX_DOI) return undefined;
  // Percent-encoding may hide anything; invisible characters are never part of a DOI.
  const doi = withoutView(found.toLowerCase().replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, ''));
  return BARE.test(doi) ? doi : undefined;
}

/** The first DOI within running text, as `readDoi` reads it. */
export function findDoi(text: string): string | undefined {
  const found = IN_TEXT.exec(text)?.[0];
  return found === undefined ? undefined : readDoi(found);
}

function findIn(text: string): string | undefined {
  if (!isAddress(text)) {
    const bare = decode(text.replace(PREFIXED, ''));
    return BARE.test(bare) ? withoutQuery(bare) : undefined;
  }
  const [, path = '', query = '', fragment = ''] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(text) ?? [];
  for (const part of [path, ...query.split('&'), fragment]) {
    const doi = DOI.exec(decode(part))?.[1];
    if (doi !== undefined) return withoutQuery(doi);
  }
  return doiOfArticle(text);
}

/** The DOI of the article at an address without it; undefined where it cannot be derived. */
function doiOfArticle(address: string): string | undefined {
  const path = address
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[?#].*$/s, '')
    .replace(/\/$/, '');
  for (const [shape, doi] of ARTICLES) if (shape.test(path)) return path.replace(shape, doi);
  return undefined;
}

/** `https://...`, `www...`, and `doi.org/...` as people copy it. */
function isAddress(text: string): boolean {
  return /^(?:https?:\/\/|www\.|(?:dx\.)?doi\.org\/)/i.test(text);
}

/** Removes query strings and session ids, which are not part of a DOI. */
function withoutQuery(doi: string): string {
  return doi.replace(/(?:[?#]|;jsessionid=).*$/is, '');
}

/** Decodes percent-encoding, even if applied twice (`%252F`). */
function decode(text: string): string {
  let plain = text;
  try {
    while (/%[0-9a-f]{2}/i.test(plain)) plain = decodeURIComponent(plain);
  } catch {
    // Not UTF-8, so it stays as decoded so far.
  }
  return plain;
}

/** Removes views until none is left, so that reading the result again changes nothing. */
function withoutView(written: string): string {
  for (let doi = written; ; ) {
    // A suffix that is only `full` belongs to the DOI.
    const seen = doi.replace(VIEW, '');
    const bare = withoutMarks(/^[\d.]+$/.test(seen) ? doi : seen).replace(NUMBERED, '$1');
    const plain = VERSIONED.test(bare) ? bare.replace(/v\d{1,3}$/, '') : bare;
    if (plain === doi) return doi;
    doi = plain;
  }
}

/** Removes the punctuation that follows a DOI in text and addresses. */
function withoutMarks(doi: string): string {
  let end = doi.length;
  while (end > 0 && '/.,;:!?\'"\u2026]}>&'.includes(doi.charAt(end - 1))) end--;
  return doi.slice(0, end);
}
