/** Reads what papers a sentence asks for: `show me the latest papers on diffusion, please` asks for `diffusion`, newest first. */
import { readPaperId } from '../model/paper-id.ts';
import type { Sort } from '../search/search-index.ts';
import { says } from './near.ts';
import { periodAtEnd } from './period.ts';

/** Papers that are asked for. */
export interface AskedFor {
  /** In the query language. */
  query: string;
  sort?: Exclude<Sort, 'relevance'>;
  /** Words for the days they appeared on, such as `this week`. */
  within?: string;
}

const FIND =
  "(?:find|search for|look for|look up|looking for|get|give|show|send|fetch|recommend|suggest|list|suche|finde|zeige?|(?:i|we) (?:want|need)|(?:i|we)(?:'m| am|'re| are) looking for)(?: me| us| mir)?";
const SOME =
  "(?:are there|is there|do you have|have you got|got|what(?:'s| is| are)|which|tell me|let me know|anyone has)";
const SORTS =
  '(newest|latest|neueste|neue|aktuelle|new|recent|fresh|top|best|trending|popular|hot|most (?:popular|upvoted)|highest rated)';
const PAPERS =
  '(?:papers?|articles?|publications?|preprints?|research|literature|studies|stuff|anything|something|everything|news)';
const ABOUT =
  '(?:about|on|regarding|concerning|covering|mentioning|related to|dealing with|that (?:mention|are about)|(?:from|in) the (?:area|field) of|in|über|zu)';
const FILLERS =
  '(?:(?:some|any|all|the|of|good|great|interesting|more|a few|other|neue|\\d{1,2}|two|three|four|five|ten) )*';

/** `papers about X`, with whatever stands before. */
const ABOUT_A_TOPIC = says(
  `(?:(?:${FIND}|${SOME}) )?${FILLERS}(?:${SORTS} )?${FILLERS}${PAPERS} (?:there |new |recent |interesting |good |else )*${ABOUT} (.+)`,
);
/** A person or an organization. */
const FROM_SOMEONE = says(
  `(?:(?:${FIND}|${SOME}) )?${FILLERS}(?:${SORTS} )?${FILLERS}(?:${PAPERS}|work) from (.+)`,
);
const BY_AN_AUTHOR = says(
  `(?:(?:${FIND}|${SOME}) )?${FILLERS}(?:${SORTS} )?${FILLERS}(?:${PAPERS}|work) (?:written |authored |published )?(?:by|of|von) (.+)`,
  '(?:what|which papers) (?:has|have|did) (.+) (?:published?|written?|wrote)',
);
/** `who works on X`. */
const WORKS_ON = says(
  "who(?: has| have|'s| is)? (?:works?|worked|working|published|publishes|writes|wrote|written) (?:(?:papers|anything) )?(?:on|about) (.+)",
);
/** `find X`, where nothing says that X is a topic. */
const FIND_IT = says(
  `(?:find|search for|look for|look up|suche|finde|(?:show|give|get|send) (?:me|us)) ${FILLERS}(.+)`,
);
/** `latest X`. `recent X` and `top X` are often words of a title. */
const NEWEST = says('(latest|newest)(?: (?:in|on|about))? (.+)');
const TRENDING_PAPERS = says(`${SORTS} (.+) papers`);
/** `X papers`. */
const OF_A_KIND = says('(.+) papers');
/** Words before `papers` that say what kind of paper it is, or that it ends no phrase. */
const PART_OF_A_PHRASE =
  /(?:^|\s)(?:a|an|the|of|in|for|from|with|on|and|or|to|not|scientific|research|academic|retracted|scholarly|conference|published|review|survey|similar|related|many|other)$/i;

const NAME = /^[\p{L}\p{M}][\p{L}\p{M}.'\u2019-]*(?: [\p{L}\p{M}][\p{L}\p{M}.'\u2019-]*){0,4}$/u;
/** `by design` is by nobody. */
const NO_NAME =
  /^(?:the|a|an|design|default|chance|heart|hand|example|analogy|means|way|using|date|votes|relevance|learning|playing|my|our|your|this|that|these)\b/i;

/** What papers a plain line asks for; undefined where it is no sentence around a query. */
export function askedFor(line: string): AskedFor | undefined {
  const author = BY_AN_AUTHOR.exec(line);
  if (author) return bySomeone(author[2] ?? author[3] ?? '', author[1]);
  const from = FROM_SOMEONE.exec(line);
  if (from) return bySomeone(from[2] ?? '', from[1], personOrOrganization);
  const topic = ABOUT_A_TOPIC.exec(line);
  if (topic) return about(topic[2] ?? '', topic[1]);
  const worked = WORKS_ON.exec(line)?.[1];
  if (worked !== undefined) return about(worked);
  const found = FIND_IT.exec(line)?.[1];
  if (found !== undefined) return askedFor(found) ?? about(ofAKind(found));
  const newest = NEWEST.exec(line) ?? TRENDING_PAPERS.exec(line);
  if (newest) return about(ofAKind(newest[2] ?? ''), newest[1]);
  const kind = ofAKind(line);
  if (kind !== line) return about(kind);
  const recent = periodAtEnd(line);
  return recent && { query: ofAKind(recent.before), within: recent.period };
}

/** Whether it says that papers are meant, as `papers about X` and `papers by X` do, and no other words could be a topic. */
export function isAboutPapers(line: string): boolean {
  return ABOUT_A_TOPIC.test(line) || (BY_AN_AUTHOR.test(line) && askedFor(line) !== undefined);
}

/** `by Yann LeCun`: a query for the author. */
function authorQuery(name: string): string | undefined {
  return NAME.test(name) && !NO_NAME.test(name) ? `author:"${name}"` : undefined;
}

/** `Hinton and LeCun on scaling this week`: papers of all of them, on a topic where one follows. */
function bySomeone(text: string, sort = '', queryFor = authorQuery): AskedFor | undefined {
  const recent = periodAtEnd(text);
  const [, who = '', topic = ''] = /^(.+?)(?: (?:on|about) (.+))?$/.exec(recent?.before ?? text) ?? [];
  const names = who.split(/,? and | & |, ?/).map(queryFor);
  if (names.some((name) => name === undefined)) return undefined;
  const query =
    names.length === 1 && topic === '' ? `${names[0]}` : [...names.map(grouped), topic].join(' ').trim();
  return { query, ...sortOf(sort), ...(recent ? { within: recent.period } : {}) };
}

function grouped(query: string | undefined): string {
  return query?.includes(' OR ') ? `(${query})` : `${query}`;
}

/** Papers of an organization say so in a field of its own. */
function personOrOrganization(name: string): string | undefined {
  const author = authorQuery(name);
  return author && `${author.replace(/^author/, 'org')} OR ${author}`;
}

function about(text: string, sort = ''): AskedFor | undefined {
  const recent = periodAtEnd(text);
  const query = (recent?.before ?? text).replace(/ (?:papers?|there)$/i, '').trim();
  if (query === '' || readPaperId(query) !== undefined) return undefined;
  return { query, ...sortOf(sort), ...(recent ? { within: recent.period } : {}) };
}

/** `diffusion papers` is `diffusion`; `scientific papers` stays. */
export function ofAKind(line: string): string {
  const kind = OF_A_KIND.exec(line)?.[1];
  return kind === undefined || PART_OF_A_PHRASE.test(kind) ? line : kind;
}

function sortOf(word: string): Pick<AskedFor, 'sort'> {
  if (word === '') return {};
  return { sort: /^(?:new|late|neu|aktuell|recent|fresh)/i.test(word) ? 'date' : 'votes' };
}
