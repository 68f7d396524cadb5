/** Guards all ports alike: connections of one address, requests nobody can answer, large bodies, and the headers of every answer. */
import type { RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { networkOf } from './network.ts';
import { isPlainTarget } from './request-target.ts';

/** A connection that has sent so many requests more without reading the answers is closed: browsers and proxies send one at a time. */
const MOST_UNANSWERED = 10;
/** A body that says it has no more than this may go on after the answer, so that the connection can be kept. Bytes. */
const SMALL_BODY = 64 * 1024;
/** How long an answer takes to arrive at most, before its connection is closed. Milliseconds. */
const ARRIVES_MS = 500;
/** How much may come meanwhile, in bytes, and how often it is looked at, in milliseconds. */
const MOST_AFTER = 256 * 1024;
const LOOK_MS = 10;

/** What an answer has unless its sender says otherwise: it is of one type, loads nothing, is in no frame, and tells no other site. */
const HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** The same listener behind the guard. @param bodyBytes how many bytes a request's body may have */
export function guard(listener: RequestListener, bodyBytes: number): RequestListener {
  return limitUnanswered(withHeaders(limitBody(refuseUnclear(listener), bodyBytes)));
}

/** Closes connections beyond the limit at once, so that one address cannot take all of them. */
export function limitPerAddress(server: Server, limit: number): void {
  const open = new Map<string, number>();
  server.on('connection', (socket) => {
    const address = networkOf(socket.remoteAddress ?? '');
    const count = (open.get(address) ?? 0) + 1;
    open.set(address, count);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
    if (count > limit) socket.destroy();
  });
}

/** Closes connections with too many requests whose answers were not read, so that those do not fill the memory. */
function limitUnanswered(listener: RequestListener): RequestListener {
  const unanswered = new WeakMap<Socket, number>();
  return (request, response) => {
    const { socket } = request;
    // What came together with a request that went too far.
    if (socket.destroyed) return;
    const count = (unanswered.get(socket) ?? 0) + 1;
    if (count > MOST_UNANSWERED) return void socket.destroy();
    unanswered.set(socket, count);
    response.once('close', () => unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1));
    listener(request, response);
  };
}

function withHeaders(listener: RequestListener): RequestListener {
  return (request, response) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    listener(request, response);
  };
}

/**
 * Closes the connection of a body with more bytes, whether or not anybody reads it, and of a large one that goes on after the answer.
 * One that says its size beforehand is answered.
 */
function limitBody(listener: RequestListener, most: number): RequestListener {
  return (request, response) => {
    const { socket } = request;
    const told = Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY);
    response.once('finish', () => {
      if (request.complete || told <= SMALL_BODY) return;
      endSoon(socket);
    });
    if (told > most && request.headers['content-length'] !== undefined)
      return void response.writeHead(413, { Connection: 'close' }).end();
    const push = request.push.bind(request);
    let bytes = 0;
    request.push = (chunk: Buffer | null, ...rest: []) => {
      bytes += chunk?.length ?? 0;
      if (bytes > most) socket.destroy();
      return push(chunk, ...rest);
    };
    listener(request, response);
  };
}

/** Closes a connection once the answer has had time to arrive, or at once when too much comes meanwhile. */
function endSoon(socket: Socket): void {
  const before = socket.bytesRead;
  const end = setTimeout(() => socket.destroy(), ARRIVES_MS).unref();
  const look = setInterval(() => {
    if (socket.bytesRead - before > MOST_AFTER) socket.destroy();
  }, LOOK_MS).unref();
  socket.once('close', () => {
    clearTimeout(end);
    clearInterval(look);
  });
}

const UNREADABLE: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** Answers what is no request, or took too long to become one, as Node would, but with the headers of every answer. */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  // An answer before it on the connection has begun, and would be spoiled. Node looks in the same place.
  const { _httpMessage: begun } = socket as Duplex & { _httpMessage?: ServerResponse };
  if (!socket.writable || error.code === 'ECONNRESET' || begun?.headersSent) return void socket.destroy();
  const headers = Object.entries(HEADERS).map(([name, value]) => `${name}: ${value}\r\n`);
  const status = UNREADABLE[error.code ?? ''] ?? '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\n${headers.join('')}Connection: close\r\nContent-Length: 0\r\n\r\n`, () =>
    socket.destroy(),
  );
}

/** The body for programs: no browser sends such a request, and no link leads to it. https://www.rfc-editor.org/rfc/rfc9457 */
const UNCLEAR = JSON.stringify({
  type: 'about:blank',
  title: 'The request could not be read',
  status: 400,
  detail: 'The address must be a path without "." and ".." in it.',
});

/** Answers a request whose path could mean another one. */
function refuseUnclear(listener: RequestListener): RequestListener {
  return (request, response) => {
    if (isPlainTarget(request.url ?? '')) return listener(request, response);
    response.writeHead(400, {
      'Content-Type': 'application/problem+json; charset=utf-8',
      Connection: 'close',
    });
    response.end(UNCLEAR);
  };
}
