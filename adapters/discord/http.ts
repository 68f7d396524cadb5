/** Receives Discord's interactions over HTTP: only signed requests, on one path. */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { APIInteraction, APIInteractionResponse } from 'discord.js';
import {
  createListener,
  endResponse,
  isRecentTimestamp,
  pathOf,
  readBody,
} from '../../src/chat/http-request.ts';
import { type Listening, listen } from '../../src/chat/http-server.ts';
import { readJson } from '../../src/chat/json.ts';
import { withDeadline } from '../../src/model/deadline.ts';
import type { Clock, Log } from '../../src/model/ports.ts';
import type { Receive } from './dedupe.ts';
import { FIRST_ANSWER_MS } from './limits.ts';
import { readInteraction } from './payload.ts';
import type { DiscordSettings } from './settings.ts';

const PATH = '/discord/interactions';
/** A message with everything in it is far smaller. Bytes. */
const MOST_BODY = 1_000_000;

export function createInteractionServer(
  settings: NonNullable<DiscordSettings['http']>,
  receiveInteraction: Receive,
  { clock, log }: { clock: Clock; log: Log },
) {
  const { host, port } = settings;
  const publicKey = readPublicKey(settings.publicKey);
  let listening: Listening | undefined;

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (pathOf(request) !== PATH) return endResponse(response, 404);
    if (request.method !== 'POST') return endResponse(response, 405, { allow: 'POST' });
    const body = await readBody(request, MOST_BODY);
    if (body === undefined) return endResponse(response, 413);
    if (!isSigned(request, body, publicKey, clock())) return endResponse(response, 401);
    const interaction = readInteraction(readJson(body.toString()));
    if (interaction === undefined) {
      log.warn('a malformed request from Discord was dropped');
      return endResponse(response, 400);
    }
    await answer(interaction, response);
  }

  /** The first answer goes back on the same connection; what follows goes by the API. */
  async function answer(interaction: APIInteraction, response: ServerResponse): Promise<void> {
    const first = async (body: APIInteractionResponse) => {
      if (response.headersSent || response.destroyed)
        throw new Error('Discord closed the connection before the first answer');
      await new Promise<void>((resolve) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body), resolve);
        response.once('close', resolve);
      });
    };
    const receiving = receiveInteraction(interaction, first);
    const isNew = await withDeadline(receiving, FIRST_ANSWER_MS, () => true);
    // A duplicate is accepted; the request that came first answers it.
    endResponse(response, isNew ? 500 : 202);
  }

  return {
    async open(): Promise<{ address: string }> {
      listening = await listen(createListener(receive, log), { host, port, portSetting: 'DISCORD_PORT' });
      return { address: `${listening.address}${PATH}` };
    },
    async close(): Promise<void> {
      await listening?.close();
      listening = undefined;
    },
  };
}

/** @param hex the application's public key, 64 hexadecimal digits */
function readPublicKey(hex: string): KeyObject {
  const x = Buffer.from(hex, 'hex').toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

/**
 * Whether Discord signed it within five minutes: Ed25519 over the timestamp and the body as it came, byte for byte.
 * https://discord.com/developers/docs/interactions/overview
 */
function isSigned({ headers }: IncomingMessage, body: Buffer, key: KeyObject, now: number): boolean {
  const { 'x-signature-ed25519': signature, 'x-signature-timestamp': timestamp } = headers;
  if (typeof signature !== 'string' || typeof timestamp !== 'string') return false;
  if (!/^[0-9a-f]{128}$/i.test(signature) || !isRecentTimestamp(timestamp, now)) return false;
  return verify(null, Buffer.concat([Buffer.from(timestamp), body]), key, Buffer.from(signature, 'hex'));
}
