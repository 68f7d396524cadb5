/** Connects to Slack over a socket, reconnects, and checks each message. The client's own handling of both can end the process. */
import type { SocketModeReceiver } from '@slack/bolt';
import { readJson } from '../../src/chat/json.ts';
import { laterMs } from '../../src/chat/retry.ts';
import { PaperboyError } from '../../src/model/errors.ts';
import type { Log } from '../../src/model/ports.ts';
import { readFailure } from './errors.ts';
import { isPayload, isRequest } from './payload.ts';

/** Slack sends `hello` at once; without it the connection has failed. Milliseconds. */
const HELLO_MS = 15_000;
/** Wait between attempts, doubling from the first value up to the last. Milliseconds. */
const FIRST_WAIT_MS = 500;
const LAST_WAIT_MS = 30_000;
/** Wait between attempts after the token was revoked or the app removed, which only a person can fix. Milliseconds. */
const DENIED_WAIT_MS = 5 * 60_000;
/** Attempts before a start fails: the person who starts the program is waiting. */
const START_ATTEMPTS = 4;

export interface Connection {
  /** Resolves once connected. @throws PaperboyError when it cannot be */
  start(): Promise<void>;
  stop(): void;
}

/** The receiver must not reconnect by itself (`autoReconnectEnabled: false`). */
export function createConnection(outside: {
  receiver: SocketModeReceiver;
  log: Log;
  /** Must not keep the process from stopping. */
  sleep: (ms: number) => Promise<void>;
}): Connection {
  const { receiver, log, sleep } = outside;
  guardMessages(receiver.client, log);
  let stopped = false;
  let connecting = false;

  async function connect(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('no hello message from Slack')), HELLO_MS);
    });
    try {
      await Promise.race([receiver.client.start(), tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }

  async function keepTrying(attempts: number): Promise<void> {
    for (let attempt = 1; !stopped; attempt += 1) {
      try {
        return await connect();
      } catch (thrown) {
        const failure = readFailure(thrown, 'Slack');
        const isDenied = failure.code === 'no-access';
        if (attempt >= attempts || (isDenied && Number.isFinite(attempts))) throw failure;
        if (isDenied) {
          log.error('Slack rejected the connection; trying again in 5 minutes', {
            reason: failure.message,
          });
          await sleep(DENIED_WAIT_MS);
          continue;
        }
        const asked = laterMs(failure) ?? 0;
        const isLimited = (thrown as { code?: string }).code === 'slack_webapi_rate_limited_error';
        const wait = Math.min(LAST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1));
        log.warn('could not connect to Slack', { reason: failure.message, attempt });
        await sleep(isLimited ? asked : wait / 2 + (Math.random() * wait) / 2);
      }
    }
  }

  function reconnect(): void {
    if (stopped || connecting) return;
    connecting = true;
    log.info('Slack closed the connection; connecting again');
    keepTrying(Number.POSITIVE_INFINITY)
      .catch((thrown: unknown) => {
        log.error('could not reconnect to Slack', { reason: readFailure(thrown, 'Slack').message });
      })
      .finally(() => {
        connecting = false;
      });
  }

  return {
    async start() {
      connecting = true;
      try {
        await keepTrying(START_ATTEMPTS);
      } catch (thrown) {
        const failure = readFailure(thrown, 'Slack');
        if (failure.code !== 'no-access') throw failure;
        throw new PaperboyError(
          'bad-settings',
          `${failure.message} SLACK_APP_TOKEN begins with xapp- and needs the scope connections:write.`,
        );
      } finally {
        connecting = false;
      }
      receiver.client.on('disconnected', reconnect);
    },
    stop() {
      stopped = true;
      receiver.client.off('disconnected', reconnect);
      // Not awaited: it waits for the other side, which need not answer.
      void receiver.client.disconnect();
    },
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
      else log.warn('a malformed message over the socket was dropped');
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
  if (!CARRYING.has(type) || !isRequest(payload)) return false;
  if (type !== 'events_api') return true;
  const { event } = payload;
  return isPayload(event) && typeof event.type === 'string' && !ownNames.includes(event.type);
}
