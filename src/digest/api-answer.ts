/** JSON from the site enters (a day, a search, one paper, or the data of a page), one digest a day leaves. */
import { z } from 'zod';
import type { Digest } from '../paper.ts';
import { dayFrom } from './dates.ts';
import { elementLines } from './json.ts';
import { badDigest, glimpse, type Reading } from './reading.ts';
import { type Row, readRows } from './rows.ts';

/** The data of the page `/papers`; the API's own answer is the array alone. */
const PageData = z.looseObject({ dailyPapers: z.array(z.unknown()) });
const OnePaper = z.union([
  z.looseObject({ paper: z.looseObject({}) }),
  z.looseObject({ id: z.union([z.string(), z.number()]), title: z.string() }),
]);
const Failure = z.looseObject({ error: z.string() });

/** Reads a parsed answer; `text` is what it was parsed from, for the lines of what is skipped. */
export function readAnswer(value: unknown, text: string, reading: Reading): Digest[] {
  if (Array.isArray(value)) return readRows(toRows(value, text), reading);
  const page = PageData.safeParse(value).data;
  if (page) {
    const date = dayFrom(page.dateString) ?? dayFrom(page.date);
    return readRows(
      toRows(page.dailyPapers, text, 'dailyPapers'),
      reading,
      date === undefined ? {} : { date },
    );
  }
  if (OnePaper.safeParse(value).success) return readRows([{ line: 1, name: 'item 1', value }], reading);
  const failure = Failure.safeParse(value).data;
  if (failure) throw badDigest(`it is an answer that says ${glimpse(failure.error, 100)}`);
  throw badDigest(`it is JSON without papers, beginning ${glimpse(text, 40)}`);
}

/** The elements with their lines; one pass more over the text, none where it is a single line. */
function toRows(values: readonly unknown[], text: string, key?: string): Row[] {
  const lines = text.trim().includes('\n') ? elementLines(text, key) : [];
  return values.map((value, at) => ({ line: lines[at] ?? 1, name: `item ${at + 1}`, value }));
}
