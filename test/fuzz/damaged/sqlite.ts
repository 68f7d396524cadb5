/** Rows of a SQLite file: each case gets a copy of the file. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { openStore } from '../../../src/store/store.ts';
import { type Copies, type Fill, isOwn, type Row, type Rows, sorted } from './rows.ts';

/** Files in memory, where there are any: no test cuts the power, so none waits for a disk. */
const MEMORY = '/dev/shm';

export async function openSqliteRows(fill: Fill): Promise<Copies> {
  const folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'paperboy-fuzz-'));
  const whole = join(folder, 'whole.sqlite');
  await fill(await openStore(whole));
  const raw = new DatabaseSync(whole);
  raw.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE');
  raw.close();
  let next = 0;
  return {
    async fresh() {
      const path = join(folder, `${++next}.sqlite`);
      copyFileSync(whole, path);
      return rowsOf(path);
    },
    end: async () => rmSync(folder, { recursive: true }),
  };
}

function rowsOf(path: string): Rows {
  /** Opens the file for a moment. */
  const on = async <T>(work: (file: DatabaseSync) => T): Promise<T> => {
    const file = new DatabaseSync(path);
    try {
      return work(file);
    } finally {
      file.close();
    }
  };
  const columnsOf = (file: DatabaseSync, table: string) =>
    file
      .prepare(`PRAGMA table_info("${table}")`)
      .all()
      .map((one) => String(one.name));
  /** A condition that is true of a row alone, and its values. */
  const same = (file: DatabaseSync, table: string, row: Row): [string, SQLInputValue[]] => {
    const columns = columnsOf(file, table);
    const values = columns.map((one) => (row[one] ?? null) as SQLInputValue);
    return [columns.map((one) => `"${one}" IS ?`).join(' AND '), values];
  };
  return {
    counts: () =>
      on((file) => {
        const all = file.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all();
        const names = all.map(({ name }) => String(name)).filter(isOwn);
        const count = (name: string) => file.prepare(`SELECT count(*) AS rows FROM "${name}"`).get()?.rows;
        return new Map(names.map((name) => [name, Number(count(name))]));
      }),
    columns: (table) => on((file) => columnsOf(file, table)),
    rows: (table) => on((file) => sorted(file.prepare(`SELECT * FROM "${table}"`).all())),
    set: (table, row, column, value) =>
      on((file) => {
        const [is, values] = same(file, table, row);
        const statement = file.prepare(`UPDATE "${table}" SET "${column}" = ? WHERE ${is}`);
        statement.run(value as SQLInputValue, ...values);
      }),
    delete: (table, row) =>
      on((file) => {
        const [is, values] = same(file, table, row);
        file.prepare(`DELETE FROM "${table}" WHERE ${is}`).run(...values);
      }),
    open: () => openStore(path),
    async end() {
      for (const end of ['', '-wal', '-shm', '-journal']) rmSync(path + end, { force: true });
    },
  };
}
