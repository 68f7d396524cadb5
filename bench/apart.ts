/** Measures in a process of its own: none pays for another's garbage, and memory is told apart. */
import { spawnSync } from 'node:child_process';
import type { Row } from './report.ts';

/**
 * The row that a script prints as JSON when it is run with these arguments, or one that says why there is none.
 * @param name the engine, which names the row of a failure and is the script's first argument
 */
export function measureApart(script: string, name: string, docs: string | undefined, count: number): Row {
  const child = spawnSync(
    process.execPath,
    ['--expose-gc', '--max-old-space-size=14000', script, name, String(count), docs ?? ''],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 26 },
  );
  if (child.status === 0) return JSON.parse(child.stdout) as Row;
  return { engine: name, failed: child.stderr.trim().split('\n').at(-1) ?? String(child.signal) };
}

type Measure = (name: string, docs: string | undefined, count: number) => Promise<Row>;

/** What a script does that `measureApart` runs: measures, and prints the row. */
export async function answerApart(measure: Measure): Promise<void> {
  const [name, count, docs] = process.argv.slice(2);
  process.stdout.write(JSON.stringify(await measure(name!, docs || undefined, Number(count))));
}
