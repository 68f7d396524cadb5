/** Narrows a query to papers of some days. */
import { Temporal } from 'temporal-polyfill';
import type { Day } from '../model/paper.ts';
import { parseQuery } from '../query/parse.ts';
import type { Days } from './period.ts';

/**
 * The query with filters for these days; one that can't be read stays as it is, to be shown with its place.
 * @param today no filter is needed for days after it
 */
export function withDays(query: string, { from, to }: Days, today: Day): string {
  const parsed = parseQuery(query);
  if (!parsed.ok) return query;
  // `rl OR RL` is one word once it is read, but not as it is typed.
  const words = parsed.query.kind === 'or' || / or |\|/i.test(query) ? `(${query})` : query;
  const before = to < today ? ` before:${Temporal.PlainDate.from(to).add({ days: 1 })}` : '';
  return `${words} after:${from}${before}`;
}
