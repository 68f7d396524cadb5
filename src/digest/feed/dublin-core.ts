/** Renames elements that the feed parser drops in some formats to Dublin Core elements that it always keeps. */

/** Namespaces whose elements are renamed, by a part of their addresses, with the prefix they usually have. */
const NAMESPACES = [
  { address: /prismstandard\.org\/namespaces|purl\.org\/rss\/1\.0\/modules\/prism/i, usual: 'prism' },
  { address: /arxiv\.org\/schemas\/atom/i, usual: 'arxiv' },
];

/** `dcterms:valid` and `dc:type` stand for what no publisher writes there: an issue's date, arXiv's kind of announcement. */
const NEW_NAMES: Record<string, string> = {
  'prism:doi': 'dc:identifier',
  'prism:publicationdate': 'dcterms:issued',
  'prism:coverdate': 'dcterms:valid',
  'prism:keyword': 'dc:subject',
  'arxiv:doi': 'dc:identifier',
  'arxiv:announce_type': 'dc:type',
};

/** Elements of RSS that name people, whose text may be anything; the parser takes quadratic time over some of it. */
const PEOPLE = /<(\/?)(authors?|managingEditor|webMaster)(?=[\s>/])/gi;

/** RDF lists its items once more; the parser reads only those, and looks for each among all. */
const SEQUENCE = /<(\/?)([\w.-]{1,30}):Seq(?=[\s>])/gi;

/** The feed with those elements renamed. Linear. */
export function withKnownNames(text: string, isRss: boolean): string {
  const usual = usualPrefixes(text.slice(0, 16_384));
  const plain = isRss
    ? text.replace(
        PEOPLE,
        (_tag, slash, name) => `<${slash}dcterms:${/^authors?$/i.test(name) ? 'creator' : 'contributor'}`,
      )
    : text.replace(SEQUENCE, '<$1$2:sequence');
  return plain.replace(/<(\/?)([\w.-]{1,30}):([\w-]{1,30})(?=[\s>/])/g, (tag, slash, prefix, local) => {
    const name = NEW_NAMES[`${usual.get(prefix) ?? prefix}:${local}`.toLowerCase()];
    return name === undefined ? tag : `<${slash}${name}`;
  });
}

/** By the prefix that the feed declares, the usual one of the same namespace. */
function usualPrefixes(head: string): Map<string, string> {
  const prefixes = new Map<string, string>();
  for (const [, prefix = '', address = ''] of head.matchAll(
    /xmlns:([\w.-]{1,30})\s*=\s*["']([^"'<>]{1,300})["']/g,
  )) {
    const known = NAMESPACES.find((namespace) => namespace.address.test(address));
    if (known !== undefined) prefixes.set(prefix, known.usual);
  }
  return prefixes;
}
