/** Turns a failed call to Slack into a PaperboyError that says whether and when to retry. Errors hold no secrets. */
import { about, askedToWait, noAnswer } from '../../src/chat/no-answer.ts';
import { fieldOf, later, messageOf, PaperboyError } from '../../src/model/errors.ts';

/** What a person can do, by Slack's error code. https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const NO_ACCESS: Record<string, string> = {
  not_in_channel: "Paperboy isn't in this channel. Type `/invite @paperboy` there.",
  channel_not_found:
    "Paperboy can't find this channel: it was deleted, or it is private and Paperboy needs an `/invite @paperboy`.",
  is_archived: 'The channel is archived. Unarchive it, then type `/invite @paperboy` there.',
  token_revoked: 'The token was revoked. Install the Paperboy app in this workspace again.',
  token_expired: 'The token has expired. Install the Paperboy app in this workspace again.',
  account_inactive: 'The Paperboy app was removed or disabled in this workspace. Install it again.',
  invalid_auth: 'Slack rejected the token. Check SLACK_BOT_TOKEN, or install the app again.',
  not_authed: 'There is no token for this workspace. Install the Paperboy app there.',
  missing_scope:
    'The app is missing a permission. Add the scopes listed by `paperboy slack-manifest`, then install it again.',
  no_permission: "The app isn't allowed to post here. Ask a workspace admin.",
  not_allowed_token_type: 'This is the wrong kind of token. SLACK_BOT_TOKEN begins with xoxb-.',
  access_denied: 'Slack denied access to this channel. Ask a workspace admin.',
  restricted_action: 'An admin restricted who can post in this channel. Ask them to allow Paperboy.',
  restricted_action_read_only_channel: 'The channel is read-only. Ask an admin to let Paperboy post.',
  restricted_action_thread_only_channel: 'This channel only allows replies in threads. Choose another one.',
  restricted_action_non_threadable_channel: "This channel doesn't allow threads. Choose another one.",
  restricted_action_thread_locked: 'The thread is locked.',
  ekm_access_denied: "An admin has suspended access to this channel's messages.",
  team_access_not_granted: "The app isn't approved for this workspace. Ask an organization admin.",
  team_not_found: "Slack can't find this workspace. Install the Paperboy app there again.",
  org_login_required:
    'The workspace is being moved to an organization. Install the app again when that is done.',
  enterprise_is_restricted: "The organization doesn't allow this app to post. Ask one of its admins.",
  two_factor_setup_required: 'The workspace requires two-factor authentication. Ask one of its admins.',
  messages_tab_disabled: 'Messages to the app are turned off. Enable the Messages tab of its App Home.',
  user_not_found: "Slack can't find this person.",
  user_not_in_channel: "This person isn't in the channel.",
  cannot_dm_bot: "Slack doesn't allow bots to message other bots.",
};

/** Errors after which Slack itself does not know whether the call was carried out. */
const UNSURE = new Set(['fatal_error', 'internal_error', 'service_unavailable', 'request_timeout']);

/** Temporary failures: nothing was done, and the same call works when the move is over. */
const PASSING = new Set(['external_channel_migrating', 'team_added_to_org']);

/** When Slack gives no time. Milliseconds. */
const LATER_MS = 30_000;

interface Thrown {
  code?: unknown;
  data?: {
    error?: unknown;
    needed?: unknown;
    response_metadata?: { retryAfter?: number; messages?: unknown };
  };
  retryAfter?: number;
  statusCode?: number;
  /** Of an answer other than 200; parsed where it is JSON. */
  body?: unknown;
  original?: unknown;
}

/** Slack's own code of a call that it refused, such as `channel_not_found`; undefined where it gave none. */
export function refusalOf(thrown: unknown): string | undefined {
  const error = fieldOf(fieldOf(thrown, 'data'), 'error');
  return typeof error === 'string' ? error : undefined;
}

