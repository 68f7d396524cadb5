/** Papers and skipped parts enter one by one, a digest leaves: each paper once, and a bounded list of what was skipped. */
import type { Day, Digest, Paper, Skipped } from '../paper.ts';

/** More skipped parts than this are counted, not listed. */
export const MAX_SKIPPED = 1000;

export interface Tray {
  readonly size: number;
  readonly skipped: readonly Skipped[];
  /** A paper that is there already is not doubled: the newer values win, the fuller abstract stays. */
  add(paper: Paper, line: number): void;
  skip(line: number, reason: string): void;
  close(date: Day, byline?: string): Digest;
}

export function createTray(): Tray {
  const papers = new Map<string, { paper: Paper; line: number }>();
  const skipped: Skipped[] = [];
  let unlisted = 0;

  function skip(line: number, reason: string): void {
    if (skipped.length < MAX_SKIPPED) skipped.push({ line, reason });
    else unlisted += 1;
  }

  return {
    get size() {
      return papers.size;
    },
    skipped,
    add(paper, line) {
      const known = papers.get(paper.id);
      if (known === undefined) papers.set(paper.id, { paper, line });
      else {
        papers.set(paper.id, { paper: merge(known.paper, paper), line: known.line });
        skip(line, `the paper of line ${known.line} again; its newer values were taken`);
      }
    },
    skip,
    close(date, byline) {
      const listed = skipped.toSorted((a, b) => a.line - b.line);
      const last = listed.at(-1);
      if (last !== undefined && unlisted > 0)
        listed.push({ line: last.line, reason: `and ${unlisted} more` });
      const list = [...papers.values()].map(({ paper }) => paper);
      return { date, ...(byline === undefined ? {} : { byline }), papers: list, skipped: listed };
    },
  };
}

function merge(known: Paper, newer: Paper): Paper {
  const abstract = newer.abstract.length >= known.abstract.length ? newer.abstract : known.abstract;
  return { ...known, ...newer, abstract };
}
