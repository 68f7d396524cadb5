/** Reads which papers gained votes since a day, of those whose votes were counted since then. */
import { setImmediate as breathe } from 'node:timers/promises';
import type { PaperId } from '../model/channel-id.ts';
import type { Day, Paper } from '../model/paper.ts';
import type { Shelf } from '../model/ports.ts';
import type { Database } from '../store/database.ts';
import type { openCalendar } from './calendar.ts';
import { rankTrending, type Trending, type Voted } from './trending.ts';
import { votesBefore } from './vote-counts.ts';

interface ReaderContext {
  calendar: Pick<ReturnType<typeof openCalendar>, 'days' | 'of'>;
  papers: Pick<Shelf<Paper>, 'getMany'>;
  database: Pick<Database, 'db'>;
}

/** Papers read at a time; in between, other work of the process runs. */
const BATCH = 500;

/** Returns a function that reads the papers that gained votes from a day on, best first; none where no source counts votes. */
export function createTrendingReader({ calendar, papers, database }: ReaderContext) {
  return async (from: Day): Promise<Trending[]> => {
    const before = await votesBefore(database, from);
    const came = new Map<PaperId, Day>();
    // The newest day comes first, so that the first digest of a paper is what stays.
    for (const day of (await calendar.days()).filter((one) => one >= from)) {
      const ids = (await calendar.of(day)).flatMap((digest) => digest.papers);
      for (const id of ids) came.set(id, day);
    }
    // Votes are counted whenever a paper with votes comes: of thousands without any, none is read.
    const ids = [...before.keys()];
    const voted: Voted[] = [];
    for (let at = 0; at < ids.length; at += BATCH) {
      for (const paper of await papers.getMany(ids.slice(at, at + BATCH))) {
        if (paper?.upvotes === undefined) continue;
        const [day, count] = [came.get(paper.id), before.get(paper.id)];
        voted.push({
          id: paper.id,
          votes: paper.upvotes,
          ...(day === undefined ? {} : { came: day }),
          ...(count === undefined ? {} : { before: count }),
        });
      }
      await breathe();
    }
    return rankTrending(voted, from);
  };
}
