/** Tells of each statement that runs on the store, for metrics. */
import type { LogEvent } from 'kysely';

/** A statement as it ended. Nothing of its text or its values is told. */
export interface Statement {
  kind: 'read' | 'write';
  /** From its start to its answer. Milliseconds. */
  ms: number;
  failed: boolean;
}

/** Must not throw. */
export type OnStatement = (statement: Statement) => void;

const READS = /^\s*(?:select|pragma)\b/i;

/** What Kysely calls after each statement. */
export function statementLog(tell: OnStatement): (event: LogEvent) => void {
  return ({ level, query, queryDurationMillis: ms }) =>
    tell({ kind: READS.test(query.sql) ? 'read' : 'write', ms, failed: level === 'error' });
}
