/** An item of any RSS or Atom feed in, a paper out, or why there is none. */
import { Parser } from 'htmlparser2';
import { buildPaper, toText } from '../digest/build.ts';
import type { Day, Paper } from '../model/paper.ts';
import { idOf } from './arxiv-entry.ts';
import { nameIn, namesIn } from './names.ts';
import { attributeOf, childOf, isNode, listOf, type Node, textOf } from './xml.ts';

/** Ids and addresses are shorter. Characters. */
const MOST_ID = 500;

export interface FeedPaper {
  paper: Paper;
  /** When it was published, as far as the feed tells. */
  day: Day | undefined;
}

/** The items of RSS 2.0, RSS 1.0 (beside the channel) and Atom. */
export function itemsOf(tree: Node): unknown[] {
  const feed = tree.feed;
  if (feed !== undefined) return listOf(feed, 'entry');
  const channel = childOf(tree.rss, 'channel') ?? childOf(tree['rdf:RDF'], 'channel');
  return [...listOf(channel, 'item'), ...listOf(tree['rdf:RDF'], 'item')];
}

export function paperFromItem(item: unknown, now: number): FeedPaper | { reason: string } {
  const link = linkOf(item);
  const doi = doiOf(item, link);
  const ownId =
    textOf(childOf(item, 'guid')) ?? textOf(childOf(item, 'id')) ?? attributeOf(item, 'rdf:about') ?? link;
  const day = dayOf(item, now);
  const built = buildPaper({
    // One work has one id, whichever feed brings it: arXiv's, else the DOI, else what the feed calls it.
    id: idOf(start(link)) ?? idOf(start(ownId)) ?? doi ?? ownId?.trim().slice(0, 200),
    title: plainText(textOf(childOf(item, 'title'))),
    abstract: abstractOf(item),
    authors: authorsOf(item),
    keywords: listOf(item, 'category').map((one) => attributeOf(one, 'term') ?? textOf(one)),
    publishedOn: day,
    url: link,
  });
  if ('reason' in built) return built;
  return { paper: doi === undefined ? built : { ...built, doi }, day };
}

function linkOf(item: unknown): string | undefined {
  const links = listOf(item, 'link');
  const page = links.find(
    (link) => isNode(link) && (attributeOf(link, 'rel') ?? 'alternate') === 'alternate',
  );
  const written = attributeOf(page, 'href') ?? textOf(links.find((link) => textOf(link)?.trim()));
  const text = (written ?? permanentId(item))?.trim();
  return text !== undefined && /^https?:\/\//i.test(text) ? text : undefined;
}

/** A guid is the address of the page unless it says that it is not. */
function permanentId(item: unknown): string | undefined {
  const guid = childOf(item, 'guid');
  return attributeOf(guid, 'isPermaLink') === 'false' ? undefined : textOf(guid);
}

function doiOf(item: unknown, link: string | undefined): string | undefined {
  const places = [
    textOf(childOf(item, 'prism:doi')),
    ...listOf(item, 'dc:identifier').map((one) => textOf(one)),
    link,
    textOf(childOf(item, 'guid')),
  ];
  for (const place of places) {
    const found = /\b(10\.\d{4,9}\/[^\s"<>?#]+)/.exec(start(place) ?? '')?.[1];
    // bioRxiv's pages add a version and a view: `10.1101/2025.01.01.123456v1.abstract`.
    if (found)
      return withoutEnd(
        found.replace(/v\d+(?:\.(?:abstract|full(?:\.pdf)?|short))?$/i, ''),
        '.,;',
      ).toLowerCase();
  }
  return undefined;
}

/** As much of an address or an id as is looked at. */
function start(text: string | undefined): string | undefined {
  return text?.slice(0, MOST_ID);
}

/** Without these characters at its end, in one pass: a pattern would try each run of them. */
function withoutEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** The longest of what may be the abstract. */
function abstractOf(item: unknown): string {
  const names = ['description', 'summary', 'content', 'content:encoded', 'dc:description'];
  const texts = names.map((name) => plainText(textOf(childOf(item, name))) ?? '');
  const longest = texts.reduce((best, text) => (text.length > best.length ? text : best), '');
  return longest.replace(/^\s*abstract[:.\s]\s*/i, '');
}

function authorsOf(item: unknown): string[] {
  const creators = listOf(item, 'dc:creator').map((one) => textOf(one) ?? '');
  const authors = listOf(item, 'author').map((one) => textOf(childOf(one, 'name')) ?? textOf(one) ?? '');
  const named = creators.length > 0 ? creators : authors;
  // One element may hold all names.
  const apart = named.length === 1 ? namesIn(named[0] ?? '') : named;
  return apart.map((name) => toText(nameIn(name)) ?? '').filter((name) => name !== '');
}

function dayOf(item: unknown, now: number): Day | undefined {
  for (const name of ['published', 'pubDate', 'dc:date', 'prism:publicationDate', 'updated']) {
    const moment = Date.parse(textOf(childOf(item, name))?.trim() ?? '');
    // A date in the future is that of an issue, not of the paper.
    if (!Number.isNaN(moment) && moment > 0)
      return new Date(Math.min(moment, now)).toISOString().slice(0, 10);
  }
  return undefined;
}

/** Text without markup, whether it was written as such or escaped. */
export function plainText(text: string | undefined): string | undefined {
  if (text === undefined || !/<\/?[a-z][^<>]*>/i.test(text)) return text;
  const parts: string[] = [];
  const parser = new Parser({
    ontext: (part) => void parts.push(part),
    onopentagname: (name) => void (BREAKS.has(name) && parts.push(' ')),
  });
  parser.end(text.slice(0, 200_000));
  return parts.join('');
}

const BREAKS = new Set([
  'p',
  'br',
  'div',
  'li',
  'section',
  'title',
  'jats:p',
  'jats:title',
  'h1',
  'h2',
  'h3',
]);
