/** The part of the API by which whoever runs Paperboy sets it up: only where the workspace listens on this machine alone. */
import type { Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import { isPassedOn } from '../../src/chat/passed-on.ts';
import { PaperboyError } from '../../src/model/errors.ts';
import { NO_PLATFORM, type Setup } from '../../src/model/setup.ts';
import { readBody } from './request.ts';

const FOR_OPERATORS =
  'Setup is open only while the workspace listens on its own machine alone. On that machine, run `paperboy setup`.';
const PROXIED =
  'This request came through a proxy. Open the workspace on its own machine, or run `paperboy setup` there.';

/** Checks at a time: a platform that doesn't answer keeps nobody else from theirs. */
const MOST_CHECKS = 4;
const BUSY = `${MOST_CHECKS} checks are still running. Try again in a few seconds.`;

const Answers = z.object({
  platform: z.string().max(40),
  answers: z.record(z.string().max(60), z.string().max(4_000)),
});

/** Whether this request may set Paperboy up, and what for: absent where it may not. */
export function setupFor(c: Context, setup: Setup | undefined): 'first' | 'again' | undefined {
  if (setup === undefined || isPassedOn(c.req.raw)) return undefined;
  return setup.form().platform === NO_PLATFORM ? 'first' : 'again';
}

/** No answer holds a secret that is stored. Requests from other sites were refused before. */
export function serveSetup(app: Hono, setup: Setup | undefined): void {
  const allowed = (c: Context): Setup => {
    if (setup === undefined) throw new HTTPException(403, { message: FOR_OPERATORS });
    if (isPassedOn(c.req.raw)) throw new HTTPException(403, { message: PROXIED });
    return setup;
  };
  app.get('/api/setup', (c) => c.json(allowed(c).form()));
  let running = 0;
  app.post('/api/setup/check', async (c) => {
    const own = allowed(c);
    const { platform, answers } = await readBody(c, Answers);
    if (running >= MOST_CHECKS) throw new HTTPException(429, { message: BUSY });
    running++;
    try {
      return c.json({ findings: await told(own.check(platform, answers)) });
    } finally {
      running--;
    }
  });
  app.post('/api/setup', async (c) => {
    const own = allowed(c);
    const { platform, answers } = await readBody(c, Answers);
    return c.json(await told(Promise.resolve().then(() => own.save(platform, answers))));
  });
}

/** What is wrong with an answer is for the person who gave it. */
async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    if (thrown instanceof PaperboyError && (thrown.code === 'bad-settings' || thrown.code === 'bad-usage'))
      throw new HTTPException(400, { message: thrown.message });
    throw thrown;
  }
}
