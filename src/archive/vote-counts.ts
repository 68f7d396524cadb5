/** Records how many votes each paper of the last weeks had at the end of each day, and reads what it had before a day. */
import { sql } from 'kysely';
import type { PaperId } from '../model/channel-id.ts';
import { addDays } from '../model/days.ts';
import type { Day, Paper } from '../model/paper.ts';
import type { Database, Tx } from '../store/database.ts';
import { insertRows } from '../store/portable-sql.ts';
import type { Tables } from '../store/tables.ts';

/** Rows are kept for this many days: a month, and some days for what was last read before it. */
const KEPT_DAYS = 40;

/** The votes that a paper had at the end of a day. */
export interface VoteCount {
  day: Day;
  votes: number;
}

/**
 * Notes the votes of papers on a day, within a transaction. Digests that are older than what is kept are not noted, so an archive
 * that is filled afterwards adds nothing here.
 * @param digest the day of the digest that the papers came in; `''` for papers that came in none
 */
export async function recordVotes(
  { query }: Pick<Tx, 'query'>,
  papers: readonly Paper[],
  digest: Day,
  today: Day,
): Promise<void> {
  const oldest = addDays(today, -KEPT_DAYS);
  if (digest !== '' && digest < oldest) return;
  const rows = papers.flatMap(({ id, upvotes }) =>
    upvotes === undefined ? [] : [{ paper: id, day: today, votes: upvotes }],
  );
  if (rows.length === 0) return;
  await sql`${insertRows(query, 'vote_counts', rows)}
    ON CONFLICT (paper, day) DO UPDATE SET votes = excluded.votes
    WHERE vote_counts.votes <> excluded.votes`.execute(query);
  await query.deleteFrom('vote_counts').where('day', '<', oldest).execute();
}

/**
 * For each paper that was counted on `from` or later: the last count before that day, else the first one that there is.
 * What a paper has now is in the paper itself.
 */
export async function votesBefore({ db }: Pick<Database, 'db'>, from: Day): Promise<Map<PaperId, VoteCount>> {
  const { rows } = await sql<Tables['vote_counts']>`SELECT paper, day, votes FROM (
    SELECT paper, day, votes, row_number() OVER (PARTITION BY paper
      ORDER BY CASE WHEN day < ${from} THEN day ELSE '' END DESC, day) AS place
    FROM vote_counts WHERE paper IN (SELECT paper FROM vote_counts WHERE day >= ${from})) AS placed
    WHERE place = 1`.execute(db);
  return new Map(rows.map(({ paper, day, votes }) => [paper, { day, votes }]));
}
