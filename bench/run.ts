/** Runs the benches, `npm run bench -- [name] [options]`: prints a table for each and writes its JSON to bench/results/. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Options } from './options.ts';
import { type Report, show } from './report.ts';

type Bench = (options: Options, say: (line: string) => void) => Promise<Report[]>;

/** Every bench by its name; one file each. A new bench is a line here. */
const benches: Record<string, () => Promise<{ run: Bench }>> = {
  search: () => import('./search.ts'),
  quality: () => import('./quality.ts'),
  build: () => import('./build.ts'),
  planning: () => import('./planning.ts'),
  slowest: () => import('./slowest.ts'),
  topics: () => import('./topics.ts'),
  delivery: () => import('./delivery.ts'),
  relevance: () => import('./relevance.ts'),
  scale: () => import('./scale.ts'),
  writes: () => import('./writes.ts'),
};

/** What runs when none is named: `scale` needs a PostgreSQL server. */
const usual = Object.keys(benches).filter((name) => name !== 'scale');

const usage = `npm run bench -- [${Object.keys(benches).join(' | ')}] [options]
  --docs FILE.jsonl[.gz] | N   papers to search and match, or how many of the usual ones
  --count N                    how many papers (a file is repeated with renamed ids)
  --collection FOLDER          docs.jsonl, queries.jsonl and qrels.tsv; may be given again
  --subscriptions N            how many topics
  --channels N                 how many are due at once
  --per-second N               posts a second that the platform takes
  --rounds N, --seed N         how many queries to try, and which
  --engines a,b                only these
  --json                       JSON on stdout instead of tables`;

function whole(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text.replaceAll(/[_,]/g, ''));
  if (!Number.isSafeInteger(number) || number < 1)
    throw new Error(`--${option} takes a whole number, not "${text}".`);
  return number;
}

function readOptions(values: Record<string, unknown>): Options {
  const text = (key: string) => values[key] as string | undefined;
  const docs = text('docs');
  const docsIsCount = docs !== undefined && /^[\d_,]+$/.test(docs);
  const count = whole(docsIsCount ? docs : text('count'), docsIsCount ? 'docs' : 'count');
  const subscriptions = whole(text('subscriptions'), 'subscriptions');
  const channels = whole(text('channels'), 'channels');
  const perSecond = whole(text('per-second'), 'per-second');
  const rounds = whole(text('rounds'), 'rounds');
  const seed = whole(text('seed'), 'seed');
  const engines = text('engines')?.split(',');
  return {
    ...(docs !== undefined && !docsIsCount && { docs }),
    ...(count !== undefined && { count }),
    ...(subscriptions !== undefined && { subscriptions }),
    ...(channels !== undefined && { channels }),
    ...(perSecond !== undefined && { perSecond }),
    ...(rounds !== undefined && { rounds }),
    ...(seed !== undefined && { seed }),
    ...(engines && { engines }),
    collections: (values.collection as string[] | undefined) ?? [],
  };
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      docs: { type: 'string' },
      count: { type: 'string' },
      collection: { type: 'string', multiple: true },
      subscriptions: { type: 'string' },
      channels: { type: 'string' },
      'per-second': { type: 'string' },
      rounds: { type: 'string' },
      seed: { type: 'string' },
      engines: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return void process.stdout.write(`${usage}\n`);
  const names = positionals.length > 0 ? positionals : usual;
  const unknown = names.find((name) => !benches[name]);
  if (unknown) throw new Error(`There is no bench "${unknown}".\n${usage}`);

  const options = readOptions(values);
  const results = new URL('results/', import.meta.url);
  mkdirSync(results, { recursive: true });
  const all: Report[] = [];
  for (const name of names) {
    const bench = await benches[name]!();
    const reports = await bench.run(options, (line) => process.stderr.write(`${line}\n`));
    writeFileSync(new URL(`${name}.json`, results), `${JSON.stringify(reports, null, 2)}\n`);
    if (!values.json) for (const report of reports) process.stdout.write(`${show(report)}\n`);
    all.push(...reports);
  }
  if (values.json) process.stdout.write(`${JSON.stringify(all, null, 2)}\n`);
}

try {
  await main();
} catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 1;
}
