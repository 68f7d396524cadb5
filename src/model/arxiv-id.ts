/** Parses arXiv ids in every spelling, and in the addresses of arXiv, its mirrors and Hugging Face. */

/** Since April 2007: year and month, a point, four digits (five since 2015). https://info.arxiv.org/help/arxiv_identifier.html */
const NEW_ID = '\\d{2}(?:0[1-9]|1[0-2])\\.\\d{4,5}';
/** The archives that assigned ids until March 2007. A subject class may follow: `math.GT/0309136` is `math/0309136`. */
const ARCHIVE =
  '(?:acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga|' +
  'funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|' +
  'q-alg|q-bio|quant-ph|solv-int|stat|supr-con)';
const OLD_ID = `${ARCHIVE}(?:\\.[a-z-]{2,12})?/\\d{2}(?:0[1-9]|1[0-2])\\d{3}`;
const ID = `(${NEW_ID}|${OLD_ID})(?:v\\d{1,3})?(?!\\d)`;

const BARE = new RegExp(
  `^(?:oai:arxiv\\.org:|arxiv[:.\\s]\\s*|10\\.48550/arxiv\\.)?${ID}(?:\\.pdf)?(?:\\s*\\[[a-z.-]{2,20}\\]?)?$`,
  'i',
);
/** Hosts whose paths contain arXiv ids, and the path before the id. */
const ADDRESS = new RegExp(
  '^(?:https?://)?(?:' +
    '(?:[a-z0-9-]+\\.)*arxiv\\.org/(?:abs|pdf|html|format|ps|e-print|src|tb|show-email)/|' +
    '(?:www\\.)?alphaxiv\\.org/(?:[a-z]+/)*|' +
    '(?:www\\.)?ar5iv\\.org/(?:[a-z]+/)*|' +
    '(?:www\\.)?arxiv-vanity\\.com/papers/|' +
    '(?:www\\.)?(?:huggingface\\.co|hf\\.co)/(?:api/)?papers/|' +
    '(?:www\\.)?scirate\\.com/arxiv/|' +
    '(?:www\\.)?papers\\.cool/arxiv/|' +
    '(?:[a-z]+\\.)?semanticscholar\\.org/arxiv[/:]' +
    `)(?:arxiv:)?${ID}(?=$|[^a-z0-9])`,
  'i',
);
const CANONICAL = new RegExp(`^(?:${NEW_ID}|${ARCHIVE}/\\d{7})$`);

/**
 * The arXiv id in a text that is an id or an address, without its version and in lowercase. Undefined for other text.
 * The DOIs that arXiv assigns (`10.48550/arXiv.2508.01234`) are arXiv ids too.
 */
export function readArxivId(text: string): string | undefined {
  const plain = text.includes('%') ? text.replace(/%(?:25)*2f/gi, '/').replace(/%(?:25)*3a/gi, ':') : text;
  const found = (BARE.exec(plain) ?? ADDRESS.exec(plain))?.[1];
  return found?.toLowerCase().replace(/^([a-z-]+)\.[a-z-]+\//, '$1/');
}

/** Whether this is an arXiv id in canonical form. */
export function isArxivId(id: string): boolean {
  return CANONICAL.test(id);
}
