/** Reads what papers a sentence asks for: `show me the latest papers on diffusion, please` asks for `diffusion`, newest first. */
import { readPaperId } from '../../model/paper-id.ts';
import type { Sort } from '../../search/search-index.ts';
import { periodAtEnd, readPeriod } from '../period.ts';
import { says } from './match.ts';

/** Papers that are asked for. */
export interface AskedFor {
  /** In the query language. */
  query: string;
  sort?: Exclude<Sort, 'relevance'>;
  /** Words for the days they appeared on, such as `this week`. */
  within?: string;
}

const FIND =
  "(?:find|search for|look for|look up|looking for|get|give|show|send|fetch|recommend|suggest|list|suche|finde|zeige?|need|want|looking for|(?:i|we) (?:want|need)|(?:i|we)(?:'m| am|'re| are) looking for)(?: me| us| mir)?";
const SOME =
  "(?:are there|is there|do you have|have you got|got|what(?:'s| is| are)|which|tell me|let me know|anyone has)";
const SORTS =
  '(newest|latest|neueste|neue|aktuelle|new|recent|fresh|top|best|trending|popular|hot|most (?:popular|upvoted)|highest rated)';
/** What is by or of someone. "studies of attention" and "everything of thoughts" are by nobody. */
const WORKS = '(?:papers?|articles?|publications?|preprints?)';
const WRITTEN = `(?:${WORKS}|research|literature|studies)`;
const PAPERS = `(?:${WRITTEN}|stuff|anything|something|everything|news)`;
const ABOUT =
  '(?:about|on|re:?|regarding|concerning|covering|mentioning|related to|dealing with|(?:that )?(?:mention|discuss|talk about)|that are about|(?:from|in) the (?:area|field) of|über)';
const FILLERS =
  '(?:(?:some|any|all|the|that|of|good|great|interesting|more|a few|other|neue|\\d{1,2}|two|three|four|five|ten) )*';
/** What stands before the papers, with the order as a group. */
const LEAD = `(?:(?:${FIND}|${SOME}) )?${FILLERS}(?:${SORTS} )?${FILLERS}`;
const ADDED = '(?:there |new |recent |interesting |good |else )*';

/** `papers about X`, with whatever stands before. Titles begin with "anything in" and "news in". */
const ABOUT_A_TOPIC = says(`${LEAD}(?:${PAPERS} ${ADDED}${ABOUT}|${WRITTEN} ${ADDED}(?:in|zu)) (.+)`);
/** A person or an organization. */
const FROM_SOMEONE = says(
  `${LEAD}${PAPERS} ${ADDED}from (.+)`,
  "(?:what(?:'s| is| are)(?: the)?|any) (?:new|latest|recent|news) from (.+)",
);
const BY_AN_AUTHOR = says(
  `${LEAD}(?:(?:${PAPERS}|work) (?:written |authored |published )?(?:by|von)|${WORKS} of) (.+)`,
  '(?:what|which papers) (?:has|have|did) (.+) (?:published?|written?|wrote)',
);
/** `who works on X`. */
const WORKS_ON = says(
  "who(?: has| have|'s| is)? (?:works?|worked|working|published|publishes|writes|wrote|written) (?:(?:papers|anything) )?(?:on|about) (.+)",
);
/** `tell me about X`, `what's new in rl`. */
const TOLD_ABOUT = says(
  '(?:tell (?:me|us)|i want to know|talk)(?: (?:more|something|all))? about (.+)',
  'how many (?:papers|articles) (?:match|mention|are (?:about|on)|(?:are )?there (?:are )?(?:about|on|for)) (.+)',
  '(?:what (?:do|have) you (?:have|got)|what (?:have|do) we (?:have|got)|got anything) (?:on|about|for|in) (.+)',
  "(?:what(?:'s| is| are)|anything|something)(?: the)? (?:new|happening|hot|going on|latest)(?: (?:today|this week))? (?:in|on|with|about|for) (.+)",
);
/** `papers with code on X`. */
const WITH_CODE = says(`${LEAD}${WORKS} (?:with|w/|that have|having) (?:open[- ]source )?code ${ABOUT} (.+)`);
/** `find X`, where nothing says that X is a topic. */
const FIND_IT = says(
  `(?:(?:find|search for|look for|look up)(?: me| us)?|suche|finde|(?:show|give|get|send) (?:me|us)) ${FILLERS}(.+)`,
);
/** `X since 2024`. */
const SINCE_A_YEAR = /^(.{2,160}?),? since ((?:19|20)\d\d)$/i;
/** `latest X`. `recent X` and `top X` are often words of a title. */
const NEWEST = says('(latest|newest)(?: (?:in|on|about))? (.+)');
const TRENDING_PAPERS = says(`${SORTS} (.+) papers`);
/** `papers from 2024`, and those on a topic. */
const OF_A_YEAR = says(
  `${LEAD}${WORKS} (?:from|of|in|published in)(?: the year)? ((?:19|20)\\d\\d)`,
  `${LEAD}(.+?) ${WORKS} (?:from|of|in|published in) ((?:19|20)\\d\\d)`,
);
const EVER = says(`${LEAD}${WORKS} (?:ever|of all time|all[- ]time|overall)`);
/** `that deepseek paper`; "position paper" is a phrase. */
const THAT_PAPER = says(
  "(?:(?:find(?: me)?|looking for|(?:i am|i'm|we are|we're) looking for|where is) )?(?:the|that) (?:(?:new|latest|recent|original|famous) )?(.{2,60}) paper",
);
/** `X papers`. */
const OF_A_KIND = says('(.+) papers');
/** Words before `papers` that say what kind of paper it is, or that it ends no phrase. */
const PART_OF_A_PHRASE =
  /(?:^|\s)(?:a|an|the|of|in|for|from|with|on|and|or|to|not|scientific|research|academic|retracted|scholarly|conference|published|review|survey|similar|related|many|other|white|position|working|workshop|journal)$/i;

