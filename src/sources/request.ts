/** Makes a single HTTP request with limits on time and size. It follows no redirect and repeats nothing. */
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { PaperboyError, sourceError } from '../model/errors.ts';

export interface RequestOptions {
  url: URL;
  headers: Record<string, string>;
  lookup?: LookupFunction | undefined;
  /** Bytes of the body, decompressed. */
  maxBytes: number;
  /** For the whole answer, and for any pause within it. Milliseconds. */
  timeoutMs: number;
  idleMs: number;
  signal: AbortSignal;
  /** Called when the connection is there and the request was written. */
  onSent?: (() => void) | undefined;
}

export interface RawResponse {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Uint8Array;
}

/** @throws PaperboyError `source`; with `retry` where the same request may succeed later */
export async function request(options: RequestOptions): Promise<RawResponse> {
  const { url, timeoutMs } = options;
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw sourceError(`${url.protocol}//… is neither http nor https.`);
  const ends = new AbortController();
  const late = setTimeout(() => ends.abort('late'), timeoutMs);
  try {
    const response = await open(options, AbortSignal.any([ends.signal, options.signal]));
    const body = await readBody(response, options);
    return { status: response.statusCode ?? 0, headers: response.headers, body };
  } catch (error) {
    if (options.signal.aborted) throw sourceError('Stopped.');
    if (ends.signal.aborted) throw retryable(url, `did not finish its response within ${timeoutMs} ms`);
    if (error instanceof PaperboyError) throw error;
    throw retryable(url, faultInWords(error as NodeJS.ErrnoException), error);
  } finally {
    clearTimeout(late);
    // What still arrives is cut off.
    ends.abort();
  }
}

function open(options: RequestOptions, signal: AbortSignal): Promise<http.IncomingMessage> {
  const { url, headers, lookup, idleMs, onSent } = options;
  return new Promise((resolve, reject) => {
    const { request: send } = url.protocol === 'https:' ? https : http;
    const going = send(url, {
      headers: { 'accept-encoding': 'gzip, deflate, br', ...headers },
      signal,
      // A connection kept open would have been checked for another request.
      agent: false,
      lookup,
    });
    going.setTimeout(idleMs, () => going.destroy(retryable(url, `sent nothing for ${idleMs} ms`)));
    if (onSent) going.on('finish', onSent);
    going.on('response', resolve);
    going.on('error', reject);
    going.end();
  });
}

/** Counted after decompression: a small answer may unpack to a large one. */
async function readBody(
  response: http.IncomingMessage,
  { url, maxBytes }: RequestOptions,
): Promise<Uint8Array> {
  const check = (bytes: number) => {
    if (!(bytes > maxBytes)) return;
    response.destroy();
    throw sourceError(`${url.host} sent more than ${maxBytes.toLocaleString('en')} bytes; cut off.`);
  };
  check(Number(response.headers['content-length'] ?? 0));
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of unpacked(response)) {
    size += chunk.length;
    check(size);
    chunks.push(chunk);
  }
  if (!response.complete) throw retryable(url, 'cut off its response');
  return Buffer.concat(chunks);
}

function unpacked(response: http.IncomingMessage): Readable {
  const encoding = response.headers['content-encoding']?.toLowerCase().trim();
  const makers = {
    gzip: createGunzip,
    'x-gzip': createGunzip,
    deflate: createInflate,
    br: createBrotliDecompress,
  };
  if (encoding === undefined || !Object.hasOwn(makers, encoding)) return response;
  const unpack = makers[encoding as keyof typeof makers]();
  // Errors of either arrive at the reader of the other end.
  return pipeline(response, unpack, () => {});
}

function retryable(url: URL, what: string, cause?: unknown): PaperboyError {
  return sourceError(`${url.host} ${what}.`, 0, cause);
}

function faultInWords({ code, message }: NodeJS.ErrnoException): string {
  const known: Record<string, string> = {
    ENOTFOUND: "can't be found",
    EAI_AGAIN: "can't be looked up right now",
    ECONNREFUSED: 'refused the connection',
    ECONNRESET: 'closed the connection',
    ETIMEDOUT: 'is not responding',
    EHOSTUNREACH: 'cannot be reached',
    ENETUNREACH: 'cannot be reached',
    CERT_HAS_EXPIRED: 'has an expired certificate',
    Z_DATA_ERROR: 'sent a damaged compressed response',
    Z_BUF_ERROR: 'cut off its response',
    ERR_STREAM_PREMATURE_CLOSE: 'cut off its response',
  };
  return known[code ?? ''] ?? `could not be reached (${message})`;
}
