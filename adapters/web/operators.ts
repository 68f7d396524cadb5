/** Tells whoever runs Paperboy from everyone else: one browser on this machine, which opened the link that the terminal shows. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import { isLoopback } from '../../src/chat/allowed-host.ts';
import { isPassedOn } from '../../src/chat/passed-on.ts';
import type { Pace } from './pace.ts';
import { ONE_YEAR_S, readBody } from './request.ts';

/** More than anyone can try. Bytes. */
const CODE_BYTES = 12;
const SECRET_BYTES = 32;
const USED =
  'This link is from an earlier start, or was used in another browser. Start Paperboy again for a new one.';

export type Operators = ReturnType<typeof createOperators>;

/** @param host the HOST setting: there is no code, and nobody is let in, where the workspace listens to other machines */
export function createOperators(host: string) {
  const code = isLoopback(host.toLowerCase()) ? randomBytes(CODE_BYTES).toString('base64url') : undefined;
  /** The hash of the secret that the browser got which used the code. */
  let admitted: Buffer | undefined;

  /** Whether this request may come from whoever runs Paperboy. A proxy that adds no header can't be told from this machine. */
  const isNear = (c: Context) => code !== undefined && !isPassedOn(c.req.raw);
  const isAdmitted = (c: Context) =>
    admitted !== undefined && isSame(getCookie(c, cookieOf(c)) ?? '', admitted);

  /** @param command does the same in a terminal @throws HTTPException 403 for everyone else */
  const assert = (c: Context, command: string): void => {
    const refuse = (message: string): never => {
      throw new HTTPException(403, { message });
    };
    if (code === undefined)
      refuse(
        `This is open only while the workspace listens on its own machine alone. On that machine, run "${command}".`,
      );
    if (!isNear(c))
      refuse(
        `This request came through a proxy. Open the workspace on its own machine, or run "${command}" there.`,
      );
    if (!isAdmitted(c))
      refuse(
        `This is for whoever runs Paperboy. Open the link with the code that "paperboy start" shows in its terminal, or run "${command}".`,
      );
  };

  return {
    /** Opens the rest to the first browser that sends it; absent where nothing does. */
    code,
    isNear,
    assert,
    serve(app: Hono, pace: Pace): void {
      app.post('/api/operator', async (c) => {
        await pace.change(c);
        const sent = await readBody(c, z.object({ code: z.string().max(100) }));
        const isRight = code !== undefined && isNear(c) && isSame(sent.code, hashOf(code));
        if (!isRight || (admitted !== undefined && !isAdmitted(c)))
          throw new HTTPException(403, { message: USED });
        if (admitted === undefined) admitted = hashOf(giveSecret(c));
        return c.json({});
      });
    },
  };
}

/** Browsers send a cookie to every port of a host: its name tells apart those of several workspaces on one machine. */
function cookieOf(c: Context): string {
  return `paperboy_operator_${new URL(c.req.url).port || '80'}`;
}

/** Always a new one: what the browser sent may have been put there, or read, by another server on this machine. */
function giveSecret(c: Context): string {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  setCookie(c, cookieOf(c), secret, { httpOnly: true, sameSite: 'Strict', path: '/', maxAge: ONE_YEAR_S });
  return secret;
}

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Takes the same time for every wrong text. */
function isSame(text: string, hash: Buffer): boolean {
  return timingSafeEqual(hashOf(text), hash);
}
