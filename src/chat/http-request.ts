/** Reads incoming HTTP requests within limits, and answers those that are refused. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { messageOf } from '../model/errors.ts';
import type { Log } from '../model/ports.ts';

/** A larger body is read up to this many times the limit and thrown away, so that its sender receives the answer. */
const DISCARD_FACTOR = 10;
/** Signed requests are signed when they are made. An older or newer timestamp is refused. Milliseconds. */
const MAX_SKEW_MS = 5 * 60_000;

/** Answers 400 when `handle` fails, and never throws. */
export function createListener(
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  log: Log,
): RequestListener {
  return (request, response) => {
    handle(request, response).catch((thrown: unknown) => {
      // A client that disconnected expects no answer, and may do so as often as it likes.
      const level = request.destroyed && !request.complete ? 'debug' : 'warn';
      log[level]('a request could not be answered', { reason: messageOf(thrown) });
      endResponse(response, 400);
    });
  };
}

/** The whole body, or undefined when it has more bytes than `limit`. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
    if (size > DISCARD_FACTOR * limit) break;
  }
  return size > limit ? undefined : Buffer.concat(chunks);
}

export function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '';
}

/** Answers with a status and no body, unless an answer has begun. The connection of a body that is too large is closed. */
export function endResponse(
  response: ServerResponse,
  status: number,
  headers: Record<string, string> = {},
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, status === 413 ? { connection: 'close' } : headers).end();
}

/** Whether a signature's timestamp, in whole seconds since 1970, is within five minutes of `now` in milliseconds. */
export function isRecentTimestamp(timestamp: string, now: number): boolean {
  return /^\d{1,12}$/.test(timestamp) && Math.abs(now - Number(timestamp) * 1000) <= MAX_SKEW_MS;
}
