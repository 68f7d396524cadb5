/** The process in, what commands may do with the outside out: print, complain, read, ask for settings. */
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { styleText } from 'node:util';
import { type Env, readEnv } from '../config/env.ts';
import { readSettings, type Settings } from '../config/settings.ts';
import { messageOf, PaperboyError } from '../model/errors.ts';

export interface Terminal {
  /** Writes to standard output; returns 0, the exit code of having done so. */
  print(text: string): 0;
  complain(line: string): void;
  /** Where a person who watches may go now; nothing in a pipe, where the log says it. */
  invite(address: string | undefined): void;
  /** A line that replaces the one before, for a person who watches; nothing in a pipe. An empty line clears it. */
  progress(line: string): void;
  /** Colours where a person watches and has not asked for none. */
  style(format: Parameters<typeof styleText>[0], text: string): string;
  /** Columns to wrap at; undefined in a pipe, where lines stay whole. */
  readonly width: number | undefined;
  /** Bytes of a file, or of standard input for `-`. */
  read(path: string): Promise<Uint8Array>;
  /**
   * @param more finds what is wrong with settings beyond the core's
   * @throws PaperboyError `bad-settings` with every problem
   */
  settings(more?: (env: Env) => string[]): { settings: Settings; env: Env };
}

export function terminalOf(process: NodeJS.Process): Terminal {
  const { stdout, stderr } = process;
  // A reader such as `head` may leave early: that is no error.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  return {
    print(text) {
      stdout.write(text);
      return 0;
    },
    invite(address) {
      if (stdout.isTTY && address !== undefined) stdout.write(`\n  Open ${address}\n\n`);
    },
    complain: (line) => void stderr.write(`${line}\n`),
    progress(line) {
      if (stderr.isTTY) stderr.write(`\r\x1b[2K${line}`);
    },
    style: (format, text) => styleText(format, text, { stream: stdout }),
    // Some terminals, such as a container's, say that they have no columns.
    width: stdout.isTTY ? Math.max(40, Math.min(stdout.columns || 80, 100)) : undefined,
    async read(path) {
      try {
        return path === '-' ? await buffer(process.stdin) : await readFile(path);
      } catch (error) {
        throw new PaperboyError('bad-digest', `${path} cannot be read: ${messageOf(error)}`, {
          cause: error,
        });
      }
    },
    settings(more = () => []) {
      const { values, problems } = readEnv(process.env, process.cwd());
      const core = readSettings(values, process.cwd());
      const all = [...problems, ...core.problems, ...more(values)];
      if (core.settings === undefined || all.length > 0)
        throw new PaperboyError('bad-settings', all.join('\n'));
      return { settings: core.settings, env: values };
    },
  };
}
