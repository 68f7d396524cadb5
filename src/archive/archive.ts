/**
 * Stores every paper once, keeps the search index in step, and answers by id, day and arrival order.
 *
 * Order of writes in `put`: papers with their arrivals, then the digest, then the index in memory. A crash between any two
 * is harmless: a digest that was not written is written again by the next fetch, and the index is rebuilt from what was noted.
 */
import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import { createKeyedMutex } from '../keyed-mutex.ts';
import type { PaperId } from '../model/channel-id.ts';
import { dayAt } from '../model/days.ts';
import type { Day, Digest, Paper } from '../model/paper.ts';
import { boundedPaper } from '../model/paper-bounds.ts';
import { idKey, idKeysOf } from '../model/paper-id.ts';
import type { Clock } from '../model/ports.ts';
import type { Database } from '../store/database.ts';
import type { StoreShelf } from '../store/shelves.ts';
import type { ArrivalLog, Origin } from './arrival-log.ts';
import { isKeptDigest, type KeptDigest, openCalendar } from './calendar.ts';
import { workKey } from './identity.ts';
import { mergePaper } from './merge.ts';
import { createNewestArrivals } from './newest-arrivals.ts';
import { underOneId } from './one-id.ts';
import { isPaper, readableShelf } from './readable.ts';
import { shareTrending } from './shared-trending.ts';
import { createTrendingReader } from './trending-reader.ts';
import { isTrimmed, oldPapers, trimmed } from './trim.ts';
import { recordVotes } from './vote-counts.ts';

/** Papers written or indexed between two breaths: some 50 ms, so that a long import leaves room for answers. */
const BATCH = 100;

interface ArchiveOutside {
  papers: StoreShelf<Paper>;
  digests: StoreShelf<KeptDigest>;
  arrivals: ArrivalLog;
  database: Database;
  /** What keeps itself in step with the archive. */
  index: { putEach(batches: AsyncIterable<readonly Paper[]>): Promise<void> };
  /** The revision that `index` already holds, when it was loaded from a snapshot. */
  indexed?: number;
  /** Says on which day votes are counted; absent: they are not. */
  clock?: Clock;
  /** Told of a stored value that is none of its shelf's, once for each; it counts as missing. */
  onUnreadable?: (shelf: 'papers' | 'digests', key: string) => void;
}

export type Archive = ReturnType<typeof openArchive>;

