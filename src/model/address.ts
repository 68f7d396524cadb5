/** Normalizes addresses of papers that have neither an arXiv id nor a DOI, so that all copies of a link are equal. */

/** The longest address, in characters. */
const MAX_LENGTH = 2000;
/** The longest key, in characters, as for all ids. */
const MAX_KEY = 200;
/** Tracking parameters, which do not change the page. */
const TRACKING =
  /^(?:utm_.*|mc_[ce]id|_hs.*|ref|ref_.*|wt\..*|et_.*|rss|af|dgcid|via|source|context|needaccess|download|cmpid|campaign.*|fbclid|gclid|yclid|msclkid|mkt_tok|ncid|casa_token|feed|rskey|redirectedfrom|cookieset)$/;
/** Parts of a path that select a view of the paper. */
const VIEWS = new Set(
  (
    'abs abstract abstracts full fulltext full-text pdf epdf pdfdirect pdfft html htm xml forum reader epub ' +
    'articlelanding articlehtml articlepdf citations references metrics figures supplementary comments'
  ).split(' '),
);
/** Elsevier's number of an article, which is in its addresses at ScienceDirect, Cell and The Lancet alike. */
const PII = /(?:^|[^a-z0-9])(?:pii)?(s\d{4}-?\d{3}[\dx](?:\(\d{2}\)|-?\d{2})\d{5}-?[\dx])(?![a-z0-9])/;
/** PubMed's number of a paper, as people write it. */
const NUMBER = /^(?:pmid|pubmed)\s*[:\s]\s*(\d{1,9})$/i;
const PUBMED = 'pubmed.ncbi.nlm.nih.gov/';
/** Other addresses of PubMed and PubMed Central. */
const MOVED: readonly [RegExp, string][] = [
  [/^ncbi\.nlm\.nih\.gov\/pubmed\//, PUBMED],
  [/^europepmc\.org\/(?:article|abstract)\/med\//, PUBMED],
  [/^ncbi\.nlm\.nih\.gov\/pmc\//, 'pmc.ncbi.nlm.nih.gov/'],
  [/^(academic\.oup\.com\/.*)\/article-(?:abstract|pdf)\//, '$1/article/'],
];
/** Path segments that occur in addresses of papers, and hardly in others. */
const PAPER_PATH =
  /(?:^|\/)(?:pii|articles?|papers?|pdf|abs|abstract|fulltext|forum|document|content|articlelanding|manuscript|preprints?|publication|proceedings|records?|doc|detail|\d{4}-\d{3}[\dx])(?:\/|[?.]|$)/;

/**
 * The key for comparing addresses: without scheme, `www.`, tracking parameters, fragment and the view of the paper, in
 * lowercase, with `-` for all but letters, digits and `._/-`. Undefined for text that is not the address of a page, such as
 * the start page of a site.
 */
export function addressKey(text: string): string | undefined {
  const pubmed = NUMBER.exec(text.trim())?.[1];
  if (pubmed !== undefined) return `${PUBMED}${pubmed}`;
  const url = readAddress(text);
  if (url === undefined) return undefined;
  const path = url.pathname.toLowerCase();
  const pii = PII.exec(path)?.[1];
  if (pii !== undefined) return `pii/${pii.replace(/[^a-z0-9]/g, '')}`;
  const plain = MOVED.reduce((address, [from, to]) => address.replace(from, to), `${url.host}${path}`);
  const [host = '', ...parts] = plain.split('/');
  const last = parts.length - 1;
  const named = parts
    .map((part, at) => (at === last ? part.replace(/\.(?:pdf|html?|xml)$/, '') : part))
    .filter((part) => part !== '' && !VIEWS.has(part));
  const query = [...url.searchParams]
    .filter(([name, value]) => value !== '' && !isTracking(name, url.host))
    .map(([name, value]) => `${name}-${value}`.toLowerCase())
    .sort();
  if (named.length + query.length === 0) return undefined;
  const key = [host, ...named, ...query].join('/').replace(/[^\p{L}\p{N}._/-]+/gu, '-');
  return key.length > MAX_KEY || !/^[\p{L}\p{N}]/u.test(key) ? undefined : key;
}

/** Whether an address looks like that of a paper, and so is worth looking up. */
export function isPaperAddress(text: string): boolean {
  if (NUMBER.test(text.trim())) return true;
  const url = readAddress(text);
  if (url === undefined || addressKey(text) === undefined) return false;
  return PAPER_PATH.test(`${url.pathname}${url.search}`.toLowerCase()) && /\d|[?&]id=/.test(url.href);
}

/** The address without tracking parameters. */
export function withoutTracking(address: string): string {
  const url = URL.parse(address);
  if (url === null) return address;
  const gone = [...url.searchParams.keys()].filter((name) => isTracking(name, url.host));
  for (const name of gone) url.searchParams.delete(name);
  return gone.length > 0 ? url.href : address;
}

/** Whether a parameter does not change the page; on PubMed none does. */
function isTracking(name: string, host: string): boolean {
  return TRACKING.test(name.toLowerCase()) || host === PUBMED.slice(0, -1);
}

function readAddress(text: string): URL | undefined {
  const plain = text.trim();
  if (plain.length > MAX_LENGTH || !/^(?:https?:\/\/|www\.)\S+$/i.test(plain)) return undefined;
  const url = URL.parse(/^www\./i.test(plain) ? `https://${plain}` : plain);
  if (url === null) return undefined;
  try {
    url.pathname = decodeURIComponent(url.pathname).replace(/[?#]/g, '-');
  } catch {
    // Not UTF-8, so compared as written.
  }
  url.host = url.host.replace(/^(?:www\.)+/, '');
  return url;
}
