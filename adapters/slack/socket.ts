/** Connects to Slack over a socket, reconnects, and checks each message. The client's own handling of both can end the process. */
import type { SocketModeReceiver } from '@slack/bolt';
import { readJson } from '../../src/chat/json.ts';
import type { Sleep } from '../../src/chat/rate-limiter.ts';
import { laterMs } from '../../src/chat/retry.ts';
import { withDeadline } from '../../src/model/deadline.ts';
import { codeOf, PaperboyError } from '../../src/model/errors.ts';
import type { Log } from '../../src/model/ports.ts';
import { readFailure } from './errors.ts';
import { isPayload, MALFORMED } from './payload.ts';

/** Slack sends `hello` at once; without it the connection has failed. Milliseconds. */
const HELLO_MS = 15_000;
/** Wait between attempts, doubling from the first value up to the last. Milliseconds. */
const FIRST_WAIT_MS = 500;
const LAST_WAIT_MS = 30_000;
/** Wait between attempts after the token was revoked or the app removed, which only a person can fix. Milliseconds. */
const DENIED_WAIT_MS = 5 * 60_000;
/** Attempts before a start fails: the person who starts the program is waiting. */
const START_ATTEMPTS = 4;

/** The receiver must not reconnect by itself (`autoReconnectEnabled: false`). */
export function createConnection(outside: {
  receiver: SocketModeReceiver;
  log: Log;
  /** Must not keep the process from stopping. */
  sleep: Sleep;
}) {
  const { log, sleep } = outside;
  const { client } = outside.receiver;
  guardMessages(client, log);
  let stopped = false;
  let connecting = false;
  let failed: string | undefined;

  const tooLate = () => {
    throw new Error('no hello message from Slack');
  };

  /** @throws PaperboyError what the last attempt failed with, or at once when attempts are limited and only a person can fix it */
  async function keepTrying(attempts: number): Promise<void> {
    for (let attempt = 1; !stopped; attempt += 1) {
      try {
        await withDeadline(client.start(), HELLO_MS, tooLate);
        failed = undefined;
        return;
      } catch (thrown) {
        const failure = readFailure(thrown, 'Slack');
        failed = failure.message;
        const isHopeless = failure.code === 'no-access' && Number.isFinite(attempts);
        if (attempt >= attempts || isHopeless) throw failure;
        await sleep(waitAfter(failure, thrown, attempt));
      }
    }
  }

  function connect(attempts: number): Promise<void> {
    connecting = true;
    return keepTrying(attempts).finally(() => {
      connecting = false;
    });
  }

  /** How long to wait before the next attempt. Milliseconds. */
  function waitAfter(failure: PaperboyError, thrown: unknown, attempt: number): number {
    const reason = failure.message;
    if (failure.code === 'no-access') {
      log.error('Slack rejected the connection; trying again in 5 minutes', { reason });
      return DENIED_WAIT_MS;
    }
    log.warn('could not connect to Slack', { reason, attempt });
    // A connection that closes before Slack's hello is rejected without an error.
    const isLimited = codeOf(thrown) === 'slack_webapi_rate_limited_error';
    if (isLimited) return laterMs(failure) ?? 0;
    const wait = Math.min(LAST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1));
    return wait / 2 + (Math.random() * wait) / 2;
  }

  function reconnect(): void {
    if (stopped || connecting) return;
    log.info('Slack closed the connection; connecting again');
    void connect(Number.POSITIVE_INFINITY);
  }

  return {
    /** Resolves once connected. @throws PaperboyError when it cannot be */
    async start(): Promise<void> {
      await connect(START_ATTEMPTS).catch((failure: PaperboyError) => {
        if (failure.code !== 'no-access') throw failure;
        throw new PaperboyError(
          'bad-settings',
          `${failure.message} SLACK_APP_TOKEN begins with xapp- and needs the scope connections:write.`,
        );
      });
      client.on('disconnected', reconnect);
    },
    stop(): void {
      stopped = true;
      client.off('disconnected', reconnect);
      // Not awaited: it waits for the other side, which need not answer.
      void client.disconnect();
    },
    /** Why there is no connection, as a sentence; undefined while there is one. */
    trouble: () => failed ?? (connecting ? 'Slack closed the connection; connecting again.' : undefined),
  };
}

/** Types of envelopes without a payload, and with one. */
const BARE = new Set(['hello', 'disconnect']);
const CARRYING = new Set(['events_api', 'interactive', 'slash_commands']);

/**
 * Drops messages that do not have the form of Slack's, and events named like one of the client's own: the client checks
 * nothing, and emits each event under the name it came with.
 */
function guardMessages(client: SocketModeReceiver['client'], log: Log): void {
  type Read = (data: unknown, isBinary: boolean) => unknown;
  const readers = client.listeners('ws_message') as Read[];
  client.removeAllListeners('ws_message');
  client.on('ws_message', async (data: unknown, isBinary: boolean) => {
    try {
      if (isEnvelope(data, client.eventNames())) for (const read of readers) await read(data, isBinary);
      else log.warn(MALFORMED);
    } catch (thrown) {
      log.warn('a message over the socket could not be read', {
        reason: readFailure(thrown, 'Slack').message,
      });
    }
  });
}

function isEnvelope(data: unknown, ownNames: readonly unknown[]): boolean {
  const envelope = typeof data === 'string' ? readJson(data) : undefined;
  if (!isPayload(envelope) || typeof envelope.type !== 'string') return false;
  const { type, payload } = envelope;
  if (BARE.has(type)) return true;
  if (!CARRYING.has(type) || !isPayload(payload)) return false;
  if (type !== 'events_api') return true;
  const { event } = payload;
  return isPayload(event) && typeof event.type === 'string' && !ownNames.includes(event.type);
}
