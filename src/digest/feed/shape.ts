/** Tells whether a text is an RSS, Atom or RDF feed, where its items begin, and what makes it unreadable. */

/** Comments and style sheets may stand before the root. Characters. */
const HEAD = 8_192;
/** After the root's end there may be comments of the server. Characters. */
const TAIL = 4_096;
const PREFIX = '(?:[\\w.-]{1,30}:)?';
const ROOT = new RegExp(`<(${PREFIX}(?:feed|rss|rdf))(?=[\\s>])[^>]{0,8192}>`, 'i');
const ITEM = new RegExp(`<(${PREFIX}(?:item|entry))(?=[\\s>])`, 'gi');

/** The start tag of a feed's root with its name, or undefined for a text that is no feed in XML. */
export function rootOf(text: string): { tag: string; name: string } | undefined {
  const found = ROOT.exec(text.slice(0, 2 * HEAD));
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

/** `cut` where the end of the root is missing; `entities` where the feed declares some of its own, which are not read. */
export function faultOf(text: string): 'cut' | 'entities' | undefined {
  const root = rootOf(text);
  if (root === undefined) return undefined;
  if (/<!DOCTYPE[^>]*\[/i.test(text.slice(0, HEAD))) return 'entities';
  const end = `</${root.name}`.toLowerCase();
  return text.slice(-TAIL).toLowerCase().includes(end) ? undefined : 'cut';
}

/** Where the items begin, and the names of their elements. */
export function itemStarts(text: string): { at: number; name: string }[] {
  return [...text.matchAll(ITEM)].map(({ index, 1: name = '' }) => ({ at: index, name }));
}
