/** Runs a bench's own file in a process of its own, so that memory and time are those of one run. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** @param name of the bench, for errors; `url` is its file's. Returns what it prints. */
export function inProcess(name: string, url: string, ...args: (string | number)[]): string {
  const child = spawnSync(process.execPath, ['--expose-gc', fileURLToPath(url), ...args.map(String)], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (child.status !== 0) throw new Error(`${name}: ${child.stderr.trim().split('\n').slice(-5).join(' ')}`);
  return child.stdout;
}
