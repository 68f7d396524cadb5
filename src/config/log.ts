/** Creates the log: JSON lines in a pipe, readable lines in a terminal, secrets in neither. */
import { type DestinationStream, pino } from 'pino';
import { logFacts } from '../model/log-facts.ts';
import type { Log } from '../model/ports.ts';
import { type Redact, redactAll } from './redact.ts';

/** Control characters except tab and line break, and marks that reverse or hide text: terminals and log viewers obey them. */
const UNSEEN = /(?![\t\n])[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu;

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** @param stream where lines go, such as `await logStream(process.stdout)` */
export function createLog(level: LogLevel, redact: Redact, stream: DestinationStream): Log {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    stream,
  );
  const clean: Redact = (text) => redact(text).replace(UNSEEN, escaped);
  const write =
    (at: Exclude<LogLevel, 'silent'>) =>
    (message: string, facts: Record<string, unknown> = {}) => {
      if (logger.isLevelEnabled(at))
        logger[at](redactAll({ ...logFacts(), ...facts }, clean), clean(message));
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

/** The escape of JavaScript and JSON, so that the character stays readable. */
export function escaped(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/**
 * Writes synchronously, so that the last line before an exit is not lost. A line that cannot be written, as when the terminal was
 * closed, is left out: what the program does is not to end with its log.
 */
export async function logStream(output: {
  fd?: number;
  isTTY?: boolean;
  write(text: string): unknown;
}): Promise<DestinationStream> {
  if (output.fd === undefined) return { write: (line) => void output.write(line) };
  const destination = pino.destination({ dest: output.fd, sync: true });
  destination.on('error', () => {});
  if (!output.isTTY) return destination;
  const { default: pretty } = await import('pino-pretty');
  return pretty({
    destination,
    ignore: 'pid,hostname',
    translateTime: 'SYS:HH:MM:ss',
    singleLine: true,
  });
}
