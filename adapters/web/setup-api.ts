/** The part of the API by which whoever runs Paperboy sets it up. */
import type { Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import { PaperboyError } from '../../src/model/errors.ts';
import { NO_PLATFORM, type Setup } from '../../src/model/setup.ts';
import type { Operators } from './operators.ts';
import type { Pace } from './pace.ts';
import { readBody } from './request.ts';

const NEWER = 'A newer check replaced this one.';

const Values = z.record(z.string().max(60), z.string().max(4_000));
const Answers = z.object({
  platform: z.string().max(40),
  answers: Values,
  shown: Values.exactOptional(),
});

/** What this page may offer to set up; absent where the request can't come from whoever runs Paperboy. */
export function setupFor(
  c: Context,
  operators: Operators,
  setup: Setup | undefined,
): 'first' | 'again' | undefined {
  if (setup === undefined || !operators.isNear(c)) return undefined;
  return setup.form().platform === NO_PLATFORM ? 'first' : 'again';
}

/** No answer holds a secret that is stored. Requests from other sites were refused before. */
export function serveSetup(app: Hono, operators: Operators, pace: Pace, setup: Setup | undefined): void {
  const allowed = (c: Context): Setup => {
    operators.assert(c, 'paperboy setup');
    if (setup === undefined) throw new HTTPException(404, { message: 'There is no setup here.' });
    return setup;
  };
  app.get('/api/setup', (c) => c.json(allowed(c).form()));
  let endOlder = () => {};
  app.post('/api/setup/check', async (c) => {
    const own = allowed(c);
    await pace.change(c);
    const { platform, answers } = await readBody(c, Answers);
    // Only one browser may ask, and one that asks again has corrected something.
    endOlder();
    const { promise: newer, reject } = Promise.withResolvers<never>();
    endOlder = () => reject(new HTTPException(409, { message: NEWER }));
    return c.json({ findings: await Promise.race([newer, told(own.check(platform, answers))]) });
  });
  app.post('/api/setup', async (c) => {
    const own = allowed(c);
    await pace.change(c);
    const { platform, answers, shown } = await readBody(c, Answers);
    return c.json(await told(Promise.resolve().then(() => own.save(platform, answers, shown))));
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
