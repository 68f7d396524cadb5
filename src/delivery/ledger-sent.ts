/** Asks the ledger for many channels at once which papers they got. */
import { sql } from 'kysely';
import type { ChannelId, PaperId } from '../model/channel-id.ts';
import type { Database } from '../store/database.ts';
import { isIn, listOf, selectList } from '../store/portable-sql.ts';

/** Papers, of which those are asked for that a channel got. */
export interface SentAsked {
  channel: ChannelId;
  papers: readonly PaperId[];
}

interface Pair {
  channel: ChannelId;
  paper: PaperId;
}

/** Channels that share a list of papers get a statement of their own where it saves at least this many pairs. */
const WORTH_A_STATEMENT = 500;
const COLUMNS = ['channel', 'paper'];

/** Which of the papers each channel has got or is about to get; channels that got none are left out. */
export async function readSentTo(
  db: Database['db'],
  wanted: readonly SentAsked[],
): Promise<Map<ChannelId, Set<PaperId>>> {
  const pairs: Pair[] = [];
  const rows: Pair[] = [];
  for (const [papers, some] of Map.groupBy(wanted, ({ papers }) => papers)) {
    const channels = some.map(({ channel }) => channel);
    if ((channels.length - 1) * papers.length >= WORTH_A_STATEMENT)
      rows.push(...(await readAll(db, channels, papers)));
    else for (const channel of channels) for (const paper of papers) pairs.push({ channel, paper });
  }
  if (pairs.length > 0) rows.push(...(await readPairs(db, pairs)));
  const byChannel = new Map<ChannelId, Set<PaperId>>();
  for (const { channel, paper } of rows) {
    const papers = byChannel.get(channel);
    if (papers === undefined) byChannel.set(channel, new Set([paper]));
    else papers.add(paper);
  }
  return byChannel;
}

async function readAll(
  db: Database['db'],
  channels: readonly ChannelId[],
  papers: readonly PaperId[],
): Promise<Pair[]> {
  const { rows } = await sql<Pair>`SELECT channel, paper FROM sent
    WHERE ${isIn(db, 'channel', channels)} AND ${isIn(db, 'paper', papers)}`.execute(db);
  return rows;
}

async function readPairs(db: Database['db'], pairs: readonly Pair[]): Promise<Pair[]> {
  const listed = selectList(db, 'sent', COLUMNS, listOf(db, COLUMNS, pairs));
  const { rows } = await sql<Pair>`SELECT sent.channel, sent.paper FROM (${listed}) AS listed
    JOIN sent ON sent.channel = listed.channel AND sent.paper = listed.paper`.execute(db);
  return rows;
}
