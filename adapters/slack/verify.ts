/** Checks Slack's requests before Bolt reads them: size, signature and form. What fails is answered and goes no further. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { parse as parseForm } from 'node:querystring';
import { verifySlackRequest } from '@slack/bolt';
import { messageOf } from '../../src/model/errors.ts';
import type { Clock, Log } from '../../src/model/ports.ts';
import { withSameSite } from './install-pages.ts';
import { BODY_BYTES } from './limits.ts';
import { PATHS } from './names.ts';
import { isForm, isRequest, readJson } from './payload.ts';

/** A larger body is read this far and thrown away, so that its sender can hear the answer. Bytes. */
const MOST_DISCARDED = 10 * BODY_BYTES;
/** Slack signs a request when it is made; an older or newer time is not its own (the same five minutes as Bolt's). Seconds. */
const MOST_SKEW_S = 5 * 60;

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

export interface DoorOutside {
  signingSecret: string;
  clock: Clock;
  log: Log;
}

/**
 * Lets through to `inner` what Slack signed and what has the form of a request of Slack's. Everything else is answered here:
 * 401 without a valid signature, 413 when too large, 400 when it is not an object, 404 for another path. Never throws.
 */
export function createDoor(inner: RequestListener, outside: DoorOutside): RequestListener {
  return (request, response) => {
    enter(request, response).catch((thrown: unknown) => {
      // Whoever hung up wants no answer, and may do so as often as they like.
      const level = request.destroyed && !request.complete ? 'debug' : 'warn';
      outside.log[level]('a request could not be answered', { reason: messageOf(thrown) });
      end(response, 400);
    });
  };

  async function enter(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST' || pathOf(request) !== PATHS.events) return pass(request, response);
    const body = await bodyOf(request);
    if (body === undefined) return end(response, 413);
    const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
    const form = type === FORM ? parseForm(body.toString()) : undefined;
    // Slack's check of the certificate is not signed; nothing else of it is read.
    if (form?.ssl_check === '1') return end(response, 200);
    if (!isSigned(request, body, outside)) return end(response, 401);
    const isWellFormed = form ? isForm(form) : type === JSON_TYPE && isRequest(readJson(body.toString()));
    if (!isWellFormed) return end(response, 400);
    // Bolt compares the type letter by letter, and takes a body that was read already.
    request.headers['content-type'] = type;
    return pass(Object.assign(request, { rawBody: body }), response);
  }

  function pass(request: IncomingMessage, response: ServerResponse): void {
    try {
      inner(request, withSameSite(response));
    } catch {
      // Bolt throws for a path or method that is not its own.
      end(response, 404);
    }
  }
}

function isSigned(request: IncomingMessage, body: Buffer, { signingSecret, clock }: DoorOutside): boolean {
  const { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp } = request.headers;
  if (typeof signature !== 'string' || typeof timestamp !== 'string') return false;
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(clock() / 1000 - Number(timestamp)) > MOST_SKEW_S) return false;
  try {
    const headers = { 'x-slack-signature': signature, 'x-slack-request-timestamp': Number(timestamp) };
    verifySlackRequest({ signingSecret, body: body.toString(), headers, nowMilliseconds: clock() });
    return true;
  } catch {
    return false;
  }
}

/** Undefined for a body that is too large. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= BODY_BYTES) chunks.push(chunk);
    if (size > MOST_DISCARDED) break;
  }
  return size > BODY_BYTES ? undefined : Buffer.concat(chunks);
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '';
}

function end(response: ServerResponse, status: number): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, status === 413 ? { connection: 'close' } : {}).end();
}
