/** The command line as a real process: arguments in, what it printed and its exit code out. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(root, 'bin', 'paperboy.js');

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'paperboy-cli-'));
}

export function paperboy(
  args: string[],
  options: { dataDir?: string; input?: string; env?: Record<string, string> } = {},
): Promise<Ran> {
  const child = start(args, options.dataDir ?? newFolder(), options.env);
  child.stdin?.end(options.input ?? '');
  return ended(child);
}

export function start(args: string[], dataDir: string, env: Record<string, string> = {}): ChildProcess {
  // An empty folder to stand in, so that nobody's own .env is read.
  return spawn(process.execPath, [bin, ...args], {
    cwd: dataDir,
    env: { PATH: process.env.PATH ?? '', DATA_DIR: dataDir, NO_COLOR: '1', ...env },
  });
}

export function ended(child: ChildProcess): Promise<Ran> {
  const ran: Ran = { code: null, out: '', err: '' };
  child.stdout?.on('data', (chunk) => {
    ran.out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    ran.err += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ ...ran, code }));
  });
}

/** Resolves with the line once one holds the words; rejects when the process ends before. */
export function lineWith(child: ChildProcess, words: string): Promise<string> {
  let text = '';
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      text += chunk;
      const line = text.split('\n').find((one) => one.includes(words));
      if (line !== undefined) resolve(line);
    });
    child.on('close', (code) => reject(new Error(`ended with ${code} before "${words}": ${text}`)));
  });
}
