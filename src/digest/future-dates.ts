/** Drops digests and dates in the future: a typo would otherwise hide the real days behind it. */
import { counted } from '../model/counted.ts';
import type { Digest, Paper } from '../model/paper.ts';
import { badDigest, type Reading, tomorrow } from './reader.ts';

/**
 * The digests up to tomorrow by the clock of `reading`, and of the day that a person chose. Dropped digests are reported with
 * the first remaining one. Throws `bad-digest` where none remains.
 */
export function withoutFuture(digests: readonly Digest[], { now, asOf }: Reading): Digest[] {
  const last = tomorrow(now);
  const ahead = digests.filter(({ date }) => date > last && date !== asOf);
  const [first, ...others] = digests.filter((digest) => !ahead.includes(digest));
  const [lost] = ahead;
  if (first === undefined && lost !== undefined) throw badDigest(`its day, ${lost.date}, is in the future`);
  if (first === undefined) return [];
  const told = ahead.map(({ date, papers }) => ({
    line: 1,
    reason: `${counted(papers.length, 'paper')} dated ${date}, which is in the future`,
  }));
  return [{ ...first, skipped: [...told, ...first.skipped] }, ...others];
}

/** The digests without dates of publication after tomorrow. */
export function withoutLaterDates(digests: readonly Digest[], { now }: Reading): Digest[] {
  const last = tomorrow(now);
  const dated = (paper: Paper): Paper => {
    const { publishedOn, ...others } = paper;
    return publishedOn !== undefined && publishedOn > last ? others : paper;
  };
  return digests.map((digest) => ({ ...digest, papers: digest.papers.map(dated) }));
}
