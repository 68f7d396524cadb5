import { expect, it } from 'vitest';
import { logReason, readFailure } from '../../../adapters/slack/errors.ts';
import { LONGEST_WAIT_MS } from '../../../src/model/errors.ts';

const platform = (error: string) => ({ code: 'slack_webapi_platform_error', data: { ok: false, error } });
const broken = (code: string, syscall: string) => ({
  code: 'slack_webapi_request_error',
  original: Object.assign(new Error(code), { code, syscall }),
});

it.each([
  ['no way to Slack before connecting', broken('EHOSTUNREACH', 'connect'), 'later'],
  ['no network before connecting', broken('ENETUNREACH', 'connect'), 'later'],
  ['no way to Slack after the request was sent', broken('EHOSTUNREACH', 'read'), 'uncertain'],
  ['no network after the request was sent', broken('ENETUNREACH', 'write'), 'uncertain'],
  ['a name that is not found', broken('ENOTFOUND', 'getaddrinfo'), 'later'],
  ['a refused connection', broken('ECONNREFUSED', 'connect'), 'later'],
  [
    'a port that is never called',
    { original: new TypeError('fetch failed', { cause: new Error('bad port') }) },
    'later',
  ],
  ['a certificate that is not accepted', broken('CERT_HAS_EXPIRED', ''), 'later'],
  ['a channel that moves', platform('external_channel_migrating'), 'later'],
  ['a workspace that moves', platform('team_added_to_org'), 'later'],
  ['a restricted organisation', platform('enterprise_is_restricted'), 'no-access'],
  ['a workspace that wants two factors', platform('two_factor_setup_required'), 'no-access'],
])('%s is sorted by whether it can have arrived', (_, thrown, code) => {
  const failure = readFailure(thrown, 'slack:T1:C1');
  expect(failure.code).toBe(code);
  if (code === 'later') expect(failure.retry).toMatchObject({ afterMs: expect.any(Number) });
});

const answered = (statusCode: number, body?: unknown) => ({
  code: 'slack_webapi_http_error',
  statusCode,
  body,
});

it('no HTTP status but 429 says that a post did not arrive, since a proxy may have answered', () => {
  for (let status = 200; status < 600; status++) {
    const { code } = readFailure(answered(status, '<html>'), 'slack:T1:C1');
    expect(`${status} ${code}`).toBe(`${status} ${status === 429 ? 'later' : 'uncertain'}`);
  }
});

it("Slack's own reason counts whatever the HTTP status is", () => {
  const body = { ok: false, error: 'channel_not_found' };
  expect(readFailure(answered(404, body), 'slack:T1:C1').code).toBe('no-access');
  expect(readFailure(answered(404, { error: 'channel_not_found' }), 'slack:T1:C1').code).toBe('uncertain');
});

it.each([
  ['a program error', new TypeError("Cannot read properties of null (reading 'ts')"), /can't be read\.$/],
  ['a body that never ends', new DOMException('This operation was aborted', 'AbortError'), /in time\.$/],
  [
    'a timeout',
    Object.assign(new Error('x'), { original: new DOMException('x', 'TimeoutError') }),
    /in time\.$/,
  ],
  ['a lost line', broken('ECONNRESET', 'read'), /didn't answer \(ECONNRESET\)\.$/],
  ['nothing at all', undefined, /can't be read\.$/],
  ['a number for a code', { code: 23 }, /can't be read\.$/],
])('%s is told in words for people', (_, thrown, says) => {
  const { code, message } = readFailure(thrown, 'slack:T1:C1');
  expect(code).toBe('uncertain');
  expect(message).toMatch(says);
  expect(message).not.toMatch(/Cannot|aborted/);
});

it('what Slack sent and could not be worked on is logged as what it is, without secrets', () => {
  const program = new TypeError('Cannot read properties of null token=abc here');
  const wrapped = { code: 'slack_bolt_unknown_error', original: program };
  expect(logReason(program)).toEqual({ reason: 'Cannot read properties of null token=[hidden] here' });
  expect(logReason(wrapped)).toEqual(logReason(program));
  expect(logReason(platform('not_in_channel')).code).toBe('no-access');
});

it.each([
  [7, 7_000, '7 seconds'],
  [600, 600_000, '10 minutes'],
  [172_800, LONGEST_WAIT_MS, '6 hours or more'],
  [1_000_000_000, LONGEST_WAIT_MS, '6 hours or more'],
  [Number.NaN, 0, '1 second'],
  [-5, 0, '1 second'],
])('a wait of %d seconds is told in words, and never longer than six hours', (retryAfter, afterMs, words) => {
  const thrown = { code: 'slack_webapi_rate_limited_error', retryAfter };
  const { message, retry } = readFailure(thrown, 'slack:T1:C1');
  expect(message).toBe(`slack:T1:C1: Slack asked us to wait ${words}.`);
  expect(retry).toEqual({ afterMs });
});
