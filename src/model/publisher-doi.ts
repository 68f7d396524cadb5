/** Lists the publishers whose addresses contain a DOI without its prefix. */

/** Host and path of an article, and the DOI that is registered for it. */
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

/** The DOI of the article at an address of at most 2,000 characters; undefined where it cannot be derived. */
export function doiOfArticle(address: string): string | undefined {
  const path = address
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[?#].*$/s, '')
    .replace(/\/$/, '');
  for (const [shape, doi] of ARTICLES) if (shape.test(path)) return path.replace(shape, doi);
  return undefined;
}