const NAME = /^[\p{L}\p{M}][\p{L}\p{M}.'\u2019-]*(?: [\p{L}\p{M}][\p{L}\p{M}.'\u2019-]*){0,4}$/u;
/** `by design` is by nobody. */
const NO_NAME =
  /^(?:the|a|an|design|default|chance|heart|hand|example|analogy|means|way|using|date|votes|relevance|learning|playing|my|our|your|this|that|these|names?|attribution|identification|profiling|disambiguation|verification|topic|category|year|popularity)\b/i;

/** What papers a plain line asks for; undefined where it is no sentence around a query. */
export function askedFor(line: string): AskedFor | undefined {
  const [, before, year] = SINCE_A_YEAR.exec(line) ?? [];
  if (before !== undefined) return sinceYear(askedFor(before) ?? { query: before }, year ?? '');
  const ofYear = OF_A_YEAR.exec(line);
  if (ofYear) return inYear(ofYear);
  const ever = EVER.exec(line);
  if (ever) return { query: '*', ...sortOf(ever[1] ?? 'top') };
  const author = BY_AN_AUTHOR.exec(line);
  if (author) return bySomeone(author[2] ?? author[3] ?? '', author[1]);
  const from = FROM_SOMEONE.exec(line);
  if (from) return fromSomeone(from[2] ?? from[3] ?? '', from[1]);
  const topic = ABOUT_A_TOPIC.exec(line);
  if (topic) return about(topic[2] ?? '', topic[1]);
  const worked = WORKS_ON.exec(line)?.[1];
  if (worked !== undefined) return about(worked);
  const told = TOLD_ABOUT.exec(line);
  if (told)
    return about(
      told.slice(1).find((topic) => topic !== undefined) ?? '',
      told[4] === undefined ? '' : 'new',
    );
  const coded = WITH_CODE.exec(line);
  if (coded) return withCode(about(coded[2] ?? '', coded[1]));
  const found = FIND_IT.exec(line)?.[1];
  if (found !== undefined) return askedFor(found) ?? about(ofAKind(found));
  const that = THAT_PAPER.exec(line)?.[1];
  if (that !== undefined && !PART_OF_A_PHRASE.test(that)) return about(that);
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
export function authorQuery(name: string): string | undefined {
  return NAME.test(name) && !NO_NAME.test(name) ? `author:"${name}"` : undefined;
}

/** `Hinton and LeCun on scaling this week`: papers of all of them, on a topic where one follows. */
function bySomeone(text: string, sort = '', queryFor = authorQuery): AskedFor | undefined {
  const recent = periodAtEnd(text);
  const [, who = '', topic = ''] = /^(.+?)(?: (?:on|about) (.+))?$/.exec(recent?.before ?? text) ?? [];
  const names = who.split(/,? and | & |, ?/).map(queryFor);
  if (names.some((name) => name === undefined)) return undefined;
  const query =
    names.length === 1 && topic === '' ? `${names[0]}` : [...names, topic].map(grouped).join(' ').trim();
  return { query, ...sortOf(sort), ...(recent ? { within: recent.period } : {}) };
}

function grouped(query: string | undefined): string {
  return / or |\|/i.test(query ?? '') ? `(${query})` : `${query}`;
}

/** `from last week` names nobody. */
function fromSomeone(text: string, sort?: string): AskedFor | undefined {
  if (readPeriod(text) !== undefined) return { query: '*', ...sortOf(sort), within: text.toLowerCase() };
  return bySomeone(text, sort, personOrOrganization);
}

/** Sources that people know by name. */
const SOURCES = /^(?:arxiv|hugging ?face|biorxiv|medrxiv|pubmed)$/i;

/** Papers of an organization say so in a field of its own. */
function personOrOrganization(name: string): string | undefined {
  if (SOURCES.test(name)) return `source:${name.toLowerCase().replace(/ ?face/, '-face')}`;
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

function withCode(asked: AskedFor | undefined): AskedFor | undefined {
  return asked && { ...asked, query: `${grouped(asked.query)} has:code` };
}

function sinceYear(asked: AskedFor, year: string): AskedFor {
  return { ...asked, query: `${grouped(asked.query)} since:${year}` };
}

/** With the order and the topic, where they are given. */
function inYear([, order, year, topicOrder, topic, topicYear]: RegExpExecArray): AskedFor {
  const filter = `year:${year ?? topicYear}`;
  const query = topic === undefined ? filter : `${grouped(topic)} ${filter}`;
  return { query, ...sortOf(order ?? topicOrder) };
}

function sortOf(word = ''): Pick<AskedFor, 'sort'> {
  if (word === '') return {};
  return { sort: /^(?:new|late|neu|aktuell|recent|fresh)/i.test(word) ? 'date' : 'votes' };
}
