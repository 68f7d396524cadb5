/** Reads JSON from Hugging Face (a day, a search, one paper, or the data of a page) into digests, one a day. */
import { z } from 'zod';
import type { Day, Digest } from '../model/paper.ts';
import { type InputRow, readRows } from './digests-by-day.ts';
import { elementLines } from './json.ts';
import { inferDay } from './page-day.ts';
import { badDigest, glimpse, type Reading } from './reader.ts';
import { dayFrom, isSameDate, readDate, type WrittenDate } from './written-date.ts';

/** Keys of the list of papers, where it is not the whole response; `dailyPapers` on the page `/papers`. */
const LISTS = ['dailyPapers', 'papers', 'data', 'items', 'results'] as const;
const Wrapper = z.looseObject({});
const OnePaper = z.union([
  z.looseObject({ paper: z.looseObject({}) }),
  z.looseObject({ id: z.union([z.string(), z.number()]), title: z.string() }),
]);
const Failure = z.union([
  z.looseObject({ error: z.string() }).transform(({ error }) => error),
  z.looseObject({ status: z.number(), title: z.string() }).transform(({ title }) => title),
]);
const Titled = z.looseObject({ title: z.string() });

/** Reads a parsed response. `text` is its source, for the line numbers of skipped parts. */
export function readAnswer(value: unknown, text: string, reading: Reading): Digest[] {
  if (Array.isArray(value)) return readRows(toRows(value, text), reading);
  if (OnePaper.safeParse(value).success) return readRows([{ line: 1, name: 'item 1', value }], reading);
  const answer = Wrapper.safeParse(value).data ?? {};
  const key = LISTS.find((name) => Array.isArray(answer[name]));
  const list = key && answer[key];
  if (Array.isArray(list)) {
    return readRows(toRows(list, text, key), reading, pageDay(answer, list, reading));
  }
  const failure = Failure.safeParse(value).data;
  if (failure) throw badDigest('it is an error message', `: ${glimpse(failure, 100)}`);
  if (Titled.safeParse(value).success && Object.keys(answer).length > 1)
    return readRows([{ line: 1, name: 'item 1', value }], reading);
  throw badDigest('it is JSON without papers', `, beginning ${glimpse(text, 40)}`);
}

/** The day of a page by its data. `Dec 12`, without a year, is dated as on a text page. */
function pageDay(page: Record<string, unknown>, list: readonly unknown[], reading: Reading): Day | undefined {
  const whole = dayFrom(page.dateString) ?? dayFrom(page.date);
  const header = typeof page.dateString === 'string' ? readDate(page.dateString.trim()) : undefined;
  if (whole !== undefined || header === undefined) return whole;
  // Most papers include the day they were shown on.
  const shown = list.map((one) => dayFrom(innerOf(one).submittedOnDailyAt));
  const own = shown.findLast((day) => day !== undefined && isSameDate(toParts(day), header));
  if (own !== undefined) return own;
  const dates = list.flatMap((one) => dayFrom(innerOf(one).publishedAt) ?? []);
  return inferDay(header, dates.map(toParts), reading);
}

function innerOf(item: unknown): Record<string, unknown> {
  const row = Wrapper.safeParse(item).data ?? {};
  return Wrapper.safeParse(row.paper).data ?? row;
}

function toParts(date: Day): Required<Omit<WrittenDate, 'commentCount'>> {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return { year, month, day };
}

/** The elements with their lines, which takes one more pass over a text of several lines. */
function toRows(values: readonly unknown[], text: string, key?: string): InputRow[] {
  const lines = text.trim().includes('\n') ? elementLines(text, key) : [];
  return values.map((value, at) => ({ line: lines[at] ?? 1, name: `item ${at + 1}`, value }));
}
