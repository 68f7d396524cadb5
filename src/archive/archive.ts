/**
 * Stores every paper once, keeps the search index in step, and answers by id, day and arrival order.
 *
 * Order of writes in `put`: papers, then arrivals, then the digest, then the index in memory. A crash between any two
 * is harmless: a paper without an arrival is noted at the next put (the arrival's hash differs or is missing), a digest
 * that was not written is written again by the next fetch, and the index is rebuilt from what was noted.
 */

import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import { createKeyedMutex } from '../keyed-mutex.ts';
import type { PaperId } from '../model/channel-id.ts';
import type { Day, Digest, Paper } from '../model/paper.ts';
import { idKey, idKeysOf } from '../model/paper-id.ts';
import type { Shelf } from '../model/ports.ts';
import type { Database } from '../store/database.ts';
import type { Arrival, ArrivalLog, Origin } from './arrival-log.ts';
import { isKeptDigest, type KeptDigest, openCalendar } from './calendar.ts';
import { workKey } from './identity.ts';
import { mergePaper } from './merge.ts';
import { underOneId } from './one-id.ts';
import { isPaper, readableShelf } from './readable.ts';

/** What keeps itself in step with the archive. */
export interface Index {
  putMany(papers: readonly Paper[]): void;
}

export interface PutCount {
  added: number;
  changed: number;
  unchanged: number;
}

export interface Archive {
  /**
   * Keeps a digest; the same digest again changes nothing but votes and counts. New versions of papers that were announced
   * before are kept and are no news. `onProgress` is told how many papers are done.
   */
  put(digest: Digest, source: string, onProgress?: (done: number) => void, as?: Origin): Promise<PutCount>;
  /** Keeps papers that came in no digest, such as one that a person asked for. They are no news. */
  keep(papers: readonly Paper[], day: Day): Promise<void>;
  /** Takes over what changed in papers that are kept; others are left alone. Returns how many are kept. */
  revise(papers: readonly Paper[]): Promise<number>;
  /** By any id it goes by. */
  get(id: PaperId): Promise<Paper | undefined>;
  /** In the order asked; ids that are not kept are left out. */
  getMany(ids: readonly PaperId[]): Promise<Paper[]>;
  /** The digests of one day, one for each source that had one. */
  digestsOf(day: Day): Promise<KeptDigest[]>;
  /** Days that hold papers, newest first. */
  days(): Promise<Day[]>;
  /** Papers that came after a number of arrival. */
  after(seq: number): Promise<Arrival[]>;
  /** When a paper arrived, by its own id; undefined for one that is not kept. */
  arrivalOf(id: PaperId): ReturnType<ArrivalLog['of']>;
  /** The newest arrival's number. */
  head(): Promise<number>;
  /** The number just before the first paper of a day. */
  before(day: Day): Promise<number>;
  /** Takes over what other processes wrote since the last call. Cheap when there is nothing. */
  refresh(): Promise<void>;
  /** The revision that the index holds; `refresh` moves it. */
  revision(): number;
}

