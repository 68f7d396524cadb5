/** Converts the items of a feed of any format to one shape, with absolute links. */
import type { parseFeed } from 'feedsmith';

/** With dates as they are written. */
type ParsedFeed = ReturnType<typeof parseFeed<string>>;
type Of<F extends ParsedFeed['format']> = Extract<ParsedFeed, { format: F }>['feed'];
type RssItem = NonNullable<Of<'rss'>['items']>[number];
type RdfItem = NonNullable<Of<'rdf'>['items']>[number];
type AtomEntry = NonNullable<Of<'atom'>['entries']>[number];
type JsonItem = NonNullable<Of<'json'>['items']>[number];
type Terms = NonNullable<RssItem['dcterms']>;

/** What a feed says of one work. Texts may hold markup; nothing is interpreted yet. */
export interface FeedItem {
  title?: string | undefined;
  /** Whatever may be the abstract. */
  texts: string[];
  /** One for each element that names authors. */
  creators: string[];
  subjects: string[];
  /** The best first: when it was published, then the date, then the last change. */
  dates: string[];
  /** Pages, the best first. */
  links: string[];
  /** What the feed calls it: `guid`, `id`, `rdf:about`. */
  ids: string[];
  /** DOIs and other identifiers. */
  identifiers: string[];
  /** arXiv's kind of announcement: new, cross, replace, replace-cross. */
  kind?: string | undefined;
  /** arXiv's own fields. */
  comment?: string | undefined;
  primaryCategory?: string | undefined;
}

/** The items in the order of the feed. `address` is the feed's own, for links that are relative. */
export function itemsOf(parsed: ParsedFeed, address?: string): FeedItem[] {
  switch (parsed.format) {
    case 'rss': {
      const { items = [], link, xml, atom } = parsed.feed;
      const base = chain(selfOf(atom?.links) ?? link, address, xml?.base);
      return items.map((item) => rssItem(item, chain(base, item.xml?.base)));
    }
    case 'rdf': {
      const { items = [], link, xml } = parsed.feed;
      const base = chain(link, address, xml?.base);
      return items.map((item) => rdfItem(item, chain(base, item.xml?.base)));
    }
    case 'atom': {
      const { entries = [], links, xml } = parsed.feed;
      const base = chain(selfOf(links), address, xml?.base);
      return entries.map((entry) => atomItem(entry, chain(base, entry.xml?.base)));
    }
    case 'json': {
      const { items = [], feed_url, home_page_url } = parsed.feed;
      const base = chain(feed_url ?? home_page_url, address);
      return items.map((item) => jsonItem(item, base));
    }
  }
}

function rssItem(item: RssItem, base: string | undefined): FeedItem {
  const { dc, dcterms, atom, guid, content } = item;
  // `author` comes as `dcterms:creator`, and may hold elements as in Atom.
  const people = dcterms?.creators?.map((text) => text.replace(/<\/?(?:name|email|uri)>/gi, ' '));
  const page = guid?.isPermaLink === false ? undefined : guid?.value;
  const described = [item.description, content?.encoded, dc?.descriptions, dcterms?.abstracts].flat();
  return {
    title: item.title ?? dc?.titles?.[0],
    texts: known(described, atom?.summary?.value),
    creators: first(dc?.creators, people, namesOf(atom?.authors)),
    subjects: known(namesOf(item.categories), dc?.subjects, dcterms?.subjects),
    dates: known(item.pubDate, dc?.dates, datesOf(dcterms), atom?.published, atom?.updated),
    links: links(base, item.link, pagesOf(atom?.links), page),
    ids: known(guid?.value),
    identifiers: known(dc?.identifiers, dcterms?.identifiers),
    kind: dc?.types?.[0],
  };
}

