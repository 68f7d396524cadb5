/** Makes the store fail at a chosen operation: every statement of this process is counted, whoever prepared it. */
import { DatabaseSync, StatementSync } from 'node:sqlite';
import { vi } from 'vitest';

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
    throw Object.assign(new Error('disk I/O error'), { code: 'ERR_SQLITE_ERROR', errcode: 10 });
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
