/** `npm run fuzz -- [--cases N] [--target NAME] [--seed N]`: feeds made-up and damaged input to every parser, and tells what breaks. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { measureGrowth } from './growth.ts';
import { watchHangs } from './hang-watch.ts';
import { CASES_OF_SEED, runTarget } from './run-target.ts';
import { runShares, sharesOf } from './shares.ts';
import type { Target } from './target.ts';
import { TARGETS } from './targets.ts';

const USAGE = `npm run fuzz -- [options]
  --cases N        cases of each target (10,000)
  --target NAME    only the targets whose names hold this; may be given again
  --processes N    runs 10,000 cases and more in so many processes at once (as many as there are cores)
  --seed N         the first seed (a new one each time)
  --path PATH      one case, as it was printed
  --growth         how the time grows with the text, instead
  --list           names the targets`;

/** Characters of a counterexample that are printed. */
const MOST_SHOWN = 4_000;

function whole(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text.replaceAll(/[_,]/g, ''));
  if (!Number.isSafeInteger(number)) throw new Error(`--${option} takes a whole number, not "${text}".`);
  return number;
}

/** A text that takes longer is not made longer. Milliseconds. */
const ENOUGH_MS = 2_000;

async function grow(one: Target): Promise<boolean> {
  const growths = await measureGrowth(one, ENOUGH_MS);
  const slowest = growths.toSorted((a, b) => Math.max(...b.took) - Math.max(...a.took)).slice(0, 3);
  for (const { where, took, isLinear } of new Set([...slowest, ...growths.filter((so) => !so.isLinear)]))
    process.stdout.write(
      `${isLinear ? '' : 'NOT LINEAR '}${one.name}: ${where}: ${took.map((ms) => ms.toFixed(1)).join(', ')} ms\n`,
    );
  return growths.every(({ isLinear }) => isLinear);
}

async function fuzz(one: Target, options: { cases: number; seed: number; path?: string }): Promise<boolean> {
  const say = (text: string) => process.stdout.write(text);
  const rate = ({ cases, ms }: { cases: number; ms: number }) =>
    `${cases.toLocaleString('en')} cases, ${Math.round((cases / ms) * 1_000).toLocaleString('en')} a second`;
  if (one.lacks !== undefined) {
    say(`${one.name}: not run, as ${one.lacks}\n`);
    return true;
  }
  const watch = watchHangs(one.name);
  const { broken, ...ran } = await runTarget(one, options, {
    at: watch.at,
    ran: (so) => {
      if (process.stdout.isTTY) say(`\r${one.name}: ${rate(so)}`);
    },
  });
  await watch.stop();
  say(`${process.stdout.isTTY ? '\r' : ''}${one.name}: ${rate(ran)}, seed ${options.seed}\n`);
  if (broken === undefined) return true;
  const { input, error, seed, path } = broken;
  say(`\n  ${error.stack?.split('\n').slice(0, 8).join('\n  ')}\n\n  with ${shown(input)}\n\n`);
  say(`  npm run fuzz -- --target "${one.name}" --seed ${seed} --path ${path}\n\n`);
  return false;
}

/** As it would be written in a test. */
function shown(input: unknown): string {
  if (input instanceof Uint8Array)
    return `Buffer.from(${JSON.stringify(Buffer.from(input).toString('latin1')).slice(0, MOST_SHOWN)}, 'latin1')`;
  return fc.stringify(input).slice(0, MOST_SHOWN);
}

/** Those of a whole name, or of names that hold a part of one; all where none is given. */
function namedBy(parts: readonly string[] = ['']): Target[] {
  return TARGETS.filter(({ name }) =>
    parts.some((part) => (TARGETS.some((one) => one.name === part) ? name === part : name.includes(part))),
  );
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      cases: { type: 'string' },
      target: { type: 'string', multiple: true },
      processes: { type: 'string' },
      seed: { type: 'string' },
      path: { type: 'string' },
      growth: { type: 'boolean' },
      list: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return void process.stdout.write(`${USAGE}\n`);
  if (values.list) return void process.stdout.write(`${TARGETS.map(({ name }) => name).join('\n')}\n`);
  const named = namedBy(values.target);
  if (named.length === 0) throw new Error(`There is no such target.\n${USAGE}`);
  const seed = whole(values.seed, 'seed') ?? Math.floor(Math.random() * 2 ** 31);
  const { path } = values;
  const cases = path === undefined ? (whole(values.cases, 'cases') ?? 10_000) : 1;
  let hold = 0;
  if (values.growth) {
    for (const one of named) if (!(await grow(one))) process.exitCode = 1;
    return;
  }
  const processes = whole(values.processes, 'processes') ?? availableParallelism();
  if (cases >= CASES_OF_SEED && processes > 1) {
    const names = named.map(({ name }) => name);
    if (!(await runShares(sharesOf(names, { cases, seed }), processes))) process.exitCode = 1;
    return;
  }
  for (const one of named)
    if (await fuzz(one, { cases, seed, ...(path === undefined ? {} : { path }) })) hold++;
  if (hold < named.length) process.exitCode = 1;
}

try {
  await main();
} catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 1;
}
