/** Reads from the headers of a response how long the server asks clients to wait. Milliseconds. */
import type { IncomingHttpHeaders } from 'node:http';

/** A longer wait is cut to this. */
const MOST_MS = 24 * 3_600_000;

/** `Retry-After` as seconds or a date; the standard `RateLimit: "api";r=0;t=55`; the older `RateLimit-Reset`. */
export function waitAsked(headers: IncomingHttpHeaders, status: number, now: number): number | undefined {
  const after = readRetryAfter(headers['retry-after'], now);
  if (after !== undefined && (status === 429 || status >= 500)) return within(after);
  const limit = readRateLimit(headers);
  if (limit !== undefined && (limit.remaining <= 0 || status === 429)) return within(limit.resetMs);
  return undefined;
}

/** Before try number `attempt` (from 1): 1, 2, 4 ... seconds, each between a half and one and a half of that. */
export function backoffMs(attempt: number, random: () => number): number {
  return Math.min(1_000 * 2 ** (attempt - 1), 60_000) * (0.5 + random());
}

function within(ms: number): number {
  return Math.min(Math.max(ms, 0), MOST_MS);
}

function readRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+(\.\d+)?$/.test(value.trim())) return Number(value) * 1_000;
  // HTTP dates are in GMT, also where they do not say so.
  const date = Date.parse(
    /\d\s*$/.test(value) && !/[+-]\d{2}:?\d{2}\s*$/.test(value) ? `${value} GMT` : value,
  );
  return Number.isNaN(date) ? undefined : date - now;
}

function readRateLimit(headers: IncomingHttpHeaders): { remaining: number; resetMs: number } | undefined {
  const standard = String(headers.ratelimit ?? '');
  const remaining = /(?:^|[;,\s])(?:r|remaining)=(\d+)/.exec(standard)?.[1] ?? headers['ratelimit-remaining'];
  const reset = /(?:^|[;,\s])(?:t|reset)=(\d+)/.exec(standard)?.[1] ?? headers['ratelimit-reset'];
  if (remaining === undefined || reset === undefined || Array.isArray(remaining) || Array.isArray(reset)) {
    return undefined;
  }
  const seconds = Number(reset);
  return Number.isFinite(seconds) ? { remaining: Number(remaining), resetMs: seconds * 1_000 } : undefined;
}
