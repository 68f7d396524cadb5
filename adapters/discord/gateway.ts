/** Receives interactions and lifecycle events over Discord's gateway; discord.js keeps the connection. */
import { type Client, Events, Status } from 'discord.js';
import { realSleep } from '../../src/chat/rate-limiter.ts';
import { withDeadline } from '../../src/model/deadline.ts';
import { codeOf, fieldOf, later, messageOf, PaperboyError } from '../../src/model/errors.ts';
import type { Log } from '../../src/model/ports.ts';
import { createClient, type GatewayListener } from './client.ts';
import type { DiscordSettings } from './settings.ts';

/** A shard that hears: the servers it is in are listed to it a moment later. */
const HEARING: readonly Status[] = [Status.Ready, Status.WaitingForGuilds];

/** Waiting longer for the first connection is a failed start. Milliseconds. */
const READY_MS = 30_000;
/** Wait before reconnecting after Discord closed the connection permanently: the token may have been fixed. Milliseconds. */
const AGAIN_MS = 3 * 60_000;
/** Wait before the first connection is tried again. Milliseconds. */
const UNREACHED_MS = 30_000;

/** @param againMs between attempts after Discord closed the connection permanently; `AGAIN_MS` outside tests */
export function createGateway(
  settings: DiscordSettings,
  listener: GatewayListener,
  log: Log,
  againMs = AGAIN_MS,
) {
  let current: Client | undefined;
  let again: NodeJS.Timeout | undefined;
  let closed = false;

  const tooLate = () => {
    throw new Error(`no connection within ${READY_MS / 1000} s`);
  };

  /** Resolves once every shard is connected. A client that was destroyed cannot be used again, so each try makes its own. */
  async function connect(): Promise<void> {
    const isLeft = () => client !== current;
    const onGone = () => void (isLeft() || tryAgain());
    const client = createClient(settings, listener, log, onGone, isLeft);
    current = client;
    const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
    try {
      const connected = Promise.all([client.login(settings.botToken), ready]);
      await withDeadline(connected, READY_MS, tooLate, realSleep);
    } catch (error) {
      await leave(client);
      throw unopened(error);
    }
  }

  async function leave(client: Client | undefined): Promise<void> {
    if (client === undefined) return;
    if (client === current) current = undefined;
    await client.destroy();
  }

  /** One try at a time; the timer keeps no process from ending. */
  function tryAgain(): void {
    if (closed || again !== undefined) return;
    again = setTimeout(async () => {
      try {
        await leave(current);
        if (!closed) await connect();
        if (closed) await leave(current);
        else log.info('reconnected to Discord with a new session');
        again = undefined;
      } catch (error) {
        if (!closed) log.error('no connection to Discord; trying again', { reason: messageOf(error) });
        again = undefined;
        tryAgain();
      }
    }, againMs).unref();
  }

  return {
    /** Resolves once every shard is connected. */
    async open(): Promise<void> {
      await connect().catch(async (error: unknown) => {
        await close();
        throw error;
      });
    },
    close,
    /** Why a shard is not connected, as a sentence; undefined while all are. */
    trouble(): string | undefined {
      if (again !== undefined || current === undefined)
        return 'Discord closed the connection permanently. Check DISCORD_BOT_TOKEN and the application.';
      const { shards } = current.ws;
      const away = shards.filter(({ status }) => !HEARING.includes(status)).size;
      return away === 0
        ? undefined
        : `${away} of ${shards.size} connections to Discord are being opened again.`;
    },
  };

  async function close(): Promise<void> {
    closed = true;
    clearTimeout(again);
    await leave(current);
  }
}

function unopened(error: unknown): PaperboyError {
  if (codeOf(error) === 'TokenInvalid' || fieldOf(error, 'status') === 401) {
    return new PaperboyError(
      'bad-settings',
      'Discord rejected DISCORD_BOT_TOKEN. Copy it again from the Bot page of the application.',
    );
  }
  return later(
    `Discord can't be reached: ${messageOf(error)}. Check the network and DISCORD_API_URL.`,
    UNREACHED_MS,
  );
}
