/** Collects papers and skipped parts into a digest: each paper once, and a bounded list of skipped parts. */
import { withBetterAuthors } from '../model/author-lists.ts';
import { type Day, type Digest, idFromTitle, type Paper, type Skipped } from '../model/paper.ts';
import { cleanPlain } from '../text/clean.ts';

/** Skipped parts beyond this number are counted, not listed. */
const MAX_SKIPPED = 1000;
/** The longest reason, and the longest byline. Characters. */
const MAX_REASON = 500;

export type DigestBuilder = ReturnType<typeof createDigestBuilder>;

export function createDigestBuilder() {
  const papers = new Map<string, { paper: Paper; line: number }>();
  const skipped: Skipped[] = [];
  let unlisted = 0;

  /** Adds a skipped part; `more` further parts like it are only counted. */
  function skip(line: number, reason: string, more = 0): void {
    // Reasons quote the input.
    if (skipped.length < MAX_SKIPPED) skipped.push({ line, reason: cleanPlain(reason.slice(0, MAX_REASON)) });
    else unlisted += 1;
    unlisted += more;
  }

  return {
    size: () => papers.size,
    skipped,
    /**
     * Adds a paper, or merges it with the one of the same id: newer values win, but the longer abstract and the better
     * author list are kept, and what is lost is reported.
     */
    add(paper: Paper, line: number): void {
      const known = papers.get(paper.id);
      if (known === undefined) return void papers.set(paper.id, { paper, line });
      const merged = merge(known.paper, paper);
      papers.set(paper.id, { paper: merged, line: known.line });
      const lost = lostIn(merged, known.paper, paper);
      const kept = lost === 'abstract' ? 'longer' : 'later';
      if (lost)
        skip(
          line,
          `the paper on line ${known.line} again, with a different ${lost}; the ${kept} one was kept`,
        );
    },
    /** The papers and the lines they came from. */
    entries: () => papers.values(),
    skip,
    close(date: Day, written?: string): Digest {
      const byline = cleanPlain((written ?? '').slice(0, MAX_REASON)) || undefined;
      const listed = skipped.toSorted((a, b) => a.line - b.line);
      const last = listed.at(-1);
      if (last !== undefined && unlisted > 0)
        listed.push({ line: last.line, reason: `and ${unlisted} more` });
      const list = [...papers.values()].map(({ paper }) => paper);
      return { date, ...(byline === undefined ? {} : { byline }), papers: list, skipped: listed };
    },
  };
}

/** Counts that change daily, where the newer one replaces the older. */
/** How an abstract that was cut ends. Looked for from where the dots begin: from each of them, it would take quadratic time. */
const CUT_END = /(?<![\s.…])[\s.…]+$/;

const COUNTS: ReadonlySet<string> = new Set(['authorCount', 'upvotes', 'commentCount', 'stars']);

/** The first value of either paper that the merged one lost, if any. */
function lostIn(merged: Paper, known: Paper, newer: Paper): keyof Paper | undefined {
  for (const key of Object.keys(known) as (keyof Paper)[]) {
    if (COUNTS.has(key) || key === 'abstract') continue;
    const [before, after] = [known[key], merged[key]];
    if (before === after || JSON.stringify(before) === JSON.stringify(after)) continue;
    if (key !== 'title' || idFromTitle(known.title) !== idFromTitle(merged.title)) return key;
  }
  // A truncated abstract is contained in the full one.
  const isTold = [known, newer].every(({ abstract }) =>
    merged.abstract.startsWith(abstract.replace(CUT_END, '')),
  );
  return isTold ? undefined : 'abstract';
}

function merge(known: Paper, newer: Paper): Paper {
  const abstract = newer.abstract.length >= known.abstract.length ? newer.abstract : known.abstract;
  return withBetterAuthors({ ...known, ...newer, abstract }, known, newer);
}

/** Merges digests into one for each day, in order of first appearance. */
export function joinDays(digests: readonly Digest[]): Digest[] {
  const days = new Map<Day, { builder: DigestBuilder; byline?: string | undefined }>();
  for (const { date, byline, papers, skipped } of digests) {
    const day = days.get(date) ?? { builder: createDigestBuilder(), byline };
    days.set(date, day);
    day.byline ??= byline;
    for (const paper of papers) day.builder.add(paper, 1);
    for (const { line, reason } of skipped) day.builder.skip(line, reason);
  }
  return [...days].map(([date, { builder, byline }]) => builder.close(date, byline));
}