/** Classifies anything thrown by a call to Slack. `where` names the channel in the message. */
export function readFailure(thrown: unknown, where: string): PaperboyError {
  if (thrown instanceof PaperboyError) return thrown;
  const { data, retryAfter, statusCode, body, original, ...fields } = (thrown ?? {}) as Thrown;
  if (original instanceof PaperboyError) return original;
  // Some errors have a number for a code.
  const code = String(fields.code ?? '');
  // Bolt has no token for this workspace; the reason is inside.
  if (code.endsWith('authorization_error'))
    return original === undefined
      ? platformFailure({ error: 'not_authed' }, where)
      : readFailure(original, where);
  if (code === 'slack_webapi_rate_limited_error') return limited(where, retryAfter);
  if (code === 'slack_webapi_platform_error') return platformFailure(data, where);
  if (code === 'slack_webapi_http_error' || typeof statusCode === 'number')
    return httpFailure(statusCode ?? 500, body, where);
  if (thrown instanceof Error && /^Retry header did not contain/.test(thrown.message)) return limited(where);
  return noAnswer(thrown, 'Slack', where);
}

/**
 * Why a request from Slack failed, for the log and without secrets: Slack's own reason where a call failed, otherwise the
 * error's message. It does not speak of delivery, since such a request delivers nothing.
 */
export function logReason(thrown: unknown): { code?: string; reason: string } {
  const { code: kind, original } = (thrown ?? {}) as Thrown;
  // Bolt wraps what its listeners throw.
  if (kind === 'slack_bolt_unknown_error' && original !== undefined) return logReason(original);
  const isCall = thrown instanceof PaperboyError || /^slack_webapi_|authorization_error$/.test(String(kind));
  if (!isCall) return { reason: redact(messageOf(thrown)).slice(0, 500) };
  const { code, message } = readFailure(thrown, 'a request from Slack');
  return { code, reason: message };
}

function limited(where: string, given = LATER_MS / 1000): PaperboyError {
  return askedToWait(given * 1000, 'Slack', where);
}

function platformFailure(data: Thrown['data'], where: string): PaperboyError {
  const error = typeof data?.error === 'string' ? data.error : '';
  if (error === 'ratelimited' || error === 'rate_limited')
    return limited(where, data?.response_metadata?.retryAfter);
  // An answer that is not Slack's own, such as a proxy's page.
  if (!/^[a-z][a-z0-9_.]{0,60}$/.test(error))
    return new PaperboyError('uncertain', `${where}: the answer didn't come from Slack.`);
  if (UNSURE.has(error))
    return new PaperboyError('uncertain', about(where, `Slack had an error (${error}).`));
  if (PASSING.has(error))
    return later(about(where, `Slack is moving this data (${error}). It will be tried again.`), LATER_MS);
  const todo = NO_ACCESS[error];
  if (todo === undefined)
    return new PaperboyError(
      'refused',
      about(where, `Slack rejected this message (${error}${detail(data)}).`),
    );
  const scopes = typeof data?.needed === 'string' ? /^[a-z:._, ]{1,100}$/.exec(data.needed)?.[0] : undefined;
  const needed = scopes === undefined ? '' : ` It needs ${scopes}.`;
  return new PaperboyError('no-access', `${where}: ${todo}${needed}`, { cause: new Error(error) });
}

/** Slack's hint at what is wrong with a payload. It names fields, and is shortened in case it holds more. */
function detail(data: Thrown['data']): string {
  const messages = data?.response_metadata?.messages;
  const first: unknown = Array.isArray(messages) ? messages[0] : undefined;
  return typeof first === 'string' ? `: ${redact(first).slice(0, 200)}` : '';
}

/** Slack answers 200, with its own JSON for what it rejects. Any other answer may be a proxy's, after the call was carried out. */
function httpFailure(status: number, body: unknown, where: string): PaperboyError {
  if (status === 429) return limited(where);
  const data = body as (NonNullable<Thrown['data']> & { ok?: unknown }) | null | undefined;
  return data?.ok === false && typeof data.error === 'string'
    ? platformFailure(data, where)
    : new PaperboyError('uncertain', about(where, `Slack answered ${status}.`));
}

/** Removes Slack's tokens and tickets from a text. */
export function redact(text: string): string {
  return text
    .replace(/\b(?:xox[a-z]|xapp|xoxe)(?:[.-][A-Za-z0-9._-]*)+/g, '[token]')
    .replace(/\b(ticket|token|code|state|client_secret|refresh_token)=[^&\s"']+/gi, '$1=[hidden]')
    .replace(/\bhooks\.slack\.com\/\S+/g, 'hooks.slack.com/[hidden]');
}
