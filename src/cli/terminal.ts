/** Gives commands access to the terminal, files and settings, with secrets redacted in everything printed. */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { styleText } from 'node:util';
import { readEnv } from '../config/env.ts';
import { logStream } from '../config/log.ts';
import { createRedactor, type Redact } from '../config/redact.ts';
import type { Env } from '../model/adapter-definition.ts';
import type { CommandSpec } from '../model/command-spec.ts';
import { fileReason, PaperboyError } from '../model/errors.ts';
import { printable } from './printable.ts';
import type { Prompts } from './prompts.ts';
import { type AllSettings, readAllSettings, SECRETS } from './settings.ts';

/** The parts of the process that Paperboy uses; a test passes its own. */
export interface Io {
  stdin: AsyncIterable<Uint8Array | string> & { isTTY?: boolean };
  stdout: Output;
  stderr: Output;
  env: Env;
  cwd(): string;
  on: Subscribe;
  off: Subscribe;
  exit(code: number): void;
}

/** Subscribes to signals and to uncaught errors. */
interface Subscribe {
  (signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
  (event: 'unhandledRejection', listener: (reason: unknown) => void): unknown;
  (event: 'uncaughtException', listener: (error: Error) => void): unknown;
}

interface Output {
  write(text: string): unknown;
  fd?: number;
  isTTY?: boolean;
  columns?: number;
}

export type Terminal = ReturnType<typeof terminalOf>;

export function terminalOf(io: Io) {
  const { stdout, stderr } = io;
  // https://no-color.org: any value but an empty one.
  const hasColor = stdout.isTTY === true && !io.env.NO_COLOR;
  let known: Redact | undefined;
  const redact: Redact = (text) => {
    known ??= createRedactor(readEnv(io.env, io.cwd(), SECRETS).values, SECRETS);
    return known(text);
  };
  return {
    /** Writes to standard output, without secrets; returns 0, the exit code of having done so. */
    print(text: string): 0 {
      stdout.write(redact(text));
      return 0;
    },
    /** Writes a line to standard error, without secrets and control characters. */
    complain: (line: string) => void stderr.write(`${printable(redact(line))}\n`),
    /**
     * Prints the address to open, for a person at the terminal; nothing in a pipe, where the log has it.
     * @param operatorAddress lets the browser that opens it first set Paperboy up
     */
    invite(address: string | undefined, operatorAddress: string | undefined): void {
      if (!stdout.isTTY || address === undefined) return;
      stdout.write(`\n  Open ${operatorAddress ?? address}\n`);
      if (operatorAddress !== undefined)
        stdout.write(
          '  The code lets one browser change the setup. Everyone else opens the address without it.\n',
        );
      stdout.write('\n');
    },
    /** Shows a line that replaces the one before; nothing in a pipe. An empty line clears it. */
    progress(line: string): void {
      if (stderr.isTTY) stderr.write(`\r\x1b[2K${printable(line)}`);
    },
    /** Colors text, except in a pipe and with NO_COLOR. */
    style: (format: Parameters<typeof styleText>[0], text: string) =>
      hasColor ? styleText(format, text, { stream: stdout as NodeJS.WriteStream }) : text,
    /** Whether `style` does anything: quotes stand for what colors would tell. */
    hasColor,
    /** Columns to wrap at; undefined in a pipe, where lines stay whole. Some terminals, such as a container's, report none. */
    width: stdout.isTTY ? Math.max(40, Math.min(stdout.columns || 80, 100)) : undefined,
    /** Bytes of a file, or of standard input for `-`. */
    async read(path: string): Promise<Uint8Array> {
      try {
        if (path === '-') return await buffer(io.stdin as NodeJS.ReadableStream);
        return await readFile(resolve(io.cwd(), path));
      } catch (cause) {
        throw new PaperboyError('bad-digest', `${path} can't be read: ${fileReason(cause)}.`, { cause });
      }
    },
    /** The first bytes of a file, or of standard input for `-`, which is read to its end. @param most bytes */
    async readBeginning(path: string, most: number): Promise<Uint8Array> {
      const chunks: Buffer[] = [];
      let size = 0;
      try {
        const input = path === '-' ? io.stdin : createReadStream(resolve(io.cwd(), path));
        for await (const chunk of input) {
          if (size < most) chunks.push(Buffer.from(chunk as Uint8Array));
          size += chunk.length;
        }
      } catch (cause) {
        throw new PaperboyError('bad-usage', `${path} can't be read: ${fileReason(cause)}.`, { cause });
      }
      return Buffer.concat(chunks).subarray(0, most);
    },
    /**
     * @param more finds what is wrong with settings of adapters
     * @throws PaperboyError `bad-settings` with every problem
     */
    settings(more: (env: Env) => string[] = () => []): { settings: AllSettings; env: Env } {
      const { settings, env, problems } = readAll(io, more);
      if (settings === undefined || problems.length > 0)
        throw new PaperboyError('bad-settings', problems.join('\n'));
      return { settings, env };
    },
    /** The settings as far as they can be read, with every problem. */
    readSettings: (more: (env: Env) => string[]) => readAll(io, more),
    /** The commands of chat, in the order of help; loaded only when they are asked for. */
    chatCommands: async (): Promise<readonly CommandSpec[]> =>
      (await import('../commands/registry.ts')).COMMAND_SPECS,
    /** Redacts the secrets of the settings. */
    redact,
    /** Where a log goes. */
    logTo: (output: 'stdout' | 'stderr') => logStream(io[output]),
    /** Asks a person at the terminal, or reads answers from a pipe. */
    openPrompts: async (): Promise<Prompts> => (await import('./prompts.ts')).openPrompts(io),
    /** Signals, the environment and the end of the process. */
    process: io as Pick<Io, 'on' | 'off' | 'exit' | 'cwd' | 'env'>,
  };
}

function readAll(
  io: Pick<Io, 'env' | 'cwd'>,
  more: (env: Env) => string[],
): { settings: AllSettings | undefined; env: Env; problems: string[] } {
  const { values: env, problems } = readEnv(io.env, io.cwd(), SECRETS);
  const { settings, problems: own } = readAllSettings(env, io.cwd());
  return { settings, env, problems: [...problems, ...own, ...more(env)] };
}
