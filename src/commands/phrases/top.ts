/** What people type when they mean `top`, and how many papers of which days they ask for. */
import { type Meaning, offering, type Phrase } from '../command.ts';
import { readNumber } from '../numbers.ts';
import { MONTHS, readPeriod } from '../period.ts';
import { firstOf, says } from './match.ts';

/** What is asked for. */
export interface Ranking {
  /** How many papers; absent: as many as there are. */
  most?: number;
  /** The period as it was named; absent: the newest digests. */
  period?: string;
}

/** The most papers. */
export const MOST = 50;

const RANKED =
  "(?:what(?:'s| is) )?(?:the )?(?:popular|hot|hottest|best|top|top[- ](?:voted|rated)|(?:most|highest)[- ](?:popular|upvoted|voted|rated|liked)|upvoted)";
/** Words of papers too. */
const NO_PERIOD_ALONE = /^(?:weekend|week|month|year|weekly|monthly|yearly|may|march|mar)$/i;
const PAPERS = /^(?:papers?|articles?|ones?|picks|stuff)\b\s*/;

export const TOP_PHRASES: readonly Phrase[] = [
  { says: says(`${RANKED}(?: (.+))?`), means: (rest) => typed(readRanking(rest)) },
  {
    says: says(`(.{2,20}?)(?:'s)? ${RANKED}(?: (.+))?`),
    means: (period, rest) => typed(ofPeriod(period, readRanking(rest))),
  },
  {
    says: says(
      '(?:(?:(?:the|all|new|newest|latest|recent) )*(?:papers?|articles?|digests?) )?(?:(?:of|from|for|in) )?(.+)',
    ),
    means: (period) => (isOfDays(period) ? typed(ofPeriod(period, {})) : undefined),
  },
  {
    says: says("(?:(.{3,20}?)'s|(weekend)) (?:papers?|digests?|articles?|picks)"),
    means: (period, weekend) => {
      const name = weekend || period;
      return weekend !== '' || isOfDays(name) ? typed(ofPeriod(name, {})) : undefined;
    },
  },
  {
    // What there is instead of a summary.
    says: says(
      "(?:(?:write|give|make|send|show|post)(?: me| us)? )?(?:an? |the |your )?(?:summary|overview|recap|round-?up|highlights|newsletter|tl;?dr)(?: (?:of|for|from|on))? (.{3,20}?)(?:'s)?(?: (?:papers?|digests?))?",
      "(?:summari[sz]e|recap) (.{3,20}?)(?:'s)?(?: (?:papers?|digests?))?|(today|yesterday|(?:this|last) (?:week|month))(?:'s)? (?:summary|overview|recap|round-?up|highlights|newsletter)",
      '(?:(?:write|give|make|send|show|post)(?: me| us)? )?(?:an? |the |your )?(weekly|monthly|daily) (?:summary|overview|recap|round-?up|highlights|newsletter|report)',
    ),
    means: (...found) => typed(ofPeriod(firstOf(found), {})),
  },
  {
    says: says('(?:the )?(?:best |top )?paper (?:of|for) (the day|today)'),
    means: (period) => typed(ofPeriod(period, { most: 1 })),
  },
  {
    says: says('(?:the )?(?:most|highest)[- ](?:commented|discussed|talked about)(?: papers?)?(?: .{3,20})?'),
    means: offering('`top` ranks papers by votes. These have comments:', 'search comments:>5', 'top'),
  },
  {
    says: says('weekends?'),
    means: offering(
      'Papers of the last weekend, or posts on weekends?',
      'top last weekend',
      'schedule weekends',
      'search weekend',
    ),
  },
  {
    says: says(
      "(?:(?:(?:i|we)(?: (?:was|were|have been|just|got|came|am|are)|'m|'ve been|'re)+|got) )?(?:(?:just|back|from|on|away|off|out|gone|sick|ill|at|in|my|our|the|a|vacation|holidays?|leave|trip|conference|office|of)(?: |(?=,)))+,? ?(?:so )?(?:what (?:did|have) (?:i|we) miss(?:ed)?|catch (?:me|us) up|what(?:'s| is) new)",
    ),
    means: offering('How long were you away?', 'top last week', 'top last 2 weeks', 'top last month'),
  },
  {
    says: says(
      "(?:what(?:'s| is| has| have| did| was| were)?|anything|something)(?: (?:did|i|we|have|has|been|new|good|came|out|published|interesting|miss|missed|happened|there|was)){1,5} (?:(?:from|in|of|on|over|during|since) )?(.{3,20})",
      '(?:catch me up|catch up)(?: (?:on|with|from|for))? (.{3,20})',
    ),
    means: (period, other) => typed(ofPeriod(period || other, {})),
  },
  {
    says: says(
      '(?:the )?(\\d{1,2}|two|three|four|five|ten) (?:best|top|hottest|(?:most|highest)[- ](?:popular|upvoted|voted|rated|liked)) papers?(?: (.+))?',
    ),
    means: (most, rest) => typed(readRanking(`${most} ${rest}`.trim())),
  },
  {
    // `votes this week`: the most are meant.
    says: says(
      '(?:(?:most|top|highest|by|number of) )*(?:up)?votes? (?:(?:of|from|for|in|during|over) )?(.+)',
    ),
    means: (period) => typed(ofPeriod(period, {})),
  },
  {
    says: says(
      `(?:(?:all|the|best) )*(?:papers?|articles?|digests?) (?:(?:published |posted )?in|of|from|for|during) (${MONTHS})`,
    ),
    means: (month) => typed(ofPeriod(month, {})),
  },
];

/** Reads what is typed behind `top` or `trending`; undefined where it is the rest of a search, as in `top 5 methods`. */
export function readRanking(rest: string): Ranking | undefined {
  const words = rest
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/ ?\bby (?:up)?votes$/, '');
  const [, first = '', after = ''] = /^(\S+)(?:\s+(.*))?$/.exec(words) ?? [];
  const number = readNumber(first);
  const period = (number === undefined ? words : after)
    .replace(PAPERS, '')
    .replace(/\s*\bof$/, '')
    .replace(/^(?:of|from|in|for|over|during)\s+(?=\S)/, '');
  if (number !== undefined && (number < 1 || number > 999)) return undefined;
  const most = number === undefined ? {} : { most: Math.min(number, MOST) };
  return period === '' ? most : ofPeriod(period, most);
}

function ofPeriod(period: string, ranking: Ranking | undefined): Ranking | undefined {
  if (ranking === undefined || ranking.period !== undefined || readPeriod(period) === undefined)
    return undefined;
  return { ...ranking, period: period.toLowerCase() };
}

/** More than a day: `yesterday` alone is a digest. */
function isOfDays(name: string): boolean {
  const period = readPeriod(name);
  if (period === undefined || NO_PERIOD_ALONE.test(name)) return false;
  return !('unit' in period) || period.unit !== 'day';
}

function typed(ranking: Ranking | undefined): Meaning | undefined {
  return ranking && { name: 'top', ...ranking };
}
