import { RateLimitError } from 'discord.js';
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
});
