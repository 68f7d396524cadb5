/** Tells whether a text is an RSS, Atom or RDF feed, where its items begin, and what makes it unreadable. */

/** Comments and style sheets may stand before the root. Characters. */
const HEAD = 8_192;
/** After the root's end there may be comments of the server. Characters. */
const TAIL = 4_096;
/** The lists of entities of HTML are shorter. Characters. */
const MAX_DOCTYPE = 65_536;
const QUOTED = `"[^"]*"|'[^']*'`;
const DOCTYPE = new RegExp(
  `<!DOCTYPE(?:[^\\[\\]<>"']|${QUOTED})*(?:\\[(?:[^\\]"'<]|${QUOTED}|<!--[^]*?-->|<(?!!--))*\\]\\s*)?>`,
  'iy',
);
const ENTITY = /<!ENTITY\s+(?:%\s+)?[\w.:-]{1,100}\s+(?:"([^"]*)"|'([^']*)')/gi;
const PREFIX = '(?:[\\w.-]{1,30}:)?';
const ROOT = new RegExp(`<(${PREFIX}(?:feed|rss|rdf))(?=[\\s>])[^>]{0,8192}>`, 'i');
const ITEM = new RegExp(`<(${PREFIX}(?:item|entry))(?=[\\s>])`, 'gi');

/** The start tag of a feed's root with its name, or undefined for text that is not an XML feed. */
export function rootOf(text: string): { tag: string; name: string } | undefined {
  const declared = doctypeOf(text)?.length ?? 0;
  const found = ROOT.exec(withoutDoctype(text.slice(0, 2 * HEAD + declared)));
  if (found === null || found.index > HEAD || !text.trimStart().startsWith('<')) return undefined;
  if (/<html[\s>]/i.test(text.slice(0, found.index))) return undefined;
  return { tag: found[0], name: found[1] ?? '' };
}

/** Whether a parsed JSON document is a JSON Feed. https://www.jsonfeed.org/version/1.1/ */
export function isJsonFeed(value: unknown): boolean {
  const version =
    typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
  return typeof version === 'string' && /\bjsonfeed\.org\/version\//.test(version);
}

/** `cut` where the end of the root is missing; `entities` where the feed declares nested entities. */
export function faultOf(text: string): 'cut' | 'entities' | undefined {
  const root = rootOf(text);
  if (root === undefined) return undefined;
  if (expands(doctypeOf(text) ?? '')) return 'entities';
  const end = `</${root.name}`.toLowerCase();
  return text.slice(-TAIL).toLowerCase().includes(end) ? undefined : 'cut';
}

/**
 * The text without its document type declaration, whose entities are not read; its line breaks stay, so that lines keep
 * their numbers.
 */
export function withoutDoctype(text: string): string {
  const doctype = doctypeOf(text);
  return doctype === undefined ? text : text.replace(doctype, () => doctype.replace(/[^\n]+/g, ''));
}

function doctypeOf(text: string): string | undefined {
  const from = text.slice(0, HEAD).search(/<!DOCTYPE\b/i);
  if (from === -1) return undefined;
  DOCTYPE.lastIndex = 0;
  return DOCTYPE.exec(text.slice(from, from + MAX_DOCTYPE))?.[0];
}

/** Whether an entity is made of others, as in attacks that grow by expanding them. */
function expands(doctype: string): boolean {
  return [...doctype.matchAll(ENTITY)].some(([, double, single]) =>
    /[&%](?!(?:amp|lt|gt|quot|apos);)[\w.:-]+;/.test(double ?? single ?? ''),
  );
}

/** Where the items begin, and the names of their elements. */
export function itemStarts(text: string): { at: number; name: string }[] {
  return [...text.matchAll(ITEM)].map(({ index, 1: name = '' }) => ({ at: index, name }));
}
