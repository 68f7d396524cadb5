/** Facts in, log lines out: JSON in a pipe, readable lines in a terminal, secrets in neither. */
import { type DestinationStream, pino } from 'pino';
import pretty from 'pino-pretty';
import type { Log } from '../model/ports.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/**
 * @param secrets values that must never be written; each is blotted out wherever it occurs in a line
 * @param stream where lines go; standard output unless a test says otherwise
 */
export function createLog(level: LogLevel, secrets: readonly string[], stream?: DestinationStream): Log {
  const blotted = secrets.filter((secret) => secret.length > 0);
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      hooks: {
        streamWrite: (line) => blotted.reduce((text, secret) => text.replaceAll(secret, '[secret]'), line),
      },
    },
    stream ?? terminalStream(),
  );
  return {
    debug: (message, facts = {}) => logger.debug(facts, message),
    info: (message, facts = {}) => logger.info(facts, message),
    warn: (message, facts = {}) => logger.warn(facts, message),
    error: (message, facts = {}) => logger.error(facts, message),
  };
}

function terminalStream(): DestinationStream {
  if (!process.stdout.isTTY) return pino.destination({ dest: 1, sync: true });
  return pretty({ sync: true, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss', singleLine: true });
}
