/** Creates the receiver of Slack's requests, and acknowledges each request at once, before it is worked on. */
import { type App, type Authorize, HTTPReceiver, type ReceiverEvent, SocketModeReceiver } from '@slack/bolt';
import type { Claim } from '../../src/chat/claims.ts';
import type { Dedupe } from '../../src/chat/dedupe.ts';
import type { Log } from '../../src/model/ports.ts';
import { clientOptions, createLogger, patientOptions } from './api.ts';
import { logReason } from './errors.ts';
import type { Installations } from './install.ts';
import { installFailure, installSuccess } from './install-pages.ts';
import type { States } from './install-state.ts';
import { BODY_BYTES, REQUEST_MS } from './limits.ts';
import { OPTIONAL_SCOPES, PATHS, SCOPES } from './manifest.ts';
import type { SlackSettings } from './settings.ts';

export type Mode = SlackSettings['mode'];

export function createSocketReceiver(
  mode: Extract<Mode, { kind: 'socket' }>,
  settings: SlackSettings,
  log: Log,
) {
  return new SocketModeReceiver({
    appToken: mode.appToken,
    // `socket.ts` reconnects.
    autoReconnectEnabled: false,
    logger: createLogger(log),
    installerOptions: { clientOptions: { ...clientOptions(settings, log) } },
    customPropertiesExtractor: keyOfEnvelope,
    processEventErrorHandler: async () => false,
  });
}

export function createHttpReceiver(mode: Extract<Mode, { kind: 'http' }>, log: Log): HTTPReceiver {
  return new HTTPReceiver({ signingSecret: mode.signingSecret, ...common(log) });
}

/** The install page checks the state that it gave against a cookie; installations are kept in ours. */
export function createOauthReceiver(
  mode: Extract<Mode, { kind: 'oauth' }>,
  settings: SlackSettings,
  installations: Installations,
  states: States,
  log: Log,
): HTTPReceiver {
  const { signingSecret, clientId, clientSecret, publicUrl } = mode;
  return new HTTPReceiver({
    signingSecret,
    clientId,
    clientSecret,
    installationStore: installations,
    scopes: [...SCOPES, ...OPTIONAL_SCOPES],
    ...(publicUrl === undefined ? {} : { redirectUri: `${publicUrl}${PATHS.redirect}` }),
    installerOptions: {
      installPath: PATHS.install,
      redirectUriPath: PATHS.redirect,
      authorizationUrl: settings.authorizeUrl,
      directInstall: true,
      callbackOptions: { failure: installFailure, success: installSuccess },
      stateStore: states,
      clientOptions: patientOptions(settings, log),
    },
    ...common(log),
  });
}

function common(log: Log) {
  return {
    endpoints: [PATHS.events],
    bodyLimit: BODY_BYTES,
    logger: createLogger(log),
    customPropertiesExtractor: ({ headers }: { headers: Parameters<typeof keyOfRequest>[0] }) =>
      keyOfRequest(headers),
  };
}

/** Bolt's own lookup of a workspace's token among the installations. */
export function installerAuthorize(receiver: HTTPReceiver): Authorize<boolean> {
  const { installer } = receiver;
  if (installer === undefined) throw new Error('the OAuth receiver has no installer');
  return installer.authorize as unknown as Authorize<boolean>;
}

/** What identifies one delivery: its signature over HTTP, the envelope's ID on a socket. */
export interface DeliveryKey {
  delivery?: string;
}

/** Only the part of a signature that cannot be written in two ways counts. */
export function keyOfRequest(headers: Record<string, string | string[] | undefined>): DeliveryKey {
  const signature = headers['x-slack-signature'];
  const hex = typeof signature === 'string' ? signature.split('=')[1] : undefined;
  return hex ? { delivery: `request ${hex}` } : {};
}

export function keyOfEnvelope(envelope: { envelope_id?: unknown }): DeliveryKey {
  const { envelope_id: id } = envelope;
  return typeof id === 'string' && id !== '' ? { delivery: `envelope ${id}` } : {};
}

/**
 * Acknowledges each request before Bolt works on it, and drops repeated ones. Bolt looks up the workspace's token before its
 * listeners run, which can take a request to Slack and so exceed Slack's three seconds. For the same reason a request is
 * claimed among the processes on one store only once it is acknowledged, unless the acknowledgement carries the answer.
 */
export function receiveOnce(app: App, isNew: Dedupe, claim: Claim): void {
  const process = app.processEvent.bind(app);
  app.processEvent = async (event: ReceiverEvent) => {
    const keys = keysOf(event);
    if (!isNew(...keys)) return void (await event.ack());
    // A request for options changes nothing.
    if (event.body.type === 'block_suggestion') return process(event);
    // The acknowledgement of a filled form says what is wrong with its fields.
    if (event.body.type === 'view_submission')
      return (await claim(...keys)) ? process(event) : void (await event.ack());
    // A socket that is closing cannot acknowledge: Slack sends the request again, and it is dropped as a repeat.
    await event.ack().catch(() => {});
    if (await claim(...keys)) await process({ ...event, ack: async () => {} });
  };
}

function keysOf({ body, customProperties }: ReceiverEvent): string[] {
  const { delivery } = (customProperties ?? {}) as DeliveryKey;
  const event = typeof body.event_id === 'string' ? `event ${body.event_id}` : undefined;
  return [delivery, event].filter((mark) => mark !== undefined);
}

const NOT_INSTALLED =
  "Paperboy isn't installed in this workspace, or its access was removed. Ask a workspace admin to install it again.";

/**
 * Logs requests that failed, and answers commands from a workspace that Paperboy has no token for.
 * @param ask sends the answer; `fetch` unless a test replaces it
 */
export function handleErrors(app: App, log: Log, ask: typeof fetch = fetch): void {
  app.error(async ({ error, body }: { error: Error; body?: unknown }) => {
    log.warn('a request from Slack failed', logReason(error));
    const { code } = error as { code?: unknown };
    const { response_url: to } = (body ?? {}) as { response_url?: unknown };
    // A response URL needs no token.
    if (!String(code).endsWith('authorization_error') || typeof to !== 'string' || !URL.canParse(to)) return;
    await answer(to, ask).catch((thrown: unknown) => log.debug('a command had no answer', logReason(thrown)));
  });
}

async function answer(to: string, ask: typeof fetch): Promise<void> {
  await ask(to, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ response_type: 'ephemeral', text: NOT_INSTALLED }),
    redirect: 'error',
    signal: AbortSignal.timeout(REQUEST_MS),
  });
}
