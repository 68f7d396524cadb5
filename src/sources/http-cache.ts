/**
 * Answers that a server may later call unchanged, kept on disk by address. A table of its own: it is bounded by number and
 * age, and bodies are kept compressed.
 */
import type { DatabaseSync } from 'node:sqlite';
import { gunzipSync, gzipSync } from 'node:zlib';
import { messageOf } from '../model/errors.ts';

/** A whole answer, with what its headers say of it. */
export interface Answer {
  body: Uint8Array;
  /** The header that names the next page. */
  link?: string;
  /** The encoding that the header names. */
  charset?: string;
}

export interface KeptAnswer extends Answer {
  etag?: string;
  lastModified?: string;
  /** When it came, or was last called unchanged; milliseconds since 1970. */
  at: number;
}

export interface HttpCache {
  get(url: string): Promise<KeptAnswer | undefined>;
  set(url: string, answer: KeptAnswer): Promise<void>;
}

/** Days, searches and feeds that are asked for again within days are far fewer. */
const MOST = 300;
const KEEP_MS = 8 * 24 * 3_600_000;
/** What is larger costs more to keep than to fetch again. Bytes. */
const MOST_BYTES = 8_000_000;

export function openHttpCache(database: DatabaseSync): HttpCache {
  database.exec(
    'CREATE TABLE IF NOT EXISTS answers (url TEXT PRIMARY KEY, etag TEXT, modified TEXT, link TEXT, body BLOB NOT NULL, at REAL NOT NULL) STRICT',
  );
  addCharset(database);
  const get = database.prepare('SELECT etag, modified, link, charset, body, at FROM answers WHERE url = ?');
  const set = database.prepare(
    'INSERT OR REPLACE INTO answers (url, etag, modified, link, charset, body, at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const prune = database.prepare(
    'DELETE FROM answers WHERE at < ? OR url NOT IN (SELECT url FROM answers ORDER BY at DESC LIMIT ?)',
  );
  return {
    async get(url) {
      const row = get.get(url);
      if (row === undefined) return undefined;
      try {
        return {
          ...(row.etag === null ? {} : { etag: String(row.etag) }),
          ...(row.modified === null ? {} : { lastModified: String(row.modified) }),
          ...(row.link === null ? {} : { link: String(row.link) }),
          ...(row.charset === null ? {} : { charset: String(row.charset) }),
          body: gunzipSync(row.body as Uint8Array),
          at: Number(row.at),
        };
      } catch {
        // A damaged copy is as good as none.
        return undefined;
      }
    },
    async set(url, { etag, lastModified, link, charset, body, at }) {
      if (body.byteLength > MOST_BYTES) return;
      const texts = [etag, lastModified, link, charset].map((text) => text ?? null);
      set.run(url, ...texts, gzipSync(body), at);
      prune.run(at - KEEP_MS, MOST);
    },
  };
}

/** Stores made before answers were kept with their encoding; another process may be adding it too. */
function addCharset(database: DatabaseSync): void {
  try {
    database.exec('ALTER TABLE answers ADD COLUMN charset TEXT');
  } catch (error) {
    if (!/duplicate column/.test(messageOf(error))) throw error;
  }
}
