/** Lets whoever runs Paperboy look at what `paperboy doctor` finds. */
import type { Finding } from '../../src/model/finding.ts';
import type { Clock } from '../../src/model/ports.ts';

/** Sources and platforms are not asked more often than this, however often a page asks. Milliseconds. */
const FRESH_MS = 10_000;

export type Examination = () => Promise<readonly Finding[]>;

/** The findings, of one look at a time, which all who ask within ten seconds share. */
export function createExamination(examine: Examination, clock: Clock): Examination {
  let last: { at: number; found: ReturnType<Examination> } | undefined;
  return () => {
    const now = clock();
    if (last === undefined || Math.abs(now - last.at) >= FRESH_MS) last = { at: now, found: examine() };
    return last.found;
  };
}
