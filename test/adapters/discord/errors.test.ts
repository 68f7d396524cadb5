import { DiscordAPIError, RateLimitError } from 'discord.js';
import { expect, it } from 'vitest';
import { readFailure } from '../../../adapters/discord/errors.ts';

const limited = (retryAfter: number) =>
  new RateLimitError({
    timeToReset: 0,
    limit: 1,
    method: 'POST',
    hash: '',
    url: '',
    route: '',
    majorParameter: '',
    global: false,
    retryAfter,
    sublimitTimeout: 0,
    scope: 'user',
  });

it('names the wait for a rate limit in whole units, and keeps it to the millisecond', () => {
  expect(readFailure(limited(250), 'discord:1:2')).toMatchObject({
    code: 'later',
    message: 'discord:1:2: Discord asked us to wait 1 second.',
    retry: { afterMs: 250 },
  });
  expect(readFailure(limited(12_345.6), 'discord:1:2')).toMatchObject({
    message: 'discord:1:2: Discord asked us to wait 13 seconds.',
    retry: { afterMs: 12_346 },
  });
  expect(readFailure(limited(1e12), 'discord:1:2')).toMatchObject({
    message: 'discord:1:2: Discord asked us to wait 6 hours or more.',
    retry: { afterMs: 6 * 3_600_000 },
  });
});

it("a rejection without Discord's own code may be a proxy's, so it is uncertain, and says nothing that isn't there", () => {
  for (let status = 400; status < 500; status++) {
    for (const body of [{}, { error: 'blocked' }, { message: 'No' }]) {
      const { error } = body as { error?: string };
      const thrown = new DiscordAPIError(body as never, error as never, status, 'POST', '', {});
      const { code, message } = readFailure(thrown, 'discord:1:2');
      expect(`${status} ${code}`).toBe(`${status} uncertain`);
      expect(message).toBe(`discord:1:2: Discord answered ${status} without a reason.`);
    }
  }
});
