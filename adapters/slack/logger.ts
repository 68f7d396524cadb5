/** Passes on what Bolt and its packages log, without tokens and internals. */
import type { Logger } from '@slack/bolt';
import { messageOf } from '../../src/model/errors.ts';
import type { Log } from '../../src/model/ports.ts';
import { redact } from './errors.ts';

/** Their debug lines hold bodies and tickets whole, so they go nowhere. */
export function createLogger(log: Log): Logger {
  return {
    debug() {},
    info: (...said) => log.debug('slack', { said: say(said) }),
    warn: (...said) => log.warn('slack', { said: say(said) }),
    error: (...said) => log.warn('slack', { said: say(said) }),
    setLevel() {},
    // The packages read it to decide what to say; its values are words.
    getLevel: () => 'info' as ReturnType<Logger['getLevel']>,
    setName() {},
  };
}

function say(said: readonly unknown[]): string {
  return redact(said.map((part) => (typeof part === 'string' ? part : messageOf(part))).join(' ')).slice(
    0,
    500,
  );
}
