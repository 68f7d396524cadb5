/** The errors of pages, feeds and the API: as problem details (RFC 9457) for programs, as a page for people. */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

export type ProblemStatus = 400 | 401 | 403 | 404 | 405 | 429 | 500 | 503;

const TITLES: Record<ProblemStatus, string> = {
  400: 'The request could not be read',
  401: 'The access token is missing or wrong',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Only reading is possible',
  429: 'Too many requests',
  500: 'Something went wrong',
  503: 'Not available now',
};

export interface ProblemDetails {
  type: string;
  title: string;
  status: number;
  detail?: string;
}

/** A request that cannot be answered as it was asked. */
export class Refused extends Error {
  readonly status: ProblemStatus;
  readonly headers: Record<string, string>;

  /** @param detail a sentence for people */
  constructor(status: ProblemStatus, detail: string, headers: Record<string, string> = {}) {
    super(detail);
    this.status = status;
    this.headers = headers;
  }
}

/** What a status means, in a few words. */
export function titleOf(status: ProblemStatus): string {
  return TITLES[status];
}

/** The answer to a program. @param detail a sentence for people */
export function problemOf(c: Context, status: ProblemStatus, detail: string): Response {
  const problem: ProblemDetails = { type: 'about:blank', title: titleOf(status), status, detail };
  return c.body(JSON.stringify(problem), status as ContentfulStatusCode, {
    'Content-Type': 'application/problem+json; charset=utf-8',
  });
}
