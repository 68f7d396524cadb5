/** Receives Discord's interactions over HTTP: only signed requests, each once, on one path. */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type APIInteraction, type APIInteractionResponse, InteractionType } from 'discord.js';
import type { Claim } from '../../src/chat/claims.ts';
import { createDedupe } from '../../src/chat/dedupe.ts';
import {
  createListener,
  endResponse,
  isRecentTimestamp,
  pathOf,
  readBody,
} from '../../src/chat/http-request.ts';
import { type Listening, listen } from '../../src/chat/http-server.ts';
import type { Clock, Log } from '../../src/model/ports.ts';
import { FIRST_ANSWER_MS } from './limits.ts';
import { readInteraction } from './payload.ts';
import type { Receive } from './receive.ts';
import type { DiscordSettings } from './settings.ts';
import { isSigned, readPublicKey } from './verify.ts';

export const PATH = '/discord/interactions';
/** A message with everything in it is far smaller. Bytes. */
const MOST_BODY = 1_000_000;
/** As long as the timestamp of a request is accepted: five minutes before and after it. Milliseconds. */
const REMEMBER_MS = 10 * 60_000;
/** Beyond this many requests in ten minutes the oldest are forgotten first. */
const MAX_REMEMBERED = 200_000;

export interface InteractionServer {
  open(): Promise<{ address: string }>;
  close(): Promise<void>;
}

export function createInteractionServer(
  settings: NonNullable<DiscordSettings['http']>,
  receiveInteraction: Receive,
  { clock, log, claim }: { clock: Clock; log: Log; claim: Claim },
): InteractionServer {
  const { host, port } = settings;
  const publicKey = readPublicKey(settings.publicKey);
  const isNew = createDedupe({ clock, keepMs: REMEMBER_MS, max: MAX_REMEMBERED });
  let listening: Listening | undefined;

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (pathOf(request) !== PATH) return endResponse(response, 404);
    if (request.method !== 'POST') return endResponse(response, 405, { allow: 'POST' });
    const body = await readBody(request, MOST_BODY);
    if (body === undefined) return endResponse(response, 413);
    const { 'x-signature-ed25519': signature, 'x-signature-timestamp': timestamp } = request.headers;
    const time = one(timestamp) ?? '';
    if (!isSigned(publicKey, body, one(signature), time) || !isRecentTimestamp(time, clock()))
      return endResponse(response, 401);
    const interaction = readInteraction(body.toString());
    const key = hashOf(time, body);
    // A ping does nothing, and Discord may send the same one as often as it likes.
    const isPing = interaction?.type === InteractionType.Ping;
    if (!isPing && !isNew(key)) return endResponse(response, 401);
    if (interaction === undefined) return endResponse(response, 400);
    // Suggestions change nothing.
    const isFree = isPing || interaction.type === InteractionType.ApplicationCommandAutocomplete;
    if (!isFree && !(await claim(key))) return endResponse(response, 401);
    await answer(interaction, response);
  }

  /** The first answer goes back on the same connection; what follows goes by the API. */
  async function answer(interaction: APIInteraction, response: ServerResponse): Promise<void> {
    const timer = setTimeout(() => endResponse(response, 500), FIRST_ANSWER_MS);
    const first = async (body: APIInteractionResponse) => {
      clearTimeout(timer);
      if (response.headersSent || response.destroyed)
        throw new Error('Discord closed the connection before the first answer');
      await new Promise<void>((resolve) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body), resolve);
        response.once('close', resolve);
      });
    };
    await receiveInteraction(interaction, first);
    clearTimeout(timer);
    if (!response.headersSent) endResponse(response, 500);
  }

  return {
    async open() {
      listening = await listen(createListener(receive, log), { host, port, portSetting: 'DISCORD_PORT' });
      return { address: `${listening.address}${PATH}` };
    },
    async close() {
      await listening?.close();
      listening = undefined;
    },
  };
}

function hashOf(timestamp: string, body: Buffer): string {
  return createHash('sha256').update(timestamp).update('.').update(body).digest('base64url');
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
