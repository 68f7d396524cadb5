/** Checks whether the records of the store can be read: of those that can't, it says how many there are of each kind. */
import { doubtful, type Finding, well } from '../model/finding.ts';

/** What one shelf holds. */
export interface KeptRecords {
  shelf: string;
  /** What several of its values are called. */
  kind: string;
  isReadable(value: unknown): boolean;
}

/** @param isWhole false where there were too many to look at all */
export function sayUnreadable(counts: readonly { kind: string; count: number }[], isWhole: boolean): Finding {
  const bad = counts.filter(({ count }) => count > 0);
  const part = isWhole ? '' : ' There are too many records to look at all of them.';
  if (bad.length === 0) return well('records', `All records that were looked at can be read.${part}`);
  const each = bad.map(({ kind, count }) => `${kind} (${count.toLocaleString('en')})`);
  return doubtful(
    'records',
    `Some records can't be read and are left out: ${each.join(', ')}.${part}`,
    'The log names each when it is first used. What a source sends is stored anew when it comes again; the rest is in your last backup, or lost.',
  );
}
