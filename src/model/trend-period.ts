/** Defines the periods of what is trending: all end today. */
import { addDays } from './days.ts';
import type { Day } from './paper.ts';

export const TREND_PERIODS = ['today', 'week', 'month'] as const;
export type TrendPeriod = (typeof TREND_PERIODS)[number];

/** Days back from today. */
const BACK: Record<TrendPeriod, number> = { today: 0, week: 6, month: 29 };
const SAID: Record<TrendPeriod, string> = { today: 'today', week: 'this week', month: 'this month' };

/** The first day of a period that ends on a day. */
export function firstDayOf(period: TrendPeriod, last: Day): Day {
  return addDays(last, -BACK[period]);
}

/** `this week`. */
export function sayTrendPeriod(period: TrendPeriod): string {
  return SAID[period];
}