/** Papers written or indexed between two breaths: some 50 ms, so that a long import leaves room for answers. */
const BATCH = 100;
export function openArchive(outside: {
  papers: Shelf<Paper>;
  digests: Shelf<KeptDigest>;
  arrivals: ArrivalLog;
  database: Database;
  index: Index;
  /** The revision that `index` already holds, when it was loaded from a snapshot. */
  indexed?: number;
  /** Told of a stored value that is none of its shelf's, once for each; it counts as missing. */
  onUnreadable?: (shelf: 'papers' | 'digests', key: string) => void;
}): Archive {
  const { arrivals, index, onUnreadable = () => {} } = outside;
  const papers = readableShelf(outside.papers, isPaper, (key) => onUnreadable('papers', key));
  const digests = readableShelf(outside.digests, isKeptDigest, (key) => onUnreadable('digests', key));
  const calendar = openCalendar(digests, outside.database);
  let indexed = outside.indexed ?? 0;

  const head = async () => (await arrivals.head()).seq;
  const refresh = async () => {
    const { rev } = await arrivals.head();
    if (rev <= indexed) return;
    const ids = await arrivals.changedSince(indexed);
    for (let at = 0; at < ids.length; at += BATCH) {
      const found = await papers.getMany(ids.slice(at, at + BATCH));
      index.putMany(found.filter((paper) => paper !== undefined));
      await breathe();
    }
    indexed = Math.max(indexed, rev);
  };

  const putBatch = async (came: Paper[], day: Day, count: PutCount, as: Origin = 'news') => {
    const batch = await underOneId(came, papers, arrivals);
    const merged = await papers.merge(
      batch.map((paper) => ({ key: paper.id, value: paper })),
      (kept, paper) => (kept === undefined ? paper : mergePaper(kept, paper)),
    );
    const noted = await arrivals.record(
      merged.map((paper) => ({
        id: paper.id,
        hash: hashOf(paper),
        work: workKey(paper),
        otherIds: idKeysOf(paper).filter((key) => key !== paper.id),
      })),
      day,
      as,
    );
    count.added += noted.added.length;
    count.changed += noted.changed.length;
    // What was merged into another paper of the batch is known by that one.
    count.unchanged += came.length - noted.added.length - noted.changed.length;
    return batch.map((paper) => paper.id);
  };

  const inTurn = createKeyedMutex();

  const put: Archive['put'] = async (digest, source, onProgress, as) => {
    const count: PutCount = { added: 0, changed: 0, unchanged: 0 };
    const distinct = [...new Map(digest.papers.map((paper) => [paper.id, paper])).values()];
    count.unchanged += digest.papers.length - distinct.length;
    const { news = [], revised = [] } = Object.groupBy(distinct, (paper) =>
      isRevision(paper) ? 'revised' : 'news',
    );
    const ids: string[] = [];
    let done = 0;
    for (const [part, origin] of [[news, as] as const, [revised, 'past'] as const]) {
      for (let at = 0; at < part.length; at += BATCH) {
        const batch = part.slice(at, at + BATCH);
        const kept = await putBatch(batch, digest.date, count, origin);
        if (part === news) ids.push(...kept);
        done += batch.length;
        onProgress?.(done);
        await breathe();
      }
    }
    await calendar.keep(digest, source, ids);
    await refresh();
    return count;
  };

  return {
    // A paper is read, merged and written: two puts at once would lose one's half.
    put: (digest, source, onProgress, as) => inTurn('put', () => put(digest, source, onProgress, as)),
    keep: (came, day) =>
      inTurn('put', async () => {
        await putBatch([...came], day, { added: 0, changed: 0, unchanged: 0 }, 'past');
        await refresh();
      }),
    revise: (came) =>
      inTurn('put', async () => {
        const kept = await papers.getMany(came.map(({ id }) => id));
        const known = came.filter((_, at) => kept[at] !== undefined);
        // Their origin and day stay those of their first arrival.
        await putBatch(known, '', { added: 0, changed: 0, unchanged: 0 }, 'past');
        await refresh();
        return known.length;
      }),
    async get(id) {
      const paper = await papers.get(id);
      if (paper !== undefined) return paper;
      const under = await arrivals.named(idKey(id));
      return under === undefined ? undefined : papers.get(under);
    },
    getMany: async (ids) => (await papers.getMany([...ids])).filter((paper) => paper !== undefined),
    digestsOf: calendar.of,
    days: calendar.days,
    after: (seq) => arrivals.after(seq),
    arrivalOf: (id) => arrivals.of(id),
    head,
    before: async (day) => ((await arrivals.firstOf(day)) ?? (await head()) + 1) - 1,
    refresh,
    revision: () => indexed,
  };
}

/** Whether a paper came as a new version of one that was announced before: it is no news, and of no day's digest. */
function isRevision({ revisedOn }: Paper): boolean {
  return revisedOn !== undefined;
}

/** Equal for equal content, whatever the order of its fields. */
function hashOf(paper: Paper): string {
  const fields = Object.entries(paper).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha1').update(JSON.stringify(fields)).digest('base64');
}
