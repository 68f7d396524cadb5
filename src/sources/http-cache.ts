/** Caches HTTP answers by address in a table of the store, limited in number and age, with compressed bodies. */
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Database } from '../store/database.ts';
import { indexable } from '../store/indexable.ts';

/** A whole answer, with two of its headers. */
export interface Answer {
  body: Uint8Array;
  /** The header that names the next page. */
  link?: string | undefined;
  /** The encoding that the header names. */
  charset?: string | undefined;
}

export interface KeptAnswer extends Answer {
  etag?: string | undefined;
  lastModified?: string | undefined;
  /** When it arrived or was last revalidated, in milliseconds since 1970. */
  at: number;
}

export type HttpCache = ReturnType<typeof openHttpCache>;

/** Days, searches and feeds that are asked for again within days are far fewer. */
const MOST = 300;
const KEEP_MS = 8 * 24 * 3_600_000;
/** What is larger costs more to keep than to fetch again. Bytes. */
const MOST_BYTES = 8_000_000;

export function openHttpCache({ db, transact }: Pick<Database, 'db' | 'transact'>) {
  return {
    async get(url: string): Promise<KeptAnswer | undefined> {
      const row = await db
        .selectFrom('answers')
        .selectAll()
        .where('url', '=', indexable(url))
        .executeTakeFirst();
      if (row === undefined) return undefined;
      try {
        return {
          etag: row.etag ?? undefined,
          lastModified: row.modified ?? undefined,
          link: row.link ?? undefined,
          charset: row.charset ?? undefined,
          body: gunzipSync(row.body),
          at: row.at,
        };
      } catch {
        // A damaged copy counts as absent.
        return undefined;
      }
    },
    async set(url: string, answer: KeptAnswer): Promise<void> {
      const { etag = null, lastModified = null, link = null, charset = null, body, at } = answer;
      if (body.byteLength > MOST_BYTES) return;
      const row = { etag, modified: lastModified, link, charset, body: gzipSync(body), at };
      await transact(async ({ query, lock }) => {
        // Two processes that delete the same rows at once could wait for each other in a circle.
        await lock('answers');
        await query
          .insertInto('answers')
          .values({ url: indexable(url), ...row })
          .onConflict((on) => on.column('url').doUpdateSet(row))
          .execute();
        const newest = query.selectFrom('answers').select('url').orderBy('at', 'desc').limit(MOST);
        await query
          .deleteFrom('answers')
          .where((where) => where.or([where('at', '<', at - KEEP_MS), where('url', 'not in', newest)]))
          .execute();
      });
    },
  };
}
