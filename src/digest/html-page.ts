/** Reads the HTML of a Daily Papers page into a digest, from the data that the page carries for its script. */
import { gistOf, PaperboyError } from '../model/errors.ts';
import type { Digest } from '../model/paper.ts';
import { tokenize } from '../text/tokenize.ts';
import { readAnswer } from './api-response.ts';
import { joinDays } from './digest-builder.ts';
import { readJson } from './json.ts';
import { badDigest, glimpse, type Reading } from './reader.ts';

/** With more unreadable targets than this, the input is not a saved page. */
const MAX_BROKEN = 100;
/** Lists that are mistaken for feeds. */
const XML_NAMES: ReadonlyMap<string, string> = new Map([
  ['opml', 'a list of feeds (OPML); read the feeds it names'],
  ['urlset', 'a sitemap, not a feed'],
  ['sitemapindex', 'a list of sitemaps, not a feed'],
  ['oai-pmh', "an OAI-PMH response, which isn't supported"],
]);
/** The most pages in one file: decades of them. */
const MAX_TARGETS = 10_000;

/** Reads each `<div data-target="DailyPapers" data-props="...">`; the attribute is entity-escaped JSON. */
export function readHtmlPage(html: string, reading: Reading): Digest[] {
  const { targets, isCut } = findTargets(html);
  if (targets.length === 0) throw refuse(html, isCut);
  if (targets.length > MAX_TARGETS) throw badDigest(`it has more than ${MAX_TARGETS} pages; split it`);
  const digests: Digest[] = [];
  const broken: { at: number; error: PaperboyError }[] = [];
  for (const { at, props } of targets) {
    try {
      digests.push(...readAnswer(readJson(props), props, reading));
    } catch (error) {
      if (!(error instanceof PaperboyError)) throw error;
      broken.push({ at, error });
      if (broken.length > MAX_BROKEN) break;
    }
  }
  const [first] = broken;
  if (first && (digests.length === 0 || broken.length > MAX_BROKEN)) throw first.error;
  const [joined, ...others] = joinDays(digests);
  if (joined === undefined) throw refuse(html, isCut);
  const lost = broken.map(({ at, error }) => ({
    line: lineOf(html, at),
    reason: gistOf(error).slice(0, 300),
  }));
  if (isCut) lost.push({ line: lineOf(html, html.length), reason: 'the page is cut off here' });
  return [
    { ...joined, skipped: [...joined.skipped, ...lost].toSorted((a, b) => a.line - b.line) },
    ...others,
  ];
}

function refuse(html: string, isCut: boolean): PaperboyError {
  if (isCut)
    return badDigest('it is a Daily Papers page that is cut off in the middle of its data; save it again');
  const xml = xmlName(html);
  if (xml !== undefined) return badDigest(`it is ${xml.name}`, xml.quote);
  const title = /<title[^>]{0,200}>([^<]{0,200})/i.exec(html)?.[1];
  const quote = title ? ` (titled ${glimpse(title)})` : '';
  const isCutOff = /<html/i.test(html) && !/<\/html/i.test(html);
  const what = isCutOff ? 'HTML that is cut off' : 'HTML';
  return badDigest(`it is ${what}, but not a saved Daily Papers page`, quote);
}

/** What kind of XML that is not a feed this is, by its first element; undefined for HTML. */
function xmlName(text: string): { name: string; quote?: string } | undefined {
  const root = /<(?:[\w.-]{1,30}:)?([a-z][\w.-]{0,60})(?=[\s/>])/i.exec(text.slice(0, 16_384))?.[1];
  const known = XML_NAMES.get(root?.toLowerCase() ?? '');
  if (known !== undefined) return { name: known };
  if (root === undefined || root.toLowerCase() === 'html' || !/^\s*<\?xml\b/.test(text)) return undefined;
  return { name: 'XML of another kind', quote: ` (<${root}>)` };
}

function lineOf(html: string, at: number): number {
  let line = 1;
  for (let end = html.indexOf('\n'); end !== -1 && end < at; end = html.indexOf('\n', end + 1)) line += 1;
  return line;
}

/** Every non-empty `data-props` that belongs to the target or contains the papers, and whether the text ends within one. */
function findTargets(html: string): { targets: { at: number; props: string }[]; isCut: boolean } {
  let name = '';
  let value = '';
  let tag: { at: number; target?: string; props?: string } = { at: 0 };
  const targets: { at: number; props: string }[] = [];
  const close = () => {
    const { at, target, props } = tag;
    if (props !== undefined && props.trim() !== '' && isTarget(target, props)) targets.push({ at, props });
  };
  tokenize(html, {
    onopentagname: (at) => {
      tag = { at };
    },
    onattribname: (from, to) => {
      name = html.slice(from, to).toLowerCase();
      value = '';
    },
    onattribdata: (from, to) => {
      if (isWanted(name)) value += html.slice(from, to);
    },
    onattribentity: (code) => {
      if (isWanted(name)) value += String.fromCodePoint(code);
    },
    onattribend: () => {
      if (name === 'data-target') tag.target = value;
      if (name === 'data-props') tag.props = value;
      name = '';
    },
    onopentagend: close,
    onselfclosingtag: close,
  });
  return { targets, isCut: name === 'data-props' && isTarget(tag.target, value) };
}

function isTarget(target: string | undefined, props: string): boolean {
  return target === 'DailyPapers' || props.includes('"dailyPapers"');
}

function isWanted(name: string): boolean {
  return name === 'data-target' || name === 'data-props';
}
