/** Runs the command line inside the test's own process, or as a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PassThrough, Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { run } from '../../src/cli.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(root, 'bin', 'paperboy.js');

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

export interface Options {
  dataDir?: string;
  input?: string;
  env?: Record<string, string>;
  /** Columns of a terminal that someone watches; absent: a pipe. */
  columns?: number;
  /** What is typed at that terminal; in place of `input`. */
  keys?: PassThrough;
}

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'paperboy-cli-'));
}

/** One command, in this process. */
export function paperboy(args: string[], options: Options = {}): Promise<Ran> {
  return begin(args, options).ended;
}

type Listener = Parameters<EventEmitter['on']>[1];

export interface Running {
  /** Resolves with the first line of standard output that holds the words; rejects when the command ends before. */
  line(words: string): Promise<string>;
  /** The same for standard error, where progress is shown. */
  progress(words: string): Promise<string>;
  signal(name: 'SIGINT' | 'SIGTERM' | 'SIGHUP'): void;
  /** As when nothing caught an error. */
  uncaught(event: 'unhandledRejection' | 'uncaughtException', error: unknown): void;
  ended: Promise<Ran>;
}

/** One command, in this process, that goes on until it is told to stop. */
export function begin(args: string[], options: Options = {}): Running {
  const { dataDir = newFolder(), columns, input = '', keys } = options;
  const ran: Ran = { code: null, out: '', err: '' };
  const signals = new EventEmitter();
  const heard = new EventEmitter();
  const output = (name: 'out' | 'err') => ({
    ...(columns === undefined ? {} : { isTTY: true, columns }),
    write(text: string) {
      ran[name] += text;
      heard.emit('text');
    },
  });
  const ended = run(args, {
    stdin: keys ? Object.assign(keys, { isTTY: true }) : Readable.from([Buffer.from(input)]),
    stdout: output('out'),
    stderr: output('err'),
    // An empty folder to stand in, so that nobody's own .env is read.
    env: { DATA_DIR: dataDir, ...options.env },
    cwd: () => dataDir,
    on: (name: string, listener: Listener) => signals.on(name, listener),
    off: (name: string, listener: Listener) => signals.off(name, listener),
    // A stop that takes long on a busy machine is waited for.
    exit() {},
  }).then((code) => ({ ...ran, code }));
  const lineOf = (name: 'out' | 'err') => (words: string) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const found = ran[name].split('\n').find((one) => one.includes(words));
        if (found !== undefined) resolve(found);
      };
      heard.on('text', look);
      look();
      void ended.then(({ code }) =>
        reject(new Error(`ended with ${code} before "${words}": ${ran.out}${ran.err}`)),
      );
    });
  return {
    line: lineOf('out'),
    progress: lineOf('err'),
    signal: (name) => void signals.emit(name, name),
    uncaught: (event, error) => void signals.emit(event, error),
    ended,
  };
}

/** `paperboy start` in this process, once it is ready; `stop` resolves when it has ended. */
export async function workspace(dataDir: string, env: Record<string, string> = {}) {
  const running = begin(['start'], { dataDir, env: { PORT: '0', ...env } });
  const { address } = JSON.parse(await running.line('paperboy ready')) as { address: string };
  return {
    address,
    read: async <T>(path: string) => (await (await fetch(new URL(path, address))).json()) as T,
    line: running.line,
    uncaught: running.uncaught,
    ended: running.ended,
    stop(signal: 'SIGINT' | 'SIGTERM' = 'SIGTERM'): Promise<Ran> {
      running.signal(signal);
      return running.ended;
    },
  };
}

/** One command as a process of its own. @param options of Node */
export function start(
  args: string[],
  dataDir: string,
  env: Record<string, string> = {},
  options: string[] = [],
): ChildProcess {
  return spawn(process.execPath, [...options, bin, ...args], {
    cwd: dataDir,
    env: { ...passedOn(), DATA_DIR: dataDir, NO_COLOR: '1', ...env },
  });
}

/** What a process needs of this one's environment, and nothing that could be a setting. */
function passedOn(): Record<string, string> {
  const { PATH = '', NODE_COMPILE_CACHE } = process.env;
  return { PATH, ...(NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }) };
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
