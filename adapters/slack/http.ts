/** Receives Slack's requests over HTTP: checks size, signature and form before Bolt reads them, and answers those that fail. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { parse as parseForm } from 'node:querystring';
import { verifySlackRequest } from '@slack/bolt';
import {
  createListener,
  endResponse,
  isRecentTimestamp,
  pathOf,
  readBody,
} from '../../src/chat/http-request.ts';
import { readJson } from '../../src/chat/json.ts';
import type { Clock, Log } from '../../src/model/ports.ts';
import { withSameSite } from './install.ts';
import { BODY_BYTES } from './limits.ts';
import { PATHS } from './manifest.ts';
import { MALFORMED, readForm, readRequest } from './payload.ts';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

/**
 * Lets through to `inner` what Slack signed and what has the form of a request of Slack's. Everything else is answered here:
 * 401 without a valid signature, 413 when too large, 400 when it is not an object, 404 for another path. Never throws.
 */
export function createVerifiedListener(
  inner: RequestListener,
  { signingSecret, clock, log }: { signingSecret: string; clock: Clock; log: Log },
): RequestListener {
  return createListener(enter, log);

  async function enter(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST' || pathOf(request) !== PATHS.events) return pass(request, response);
    const body = await readBody(request, BODY_BYTES);
    if (body === undefined) return endResponse(response, 413);
    const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
    const form = type === FORM ? parseForm(body.toString()) : undefined;
    // Slack's certificate check is not signed, and nothing else in it is read.
    if (form?.ssl_check === '1') return endResponse(response, 200);
    if (!isSigned(request, body, signingSecret, clock())) return endResponse(response, 401);
    const read = form ? readForm(form) : type === JSON_TYPE && readRequest(readJson(body.toString()));
    if (!read) {
      log.warn(MALFORMED);
      return endResponse(response, 400);
    }
    // Bolt compares the type exactly, and accepts a body that was already read.
    request.headers['content-type'] = type;
    return pass(Object.assign(request, { rawBody: body }), response);
  }

  function pass(request: IncomingMessage, response: ServerResponse): void {
    try {
      inner(request, withSameSite(response));
    } catch {
      // Bolt throws for a path or method that is not its own.
      endResponse(response, 404);
    }
  }
}

function isSigned(request: IncomingMessage, body: Buffer, signingSecret: string, now: number): boolean {
  const { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp } = request.headers;
  if (typeof signature !== 'string' || typeof timestamp !== 'string') return false;
  if (!isRecentTimestamp(timestamp, now)) return false;
  try {
    const headers = { 'x-slack-signature': signature, 'x-slack-request-timestamp': Number(timestamp) };
    verifySlackRequest({ signingSecret, body: body.toString(), headers, nowMilliseconds: now });
    return true;
  } catch {
    return false;
  }
}
