/** Reads what papers a sentence asks for: `show me the latest papers on diffusion, please` asks for `diffusion`, newest first. */
import { readPaperId } from '../../model/paper-id.ts';
import type { Sort } from '../../search/search-index.ts';
import { periodAtEnd, readPeriod } from '../period.ts';
import { authorQuery, personOrOrganization } from './author-names.ts';
import { firstOf, says } from './match.ts';

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
const BY_AN_AUTHOR = says(
  `${LEAD}(?:(?:${PAPERS}|work) (?:written |authored |published )?(?:by|von)|${WORKS} of) (.+)`,
  '(?:what|which papers) (?:has|have|did) (.+) (?:published?|written?|wrote)',
);
/** `X papers`. */
const OF_A_KIND = says('(.+) papers');
/** Words before `papers` that say what kind of paper it is, or that it ends no phrase. */
const PART_OF_A_PHRASE =
  /(?:^|\s)(?:a|an|the|of|in|for|from|with|on|and|or|to|not|scientific|research|academic|retracted|scholarly|conference|published|review|survey|similar|related|many|other|white|position|working|workshop|journal)$/i;

/** Sentences around a query, and what each asks for by its groups (`''` for one that is missing): the first that fits counts. */
const SENTENCES: readonly (readonly [RegExp, (...groups: string[]) => AskedFor | undefined])[] = [
  [
    /^(.{2,160}?),? since ((?:19|20)\d\d)$/i,
    (before, year) => withFilter(askedFor(before) ?? { query: before }, `since:${year}`),
  ],
  [
    says(`${LEAD}${WORKS} (?:from|of|in|published in)(?: the year)? ((?:19|20)\\d\\d)`),
    (order, year) => ({ query: `year:${year}`, ...sortOf(order) }),
  ],
  [
    says(`${LEAD}(.+?) ${WORKS} (?:from|of|in|published in) ((?:19|20)\\d\\d)`),
    (order, topic, year) => withFilter({ query: topic, ...sortOf(order) }, `year:${year}`),
  ],
  [
    says(`${LEAD}${WORKS} (?:ever|of all time|all[- ]time|overall)`),
    (order) => ({ query: '*', ...sortOf(order || 'top') }),
  ],
  [BY_AN_AUTHOR, (order, name, other) => bySomeone(name || other, order)],
  [
    // A person or an organization.
    says(
      `${LEAD}${PAPERS} ${ADDED}from (.+)`,
      "(?:what(?:'s| is| are)(?: the)?|any) (?:new|latest|recent|news) from (.+)",
    ),
    (order, name, other) => fromSomeone(name || other, order),
  ],
  [ABOUT_A_TOPIC, (order, topic) => about(topic, order)],
  [
    says(
      "who(?: has| have|'s| is)? (?:works?|worked|working|published|publishes|writes|wrote|written) (?:(?:papers|anything) )?(?:on|about) (.+)",
    ),
    (topic) => about(topic),
  ],
  [
    says(
      '(?:tell (?:me|us)|i want to know|talk)(?: (?:more|something|all))? about (.+)',
      'how many (?:papers|articles) (?:match|mention|are (?:about|on)|(?:are )?there (?:are )?(?:about|on|for)) (.+)',
      '(?:what (?:do|have) you (?:have|got)|what (?:have|do) we (?:have|got)|got anything) (?:on|about|for|in) (.+)',
    ),
    (...topics) => about(firstOf(topics)),
  ],
  [
    says(
      "(?:what(?:'s| is| are)|anything|something)(?: the)? (?:new|happening|hot|going on|latest)(?: (?:today|this week))? (?:in|on|with|about|for) (.+)",
    ),
    (topic) => about(topic, 'new'),
  ],
  [
    says(`${LEAD}${WORKS} (?:with|w/|that have|having) (?:open[- ]source )?code ${ABOUT} (.+)`),
    (order, topic) => withCode(about(topic, order)),
  ],
  [
    // Nothing says that it is a topic.
    says(
      `(?:(?:find|search for|look for|look up)(?: me| us)?|suche|finde|(?:show|give|get|send) (?:me|us)) ${FILLERS}(.+)`,
    ),
    (found) => askedFor(found) ?? about(ofAKind(found)),
  ],
  [
    // `that deepseek paper`; "position paper" is a phrase.
    says(
      "(?:(?:find(?: me)?|looking for|(?:i am|i'm|we are|we're) looking for|where is) )?(?:the|that) (?:(?:new|latest|recent|original|famous) )?(.{2,60}) paper",
    ),
    (topic) => (PART_OF_A_PHRASE.test(topic) ? undefined : about(topic)),
  ],
  // `recent X` and `top X` are often words of a title.
  [says('(latest|newest)(?: (?:in|on|about))? (.+)'), (order, topic) => about(ofAKind(topic), order)],
  [says(`${SORTS} (.+) papers`), (order, topic) => about(ofAKind(topic), order)],
];

/** What papers a plain line asks for; undefined where it is no sentence around a query. */
export function askedFor(line: string): AskedFor | undefined {
  for (const [says, asks] of SENTENCES) {
    const found = says.exec(line);
    if (found) return asks(...found.slice(1).map((group) => group ?? ''));
  }
  const kind = ofAKind(line);
  if (kind !== line) return about(kind);
  const recent = periodAtEnd(line);
  return recent && { query: ofAKind(recent.before), within: recent.period };
}

/** Whether it says that papers are meant, as `papers about X` and `papers by X` do, and no other words could be a topic. */
export function isAboutPapers(line: string): boolean {
  return ABOUT_A_TOPIC.test(line) || (BY_AN_AUTHOR.test(line) && askedFor(line) !== undefined);
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
  return asked && withFilter(asked, 'has:code');
}

function withFilter(asked: AskedFor, filter: string): AskedFor {
  return { ...asked, query: `${grouped(asked.query)} ${filter}` };
}

function sortOf(word = ''): Pick<AskedFor, 'sort'> {
  if (word === '') return {};
  return { sort: /^(?:new|late|neu|aktuell|recent|fresh)/i.test(word) ? 'date' : 'votes' };
}
