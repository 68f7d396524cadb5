/** Parses an RSS, Atom, RDF or JSON feed into its items; an unreadable item is skipped. */
import { createRequire } from 'node:module';
import { messageOf } from '../../model/errors.ts';
import { withoutLengthElements, withoutLengthKeys } from '../../text/array-likes.ts';
import { cleanText } from '../../text/clean.ts';
import type { InputRow } from '../digests-by-day.ts';
import { readJson } from '../json.ts';
import { badDigest, glimpse } from '../reader.ts';
import { faultOf, isJsonFeed, itemStarts, rootOf, withoutDoctype } from './detect-feed.ts';
import { withKnownNames } from './dublin-core.ts';
import { type FeedItem, itemsOf } from './feed-items.ts';
import { withOwnBases } from './xml-base.ts';

export interface Feed {
  items: InputRow<FeedItem>[];
  /** How many items there are in all, where the feed is a part of an answer. */
  total?: number | undefined;
  /** What arXiv says where it refuses a query; its error arrives as a feed with one entry. */
  refusal?: string | undefined;
}

/** Items in one feed; the largest listings have some 2,000. */
const MAX_ITEMS = 50_000;
/** Items read one by one where the feed as a whole cannot be: each costs the root's tag again. */
const MAX_APART = 2_000;
/** The parser is loaded with the first feed: loading it takes a twelfth of a start, and many processes read none. */
const load = createRequire(import.meta.url);

/**
 * Reads a feed. `address` is where it was fetched, for relative links.
 * Of a feed that is cut off, the whole items are read, and one more that is `broken` stands for the rest.
 * Throws `bad-digest` for text that is not a feed, is cut off in its first item, or declares nested entities.
 */
export function readFeed(text: string, address?: string): Feed {
  const fault = faultOf(text);
  if (fault === 'entities') throw badDigest("it is a feed with nested entities, which aren't supported");
  const declared = withoutDoctype(text);
  if (fault !== 'cut') return readWhole(declared, address);
  const feed = readWhole(withEnd(declared), address);
  const line = declared.split('\n').length;
  const rest = { line, name: `item ${feed.items.length + 1}`, broken: 'the feed is cut off here' };
  return { ...feed, items: [...feed.items, rest] };
}

function readWhole(text: string, address: string | undefined): Feed {
  const root = rootOf(text);
  const isXml = root !== undefined;
  const plain = isXml ? withKnownNames(withOwnBases(text), isRss(root.name)) : jsonFeedIn(text);
  try {
    const found = parsed(plain);
    const items = itemsOf(found, address).slice(0, MAX_ITEMS);
    const lines = isXml ? linesOf(text) : [];
    const isEach = lines.length === items.length;
    // The parser leaves out items in which it knows no element.
    if (items.length === 0) return { items: lines.slice(0, MAX_ITEMS).map((line, at) => place(line, at)) };
    return {
      items: items.map((item, at) => place(isEach ? lines[at] : undefined, at, item)),
      total: found.format === 'atom' ? found.feed.opensearch?.totalResults : undefined,
      refusal: refusalIn(items),
    };
  } catch (error) {
    if (typeof plain === 'string') return readApart(plain, address, error);
    throw badDigest('it is a JSON Feed that cannot be read', '', error);
  }
}

/** @throws what the parser throws */
function parsed(feed: unknown) {
  const { parseFeed } = load('feedsmith') as typeof import('feedsmith');
  return parseFeed(typeof feed === 'string' ? withoutLengthElements(feed) : withoutLengthKeys(feed));
}

/** What arXiv's error entry says; undefined without one. A real paper titled "Error" has a paper's id. */
function refusalIn(items: readonly (FeedItem | undefined)[]): string | undefined {
  const isErrorId = (id: string) => /\barxiv\.org\/api\/errors\b/i.test(id);
  const failure = items.find((item) => item?.title?.trim() === 'Error' && item.ids.some(isErrorId));
  return failure && cleanText(failure.texts[0] ?? 'no reason').slice(0, 160);
}

function isRss(root = ''): boolean {
  return /rss$/i.test(root);
}

/** A feed that is cut off, up to its last whole item, with the ends that are missing. */
function withEnd(text: string): string {
  const root = rootOf(text)?.name ?? '';
  const name = itemStarts(text)[0]?.name ?? '';
  const end = text.lastIndexOf(`</${name}>`);
  if (name === '' || end === -1)
    throw badDigest('it is a feed that is cut off before the end of its first item');
  const channel = isRss(root) ? '</channel>' : '';
  return `${text.slice(0, end)}</${name}>${channel}</${root}>`;
}

function jsonFeedIn(text: string): unknown {
  const value = text.trimStart().startsWith('{') ? readJson(text) : undefined;
  if (isJsonFeed(value)) return value;
  throw badDigest('it is not an RSS, Atom or JSON feed', `; it begins with ${glimpse(text)}`);
}

/** Each item by itself, within the root's own tag, for a feed that cannot be parsed as a whole. */
function readApart(text: string, address: string | undefined, cause: unknown): Feed {
  const root = rootOf(text);
  const starts = itemStarts(text).slice(0, MAX_APART);
  const lines = linesOf(text);
  const [open, close] = isRss(root?.name) ? ['<channel>', '</channel>'] : ['', ''];
  const items = starts.map(({ at, name }, number) => {
    const piece = text.slice(at, starts[number + 1]?.at);
    const end = piece.lastIndexOf(`</${name}`);
    try {
      const alone = `${root?.tag}${open}${piece.slice(0, end)}</${name}>${close}</${root?.name}>`;
      return itemsOf(parsed(alone), address)[0];
    } catch {
      return undefined;
    }
  });
  if (items.some((item) => item !== undefined))
    return { items: items.map((item, at) => place(lines[at], at, item)), refusal: refusalIn(items) };
  throw badDigest('it is a feed that is not well-formed XML', ` (${messageOf(cause).slice(0, 100)})`, cause);
}

function place(line: number | undefined, at: number, item?: FeedItem): InputRow<FeedItem> {
  const where = { line: line ?? 1, name: `item ${at + 1}` };
  return item === undefined ? { ...where, broken: 'it cannot be parsed' } : { ...where, value: item };
}

/** The lines on which the items begin. */
function linesOf(text: string): number[] {
  let line = 1;
  let from = 0;
  return itemStarts(text).map(({ at }) => {
    for (let end = text.indexOf('\n', from); end !== -1 && end < at; end = text.indexOf('\n', from)) {
      line += 1;
      from = end + 1;
    }
    return line;
  });
}
