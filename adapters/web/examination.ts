/** Lets whoever runs Paperboy look at what `paperboy doctor` finds: only where the workspace listens on this machine alone. */
import { isLoopback } from '../../src/chat/allowed-host.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Clock } from '../../src/model/ports.ts';

/** Sources and platforms are not asked more often than this, however often a page asks. Milliseconds. */
const FRESH_MS = 10_000;

export type Examination = () => Promise<readonly Finding[]>;

/**
 * @param host the HOST setting
 * @returns the findings, of one look at a time, which all who ask within ten seconds share; undefined where nobody may ask
 */
export function createExamination(
  examine: Examination | undefined,
  host: string,
  clock: Clock,
): Examination | undefined {
  if (examine === undefined || !isLoopback(host.toLowerCase())) return undefined;
  let last: { at: number; found: ReturnType<Examination> } | undefined;
  return () => {
    const now = clock();
    if (last === undefined || Math.abs(now - last.at) >= FRESH_MS) last = { at: now, found: examine() };
    return last.found;
  };
}