function rdfItem(item: RdfItem, base: string | undefined): FeedItem {
  const { dc, dcterms, atom, content, rdf } = item;
  return {
    title: item.title ?? dc?.titles?.[0],
    texts: known(item.description, content?.encoded, dc?.descriptions, dcterms?.abstracts),
    creators: first(dc?.creators, dcterms?.creators, namesOf(atom?.authors)),
    subjects: known(dc?.subjects, dcterms?.subjects),
    dates: known(dc?.dates, datesOf(dcterms), atom?.published, atom?.updated),
    links: links(base, item.link, rdf?.about, pagesOf(atom?.links)),
    ids: links(base, rdf?.about),
    identifiers: known(dc?.identifiers, dcterms?.identifiers),
    kind: dc?.types?.[0],
  };
}

function atomItem(entry: AtomEntry, base: string | undefined): FeedItem {
  const { dc, dcterms, arxiv, content } = entry;
  const categories = entry.categories?.map(({ term, label }) => label ?? term);
  return {
    title: entry.title?.value,
    texts: known(entry.summary?.value, content?.value, dc?.descriptions, dcterms?.abstracts),
    creators: first(namesOf(entry.authors), dc?.creators, dcterms?.creators),
    subjects: known(categories, dc?.subjects, dcterms?.subjects),
    dates: known(entry.published, dc?.dates, datesOf(dcterms), entry.updated),
    links: [...links(base, pagesOf(entry.links)), ...links(chain(base, content?.xml?.base), content?.src)],
    ids: known(entry.id),
    identifiers: known(dc?.identifiers, dcterms?.identifiers, arxiv?.doi),
    kind: dc?.types?.[0],
    comment: arxiv?.comment,
    primaryCategory: arxiv?.primaryCategory?.term,
  };
}

function jsonItem(item: JsonItem, base: string | undefined): FeedItem {
  return {
    title: item.title,
    texts: known(item.content_html, item.content_text, item.summary),
    creators: known(namesOf(item.authors)),
    subjects: known(item.tags),
    dates: known(item.date_published, item.date_modified),
    links: links(base, item.url, item.external_url),
    ids: known(item.id),
    identifiers: [],
  };
}

/** Texts of elements, some of which may be missing. */
type Written = readonly (string | undefined)[];

/** When it was published, then when it became available, then the date of the issue. */
function datesOf(terms: Terms = {}): Written {
  const { issued, dates, available, dateSubmitted, created, valid, modified } = terms;
  return [issued, dates, available, dateSubmitted, created, valid, modified].flatMap((list) => list ?? []);
}

type Links = readonly { href?: string; rel?: string; type?: string }[];

/** The pages among the links of an entry: those that are alternates, pages in HTML first. */
function pagesOf(all: Links = []): Written {
  const pages = all.filter(({ rel = 'alternate' }) => /(?:^|\/)alternate$/.test(rel.trim()));
  const isHtml = ({ type }: Links[number]) => type === undefined || type.includes('html');
  return [...pages.filter(isHtml), ...pages.filter((page) => !isHtml(page))].map(({ href }) => href);
}

function selfOf(all: Links = []): string | undefined {
  return all.find(({ rel }) => rel === 'self')?.href;
}

function namesOf(all: readonly { name?: string | undefined }[] = []): Written {
  return all.map(({ name }) => name);
}

/** The addresses with each relative one read against those before it. */
function chain(...addresses: Written): string | undefined {
  return addresses.reduce((base, address) => (address && URL.parse(address, base)?.href) || base, undefined);
}

function links(base: string | undefined, ...written: (string | Written | undefined)[]): string[] {
  const hrefs = known(...written).flatMap((link) => URL.parse(link.trim(), base)?.href ?? []);
  return hrefs.filter((href) => /^https?:/.test(href));
}

/** The values that are there, in order, each once. */
function known(...values: (string | Written | undefined)[]): string[] {
  return [...new Set(values.flat())].filter((value): value is string => !!value?.trim());
}

/** The first list that has a value: elements of another kind name the same people again. */
function first(...lists: (Written | undefined)[]): string[] {
  const shown = lists.map((list = []) => list.filter((value): value is string => !!value?.trim()));
  return shown.find((list) => list.length > 0) ?? [];
}
