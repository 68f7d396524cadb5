/** SQLite's FTS5 with its porter tokenizer, in memory, title counted twice. */
import { DatabaseSync } from 'node:sqlite';
import type { Paper } from '../../src/model/paper.ts';
import { type Mode, type Ready, wordsOf } from './engine.ts';

export function build(papers: readonly Paper[]): Ready {
  const database = new DatabaseSync(':memory:');
  database.exec(
    `CREATE VIRTUAL TABLE paper USING fts5(id UNINDEXED, title, abstract, tokenize = 'porter unicode61')`,
  );
  database.exec(`INSERT INTO paper(paper, rank) VALUES('rank', 'bm25(0.0, 2.0, 1.0)')`);
  const insert = database.prepare('INSERT INTO paper VALUES (?, ?, ?)');
  const add = (more: readonly Paper[]) => {
    database.exec('BEGIN');
    for (const paper of more) insert.run(paper.id, paper.title, paper.abstract);
    database.exec('COMMIT');
  };
  add(papers);
  const select = database.prepare('SELECT id FROM paper WHERE paper MATCH ? ORDER BY rank LIMIT ?');
  const pragma = (name: string) => Number(Object.values(database.prepare(`PRAGMA ${name}`).get()!)[0]);
  return {
    search(text: string, mode: Mode, limit: number): string[] {
      const words = wordsOf(text).map((word) => `"${word}"`);
      if (words.length === 0) return [];
      return select.all(words.join(mode === 'any' ? ' OR ' : ' AND '), limit).map((row) => String(row.id));
    },
    add,
    // Its pages hold the texts as well; they are what it needs to run.
    hiddenBytes: () => pragma('page_count') * pragma('page_size'),
  };
}
