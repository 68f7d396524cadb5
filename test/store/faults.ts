/** Makes the store fail at a chosen operation: every statement of this process is counted, whoever prepared it. */
import { DatabaseSync, StatementSync } from 'node:sqlite';
import pg from 'pg';
import { vi } from 'vitest';

/** As Postgres names it; SQLite's has a number. */
const IO_ERROR = '58030';

export interface Faults {
  /** The `nth` operation from now on fails, once or for good. */
  failAt(nth: number, forGood?: boolean): void;
  /** Fails no more; says whether anything had failed. */
  stop(): boolean;
}

/** To be undone by `vi.restoreAllMocks()`. */
export function injectFaults(): Faults {
  let left = Number.POSITIVE_INFINITY;
  let forGood = false;
  let failed = false;
  const step = () => {
    left--;
    if (left > 0 || (left < 0 && !forGood)) return;
    failed = true;
    throw Object.assign(new Error('disk I/O error'), { code: IO_ERROR, errcode: 10 });
  };
  for (const name of ['run', 'get', 'all', 'iterate'] as const) {
    const real = StatementSync.prototype[name] as (...args: never[]) => unknown;
    vi.spyOn(StatementSync.prototype, name).mockImplementation(function (
      this: StatementSync,
      ...args: never[]
    ) {
      step();
      return real.apply(this, args) as never;
    } as never);
  }
  const exec = DatabaseSync.prototype.exec;
  vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (this: DatabaseSync, sql) {
    // Undoing is what SQLite does by itself when it must.
    if (!sql.startsWith('ROLLBACK')) step();
    exec.call(this, sql);
  });
  const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;
  vi.spyOn(pg.Client.prototype, 'query').mockImplementation(async function (
    this: pg.Client,
    ...args: unknown[]
  ) {
    const [asked] = args as [string | { text: string }];
    if (!(typeof asked === 'string' ? asked : asked.text).startsWith('ROLLBACK')) step();
    return query.apply(this, args);
  } as never);
  return {
    failAt(nth, always = false) {
      left = nth;
      forGood = always;
      failed = false;
    },
    stop() {
      left = Number.POSITIVE_INFINITY;
      return failed;
    },
  };
}