export function openArchive(outside: ArchiveOutside) {
  const { arrivals, index, database, clock, onUnreadable = () => {} } = outside;
  const papers = readableShelf(outside.papers, isPaper, (key) => onUnreadable('papers', key), boundedPaper);
  const digests = readableShelf(outside.digests, isKeptDigest, (key) => onUnreadable('digests', key));
  const calendar = openCalendar(digests, database);
  let indexed = outside.indexed ?? 0;

  const head = async () => (await arrivals.head()).seq;
  async function* inBatches(ids: readonly PaperId[]) {
    for (let at = 0; at < ids.length; at += BATCH) {
      const found = await papers.getMany(ids.slice(at, at + BATCH));
      yield found.filter((paper) => paper !== undefined);
      await breathe();
    }
  }
  const refresh = async () => {
    const { rev } = await arrivals.head();
    if (rev <= indexed) return;
    const ids = await arrivals.changedSince(indexed);
    await index.putEach(inBatches(ids));
    indexed = Math.max(indexed, rev);
  };

  /** Returns the batch's ids, and how many of its papers are new or have changed. */
  const putBatch = async (came: readonly Paper[], day: Day, as?: Origin) => {
    await papers.ready();
    return database.transact(async (tx) => {
      const log = arrivals.within(tx);
      // A paper is read, merged and written, and compared with others: two processes at once would not see each other's.
      await log.lock();
      const shelf = papers.within(tx);
      const batch = await underOneId(came, shelf, log);
      const merged = await shelf.merge(
        batch.map((paper) => ({ key: paper.id, value: paper })),
        (kept, paper) => (kept === undefined ? paper : mergePaper(kept, paper)),
      );
      const noted = await log.record(
        merged.map((paper) => ({
          id: paper.id,
          hash: hashOf(paper),
          work: workKey(paper),
          otherIds: idKeysOf(paper).filter((key) => key !== paper.id),
        })),
        day,
        as,
      );
      if (clock !== undefined) await recordVotes(tx, merged, day, dayAt(clock()));
      return {
        ids: batch.map(({ id }) => id),
        added: noted.added.length,
        changed: noted.changed.length,
      };
    });
  };

  /** In place of what is kept by then; the index learns of it as of any change. */
  const writeTrimmed = async (ids: readonly PaperId[]) => {
    if (ids.length === 0) return;
    await papers.ready();
    await database.transact(async (tx) => {
      const log = arrivals.within(tx);
      await log.lock();
      const shelf = papers.within(tx);
      const found = (await shelf.getMany([...ids])).filter((paper) => paper !== undefined).map(trimmed);
      await shelf.merge(
        found.map((paper) => ({ key: paper.id, value: paper })),
        (_, paper) => paper,
      );
      await log.record(
        found.map((paper) => ({ id: paper.id, hash: hashOf(paper), work: workKey(paper) })),
        '',
        'past',
      );
    });
  };

  const readTrending = createTrendingReader({ calendar, papers, database });

  // One after another: each then indexes what it put.
  const turns = createKeyedMutex();
  const inTurn = <T>(work: () => Promise<T>) =>
    turns('put', async () => {
      const result = await work();
      await refresh();
      return result;
    });

  return {
    /**
     * Keeps a digest; the same digest again changes nothing but votes and counts. New versions of papers that were announced
     * before are kept and are no news. `onProgress` is told how many papers are done.
     */
    put: (digest: Digest, source: string, onProgress?: (done: number) => void, as?: Origin) =>
      inTurn(async () => {
        const came = digest.papers.map((paper) => ({ ...paper, sources: [source] }));
        const distinct = [...new Map(came.map((paper) => [paper.id, paper])).values()];
        // A new version of a paper that was announced before is no news, and of no day's digest.
        const { news = [], revised = [] } = Object.groupBy(distinct, ({ revisedOn }) =>
          revisedOn === undefined ? 'news' : 'revised',
        );
        const ids: string[] = [];
        let [added, changed, done] = [0, 0, 0];
        for (const [part, origin] of [[news, as] as const, [revised, 'past'] as const]) {
          for (let at = 0; at < part.length; at += BATCH) {
            const batch = part.slice(at, at + BATCH);
            const kept = await putBatch(batch, digest.date, origin);
            if (part === news) ids.push(...kept.ids);
            added += kept.added;
            changed += kept.changed;
            done += batch.length;
            onProgress?.(done);
            await breathe();
          }
        }
        await calendar.keep(digest, source, ids);
        // What was merged into another paper of the digest is known by that one.
        return { added, changed, unchanged: digest.papers.length - added - changed };
      }),
    /** Keeps papers that came in no digest, such as one that a person asked for. They are no news. */
    keep: (came: readonly Paper[], day: Day) => inTurn(async () => void (await putBatch(came, day, 'past'))),
    /** Takes over what changed in papers that are kept; others are left alone. Returns how many are kept. */
    revise: (came: readonly Paper[]) =>
      inTurn(async () => {
        const kept = await papers.getMany(came.map(({ id }) => id));
        const known = came.filter((_, at) => kept[at] !== undefined);
        // Their origin and day stay those of their first arrival.
        await putBatch(known, '', 'past');
        return known.length;
      }),
    /**
     * Reduces papers that first came before a day to what identifies them, but for those that people keep or marked: a slice of
     * them, behind a number of arrival. Returns the last number of the slice, undefined where it was the last.
     */
    trim: (before: Day, after: number, most: number) =>
      inTurn(async () => {
        const old = await oldPapers(database, before, after, most);
        const ids = old.filter(({ isKept }) => !isKept).map(({ paper }) => paper);
        const whole = (await papers.getMany(ids)).filter((paper) => paper !== undefined && !isTrimmed(paper));
        await writeTrimmed(whole.map((paper) => (paper as Paper).id));
        return { trimmed: whole.length, last: old.length < most ? undefined : old.at(-1)?.seq };
      }),
    /** By any id it goes by. */
    async get(id: PaperId): Promise<Paper | undefined> {
      const paper = await papers.get(id);
      if (paper !== undefined) return paper;
      const under = await arrivals.named(idKey(id));
      return under === undefined ? undefined : papers.get(under);
    },
    /** Whether a paper came by this id whose record cannot be read now, or is gone. */
    async isLost(id: PaperId): Promise<boolean> {
      const own = (await arrivals.of(id)) === undefined ? await arrivals.named(idKey(id)) : id;
      return own !== undefined && (await papers.get(own)) === undefined;
    },
    /** In the order asked; ids that are not kept are left out. */
    getMany: async (ids: readonly PaperId[]) =>
      (await papers.getMany([...ids])).filter((paper) => paper !== undefined),
    /** The digests of one day, one for each source that had one. */
    digestsOf: calendar.of,
    /** What readers should know of the digests of these days, as sentences by day. Costs the same for any number of days. */
    notesOn: calendar.notes,
    /** Days that hold papers, newest first. */
    days: calendar.days,
    /** Papers that gained votes from a day on, best first. Those who ask at about the same time share one answer. */
    trending:
      clock === undefined ? readTrending : shareTrending(readTrending, { clock, revision: () => indexed }),
    /** Papers that came after a number of arrival. */
    after: arrivals.after,
    /** When papers arrived, from the newest on. */
    newestArrivals: createNewestArrivals(database),
    /** When a paper arrived, by its own id; undefined for one that is not kept. */
    arrivalOf: arrivals.of,
    /** The newest arrival's number. */
    head,
    /** The number just before the first paper of a day. */
    before: async (day: Day) => ((await arrivals.firstOf(day)) ?? (await head()) + 1) - 1,
    /** Takes over what other processes wrote since the last call. Cheap when there is nothing. */
    refresh,
    /** The revision that the index holds; `refresh` moves it. */
    revision: () => indexed,
  };
}

/** Equal for equal content, whatever the order of its fields. */
function hashOf(paper: Paper): string {
  const fields = Object.entries(paper).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha1').update(JSON.stringify(fields)).digest('base64');
}
