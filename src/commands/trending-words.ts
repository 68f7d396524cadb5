/** Reads what is typed behind `trending`: a period, how many papers, and a query that they match. */
import type { TrendPeriod } from '../model/trend-period.ts';
import type { Parsed } from './command.ts';
import { periodAtEnd, readPeriod } from './period.ts';
import { readRanking } from './phrases/top.ts';

/** What is asked for. */
export interface Asked {
  period?: TrendPeriod;
  /** How many papers; absent: as many as there are. */
  most?: number;
  /** Only papers that match it, as it was typed. */
  query?: string;
}

/** Words of a period at most, as in `the last 7 days`. */
const MOST_WORDS = 4;
const ABOUT = /^(?:(?:papers?|posts?)\s+)?(?:(?:on|about|in|for|of)\s+)?(?=\S)/i;
/** Of what is trending elsewhere: the words are those of a search. */
const ELSEWHERE =
  /^(?:topics?|hashtags?|news|stor(?:y|ies)|videos?|songs?|tweets?|keywords?|search(?:es)?|up|down|toward|to)\b/i;

/** A period that is over, such as last month, is one for `top`: how votes grew is known up to now. */
export function readAsked(rest: string): Asked | Parsed | undefined {
  const ranking = readRanking(rest);
  if (ranking === undefined) return undefined;
  const { period: named, ...most } = ranking;
  if (named === undefined) return most;
  const period = periodOf(named);
  return period === undefined ? { name: 'top', ...ranking } : { ...most, period };
}

/** `this week diffusion`, `diffusion this week` or `diffusion` alone; undefined where it is the rest of a search. */
export function readWithQuery(rest: string): Asked | undefined {
  const words = rest.trim().split(/\s+/);
  for (let count = Math.min(MOST_WORDS, words.length - 1); count > 0; count--) {
    const period = periodOf(words.slice(0, count).join(' '));
    if (period !== undefined) return withQuery(words.slice(count).join(' '), period);
  }
  const ending = periodAtEnd(rest.trim());
  if (ending === undefined) return withQuery(rest.trim());
  const period = periodOf(ending.period);
  return period && withQuery(ending.before, period);
}

function withQuery(typed: string, period?: TrendPeriod): Asked | undefined {
  const query = typed.replace(ABOUT, '');
  if (query === '' || ELSEWHERE.test(query)) return undefined;
  return { ...(period === undefined ? {} : { period }), query };
}

function periodOf(named: string): TrendPeriod | undefined {
  const read = readPeriod(named);
  if (read === undefined || 'month' in read || 'weekend' in read) return undefined;
  if ('last' in read)
    return read.last <= 1 ? 'today' : read.last <= 7 ? 'week' : read.last <= 31 ? 'month' : undefined;
  if (read.back > 0 || read.unit === 'year') return undefined;
  return read.unit === 'day' ? 'today' : read.unit;
}
