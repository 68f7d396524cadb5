/** Receives Discord's interactions over HTTP: signed requests alone, each once, on one path. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type APIInteraction, type APIInteractionResponse, InteractionType } from 'discord.js';
import { messageOf, PaperboyError } from '../../src/model/errors.ts';
import type { Clock, Log } from '../../src/model/ports.ts';
import { FIRST_ANSWER_MS } from './limits.ts';
import { readInteraction } from './payload.ts';
import type { Hear } from './receive.ts';
import { createReplays } from './replays.ts';
import type { DiscordSettings } from './settings.ts';
import { isSigned, readPublicKey } from './verify.ts';

export const PATH = '/discord/interactions';
/** A message with everything in it is far smaller. Bytes. */
const MOST_BODY = 1_000_000;
/** A larger body is read this far and thrown away, so that its sender can hear the answer. Bytes. */
const MOST_DISCARDED = 10 * MOST_BODY;
/** A proxy in front keeps connections open; stopping waits for answers, not for silence. Milliseconds. */
const LAST_WORDS_MS = 500;

/** How much of the port slow or many connections can hold. Times are in milliseconds. */
export interface ListenLimits {
  /** A request's headers, and all of it, must have arrived by then. */
  headersMs: number;
  requestMs: number;
  /** A connection without a request is closed after this, and one on which nothing moves after `idleMs`. */
  keepAliveMs: number;
  idleMs: number;
  /** How often slow requests are looked for. */
  checkMs: number;
  connections: number;
}

const LIMITS: ListenLimits = {
  headersMs: 5_000,
  requestMs: 10_000,
  keepAliveMs: 5_000,
  idleMs: 20_000,
  checkMs: 1_000,
  connections: 500,
};

export interface HttpDoor {
  open(): Promise<{ address: string }>;
  close(): Promise<void>;
}

/** @param limits the adapter's own unless a test says otherwise */
export function createHttpDoor(
  settings: NonNullable<DiscordSettings['http']>,
  hear: Hear,
  { clock, log }: { clock: Clock; log: Log },
  limits: ListenLimits = LIMITS,
): HttpDoor {
  const { host, port } = settings;
  const key = readPublicKey(settings.publicKey);
  const replays = createReplays(clock);
  const server = createServer(
    {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: limits.checkMs,
    },
    (request, response) => {
      receive(request, response).catch((error) => {
        // Whoever hung up wants no answer, and may do so as often as they like.
        const level = request.destroyed && !request.complete ? 'debug' : 'warn';
        log[level]('a request for Discord could not be answered', { reason: messageOf(error) });
        end(response, 400);
      });
    },
  );
  server.timeout = limits.idleMs;
  server.maxConnections = limits.connections;

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url?.split('?', 1)[0] !== PATH) return end(response, 404);
    if (request.method !== 'POST') return end(response, 405, { allow: 'POST' });
    const body = await bodyOf(request);
    if (body === undefined) return end(response, 413, { connection: 'close' });
    const { 'x-signature-ed25519': signature, 'x-signature-timestamp': timestamp } = request.headers;
    const time = one(timestamp) ?? '';
    if (!isSigned(key, body, one(signature), time) || !replays.isTimely(time)) return end(response, 401);
    const interaction = readInteraction(body.toString());
    // A ping does nothing, and Discord may send the same one as often as it likes.
    const isPing = interaction?.type === InteractionType.Ping;
    if (!isPing && !replays.isNew(time, body)) return end(response, 401);
    if (interaction === undefined) return end(response, 400);
    await answer(interaction, response);
  }

  /** The first answer goes back on the same connection; what follows goes by the API. */
  async function answer(interaction: APIInteraction, response: ServerResponse): Promise<void> {
    const timer = setTimeout(() => end(response, 500), FIRST_ANSWER_MS);
    const first = async (body: APIInteractionResponse) => {
      clearTimeout(timer);
      if (response.headersSent || response.destroyed)
        throw new Error('Discord hung up before the first answer');
      await new Promise<void>((resolve) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body), resolve);
        response.once('close', resolve);
      });
    };
    await hear(interaction, first);
    clearTimeout(timer);
    if (!response.headersSent) end(response, 500);
  }

  return {
    open: () =>
      new Promise((resolve, reject) => {
        server.once('error', (error: NodeJS.ErrnoException) => reject(unopened(error, host, port)));
        // Once it is open, a connection that could not be accepted is not the end.
        server.on('error', () => {});
        server.listen(port, host, () => {
          const { port: taken } = server.address() as AddressInfo;
          const shown = host.includes(':') ? `[${host}]` : host;
          resolve({ address: `http://${shown}:${taken}${PATH}` });
        });
      }),
    close: () =>
      new Promise((resolve) => {
        if (!server.listening) return resolve();
        const cut = setTimeout(() => server.closeAllConnections(), LAST_WORDS_MS);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

/** Undefined for a body that is too large. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MOST_BODY) chunks.push(chunk);
    if (size > MOST_DISCARDED) break;
  }
  return size > MOST_BODY ? undefined : Buffer.concat(chunks);
}

function end(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, headers).end();
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function unopened(error: NodeJS.ErrnoException, host: string, port: number): PaperboyError {
  if (error.code === 'EADDRINUSE') {
    return new PaperboyError(
      'address-taken',
      `Port ${port} on ${host} is already in use, so Discord's interactions can't be received. Set DISCORD_PORT to another port.`,
      { cause: error },
    );
  }
  return new PaperboyError(
    'bad-settings',
    `Can't listen for Discord's interactions on ${host}, port ${port} (${error.code ?? messageOf(error)}). Check HOST and DISCORD_PORT.`,
    { cause: error },
  );
}
