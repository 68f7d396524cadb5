/**
 * Measures one slot of many channels, delivered by one, two and four processes on one Postgres through a platform's limit. The
 * limit is higher than any platform's, or the platform would be all that is measured.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { MOST_CONNECTIONS } from '../src/store/postgres/pool.ts';
import { openStore, type Store } from '../src/store/store.ts';
import { startPlatform } from '../test/proof/platform.ts';
import { createCrew, type ReplicaCrew } from '../test/proof/replica-crew.ts';
import { DUE, prepareChannels, untilPosted } from '../test/proof/replica-store.ts';
import { createSchema } from '../test/store/server.ts';
import type { Options } from './options.ts';
import { quantile, type Report, type Row } from './report.ts';

const usualChannels = 100_000;
const usualPerSecond = 200;
const replicas = [1, 2, 4];
const answerMs = { least: 60, most: 200 };
const leaseMs = 10_000;
/** Clock ticks a second in /proc. */
const ticksPerSecond = 100;

/** Processor time of all Postgres processes so far, those that ended included where their parent waited for them. Seconds. */
function postgresCpu(): number {
  let ticks = 0;
  for (const pid of readdirSync('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const stat = readStat(pid);
    if (stat?.name !== 'postgres') continue;
    ticks += stat.own + stat.ended;
  }
  return ticks / ticksPerSecond;
}

function readStat(pid: string) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const name = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'));
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
    return { name, own: user + system, ended: endedUser + endedSystem };
  } catch {
    return undefined;
  }
}

/** Transactions of the database so far, single statements included. */
async function transactions(store: Store): Promise<number> {
  const { rows } = await sql<{ count: number }>`SELECT xact_commit + xact_rollback AS count
    FROM pg_stat_database WHERE datname = current_database()`.execute(store.db);
  return Number(rows[0]?.count ?? 0);
}

/** What a schema and its jobs take on disk. Bytes. */
async function storedBytes(store: Store): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`SELECT sum(pg_relation_size(pg_class.oid)) AS bytes
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname IN (current_schema(), current_schema() || '_jobs')`.execute(store.db);
  return Number(rows[0]?.bytes ?? 0);
}

/** What all replicas together have counted, as each told it last. */
function sumOf({ told }: ReplicaCrew, what: 'cpuMs' | 'statements'): number {
  const byReplica = new Map(told.map((one) => [one.replica, one[what]]));
  return [...byReplica.values()].reduce((sum, count) => sum + count, 0);
}

async function measure(count: number, channels: number, perSecond: number): Promise<Row> {
  const { url, drop } = await createSchema(MOST_CONNECTIONS);
  const platform = await startPlatform({ random: Math.random, answerMs, faults: 0, perSecond });
  const store = await openStore(url);
  try {
    await prepareChannels(store, channels);
    const shiftMs = DUE + 1_000 - store.now();
    const look = async () => ({
      cpu: postgresCpu(),
      transactions: await transactions(store),
      bytes: await storedBytes(store),
    });
    const before = await look();
    const crew = createCrew({
      ...{ url, port: platform.port, shiftMs, leaseMs, perSecond },
      ...{ replicas: count, random: Math.random },
    });
    const problem = await untilPosted(store, channels);
    await crew.stop();
    const after = await look();
    for (const one of [problem, ...crew.problems]) if (one !== undefined) throw new Error(`scale: ${one}`);
    const times = [...platform.shown.values()].map(({ at }) => at).sort((a, b) => a - b);
    const first = times[0] ?? 0;
    const last = times.at(-1) ?? 0;
    const floor = ((channels - 1) / perSecond) * 1_000;
    // How far each post was behind the moment at which the limit alone would have let it go.
    const lags = times.map((at, rank) => at - first - (rank / perSecond) * 1_000);
    return {
      replicas: count,
      posts: platform.shown.size,
      doubled: [...platform.shown.values()].filter(({ times: shown }) => shown > 1).length,
      'to the first s': first / 1_000,
      'total s': (last - first) / 1_000,
      'over floor': (last - first) / floor,
      'lag p50 s': quantile(lags, 0.5) / 1_000,
      'lag p99 s': quantile(lags, 0.99) / 1_000,
      refused: platform.counts.refused,
      'MB a replica': Math.max(...crew.told.map(({ rss }) => rss)),
      'transactions a post': (after.transactions - before.transactions) / channels,
      'statements a post': sumOf(crew, 'statements') / channels,
      'Postgres ms a post': ((after.cpu - before.cpu) / channels) * 1_000,
      'replica ms a post': sumOf(crew, 'cpuMs') / channels,
      'stored KB a post': (after.bytes - before.bytes) / channels / 1_000,
    };
  } finally {
    await store.close();
    await platform.close();
    await drop();
  }
}

export async function run(options: Options, say: (line: string) => void): Promise<Report[]> {
  const channels = options.channels ?? usualChannels;
  const perSecond = options.perSecond ?? usualPerSecond;
  const rows: Row[] = [];
  for (const count of replicas) {
    say(
      `scale: ${channels.toLocaleString('en')} channels over ${count}, some ${Math.round(channels / perSecond)} s`,
    );
    rows.push(await measure(count, channels, perSecond));
  }
  const facts = { channels, 'a second': perSecond, 'lease s': leaseMs / 1_000 };
  return [{ bench: 'scale', title: 'One slot over several processes', facts, rows }];
}
