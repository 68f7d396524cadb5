/** Discord's HTTP interactions in, their first answers out: signed requests alone, on one path. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { APIInteraction, APIInteractionResponse } from 'discord.js';
import { messageOf, PaperboyError } from '../../src/model/errors.ts';
import type { Log } from '../../src/model/ports.ts';
import type { Hear } from './hear.ts';
import { FIRST_ANSWER_MS } from './limits.ts';
import type { DiscordSettings } from './settings.ts';
import { isSigned, readPublicKey } from './signature.ts';

export const PATH = '/discord/interactions';
/** A message with everything in it is far smaller. Bytes. */
const MOST_BODY = 1_000_000;
/** A request that trickles in is cut off. Milliseconds. */
const SLOWEST_MS = 10_000;
/** A proxy in front keeps connections open; stopping waits for answers, not for silence. Milliseconds. */
const LAST_WORDS_MS = 500;

export interface HttpDoor {
  open(): Promise<{ address: string }>;
  close(): Promise<void>;
}

export function createHttpDoor(
  settings: NonNullable<DiscordSettings['http']>,
  hear: Hear,
  log: Log,
): HttpDoor {
  const { host, port } = settings;
  const key = readPublicKey(settings.publicKey);
  const server = createServer((request, response) => {
    receive(request, response).catch((error) => {
      log.warn('a request for Discord could not be answered', { reason: messageOf(error) });
      if (!response.headersSent) end(response, 500);
    });
  });
  server.requestTimeout = SLOWEST_MS;
  server.headersTimeout = SLOWEST_MS / 2;

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url?.split('?', 1)[0] !== PATH) return end(response, 404);
    if (request.method !== 'POST') return end(response, 405, { allow: 'POST' });
    const body = await bodyOf(request);
    if (body === undefined) return end(response, 413, { connection: 'close' });
    const { 'x-signature-ed25519': signature, 'x-signature-timestamp': timestamp } = request.headers;
    if (!isSigned(key, body, one(signature), one(timestamp))) return end(response, 401);
    const interaction = parse(body);
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

/** Undefined for a body that is too large; it is not read to its end. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Signed by Discord, so its form is trusted; what is no object with a type is not. */
function parse(body: Buffer): APIInteraction | undefined {
  try {
    const value = JSON.parse(body.toString()) as APIInteraction | null;
    return typeof value === 'object' && value !== null && typeof value.type === 'number' ? value : undefined;
  } catch {
    return undefined;
  }
}

function end(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  if (response.headersSent) return;
  response.writeHead(status, headers).end();
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function unopened(error: NodeJS.ErrnoException, host: string, port: number): PaperboyError {
  if (error.code === 'EADDRINUSE') {
    return new PaperboyError(
      'address-taken',
      `Port ${port} on ${host} is in use, so Discord's interactions cannot come in: set DISCORD_PORT to another one.`,
      { cause: error },
    );
  }
  return new PaperboyError(
    'bad-settings',
    `Discord's interactions cannot come in on ${host}, port ${port} (${error.code ?? messageOf(error)}): see HOST and DISCORD_PORT.`,
    { cause: error },
  );
}
