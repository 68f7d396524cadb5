/** Runs many cases as shares, each in a process of its own, as many at once as the machine has cores. */
import { spawn } from 'node:child_process';
import { CASES_OF_SEED } from './run-target.ts';

export interface Share {
  target: string;
  cases: number;
  seed: number;
}

/** A target whose cases take long is shared out to so many processes at most. */
const MOST_SHARES = 8;

/** The shares of each target, in turn: the cases of a share are those that one process would run from its seed on. */
export function sharesOf(
  targets: readonly string[],
  { cases, seed }: { cases: number; seed: number },
): Share[] {
  const seeds = Math.ceil(cases / CASES_OF_SEED);
  const each = Math.ceil(seeds / MOST_SHARES);
  const shares: Share[] = [];
  for (let first = 0; first < seeds; first += each)
    for (const target of targets) {
      const left = cases - first * CASES_OF_SEED;
      shares.push({ target, cases: Math.min(each * CASES_OF_SEED, left), seed: seed + first });
    }
  return shares;
}

/** Runs them. Tells each one's output as it ends; resolves to whether all held. */
export async function runShares(shares: readonly Share[], atOnce: number): Promise<boolean> {
  const left = shares.values();
  let hold = true;
  const work = async () => {
    for (const share of left) if (!(await runShare(share))) hold = false;
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return hold;
}

function runShare({ target, cases, seed }: Share): Promise<boolean> {
  const entry = new URL('./run.ts', import.meta.url).pathname;
  const options = ['--target', target, '--cases', `${cases}`, '--seed', `${seed}`, '--processes', '1'];
  const child = spawn(process.execPath, [...process.execArgv, entry, ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      process.stdout.write(code === null ? `${said}${target}: ended by ${signal}, seed ${seed}\n` : said);
      resolve(code === 0);
    });
  });
}
