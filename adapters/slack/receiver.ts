/** Creates the receiver of Slack's requests, and acknowledges each request at once, before it is worked on. */
import type { IncomingHttpHeaders } from 'node:http';
import { type App, type Authorize, HTTPReceiver, type ReceiverEvent, SocketModeReceiver } from '@slack/bolt';
import type { Claim } from '../../src/chat/claims.ts';
import type { Dedupe } from '../../src/chat/dedupe.ts';
import type { AdapterOutside } from '../../src/model/adapter-definition.ts';
import { codeOf } from '../../src/model/errors.ts';
import type { Log } from '../../src/model/ports.ts';
import { clientOptions, createLogger, patientOptions } from './api.ts';
import { logReason } from './errors.ts';
import { TYPED } from './forms.ts';
import { createStates, installFailure, installSuccess } from './install.ts';
import {
  type ChangeSpace,
  createInstallations,
  type Installations,
  type StoredInstallation,
} from './installations.ts';
import { BODY_BYTES, REQUEST_MS } from './limits.ts';
import { OPTIONAL_SCOPES, PATHS, SCOPES } from './manifest.ts';
import { MALFORMED, readRequest } from './payload.ts';
import { createRefresh } from './refresh.ts';
import type { Mode, SlackSettings } from './settings.ts';
import { createManyWorkspaces, createSingleWorkspace, type Workspaces } from './workspaces.ts';

/** How requests arrive, by a socket or over HTTP, and by which tokens they are answered. */
export interface Reception {
  socket?: SocketModeReceiver;
  http?: HTTPReceiver;
  workspaces: Workspaces;
  /** Only where there are many workspaces. */
  installations?: Installations;
}

export function createReception(
  settings: SlackSettings,
  outside: Pick<AdapterOutside, 'shelf' | 'clock' | 'log'>,
  changeSpace: ChangeSpace,
): Reception {
  const { mode } = settings;
  const { log } = outside;
  if (mode.kind === 'oauth') return createOauthReception(mode, settings, outside, changeSpace);
  const workspaces = createSingleWorkspace(mode.botToken, settings, log);
  if (mode.kind === 'http')
    return { workspaces, http: new HTTPReceiver({ signingSecret: mode.signingSecret, ...common(log) }) };
  const socket = new SocketModeReceiver({
    appToken: mode.appToken,
    // `socket.ts` reconnects.
    autoReconnectEnabled: false,
    logger: createLogger(log),
    installerOptions: { clientOptions: { ...clientOptions(settings, log) } },
    customPropertiesExtractor: keyOfEnvelope,
    processEventErrorHandler: async () => false,
  });
  return { workspaces, socket };
}

/** The install page checks the state that it gave against a cookie; installations are kept in ours. */
function createOauthReception(
  mode: Extract<Mode, { kind: 'oauth' }>,
  settings: SlackSettings,
  { shelf, clock, log }: Pick<AdapterOutside, 'shelf' | 'clock' | 'log'>,
  changeSpace: ChangeSpace,
): Reception {
  const { signingSecret, clientId, clientSecret, stateSecret, keys, publicUrl } = mode;
  const refresh = createRefresh(mode, settings, { clock, log });
  const kept = shelf<StoredInstallation>('slack_installations');
  const installations = createInstallations({ shelf: kept, keys, changeSpace, refresh, clock });
  const http = new HTTPReceiver({
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
      stateStore: createStates({ secret: stateSecret, shelf: shelf('slack_states'), clock }),
      clientOptions: patientOptions(settings, log),
    },
    ...common(log),
  });
  const { installer } = http;
  if (installer === undefined) throw new Error('the OAuth receiver has no installer');
  // Bolt's own lookup of a workspace's token; Bolt then authorizes each request through ours.
  const authorize = installer.authorize as unknown as Authorize<boolean>;
  const workspaces = createManyWorkspaces(authorize, installations, settings, log);
  installer.authorize = workspaces.authorize as typeof installer.authorize;
  return { http, workspaces, installations };
}

function common(log: Log) {
  return {
    endpoints: [PATHS.events],
    bodyLimit: BODY_BYTES,
    logger: createLogger(log),
    customPropertiesExtractor: keyOfRequest,
  };
}

/** What identifies one delivery: its signature over HTTP, the envelope's ID on a socket. */
interface DeliveryKey {
  delivery?: string;
}

/** Only the part of a signature that cannot be written in two ways counts. */
function keyOfRequest({ headers }: { headers: IncomingHttpHeaders }): DeliveryKey {
  const hex = String(headers['x-slack-signature']).split('=')[1];
  return hex ? { delivery: `request ${hex}` } : {};
}

function keyOfEnvelope({ envelope_id: id }: { envelope_id?: unknown }): DeliveryKey {
  return typeof id === 'string' && id !== '' ? { delivery: `envelope ${id}` } : {};
}

/**
 * Acknowledges each request before Bolt works on it, and drops repeated ones and what cannot be read. Bolt looks up the
 * workspace's token before its listeners run, which can take a request to Slack and so exceed Slack's three seconds. For the same
 * reason a request is claimed among the processes on one store only once it is acknowledged, unless the acknowledgement carries
 * the answer.
 */
export function receiveOnce(app: App, isNew: Dedupe, claim: Claim, log: Log): void {
  const process = app.processEvent.bind(app);
  app.processEvent = async (given: ReceiverEvent) => {
    const body = readRequest(given.body);
    if (body === undefined) {
      log.warn(MALFORMED);
      // Slack would send it again.
      return given.ack();
    }
    const event = { ...given, body };
    const keys = keysOf(event);
    if (!isNew(...keys)) return void (await event.ack());
    // A request for options changes nothing.
    if (event.body.type === 'block_suggestion') return process(event);
    // The acknowledgement of a filled form says what is wrong with its fields.
    if (event.body.type === 'view_submission')
      return (await claim(...keys)) ? process(event) : void (await event.ack());
    // A socket that is closing cannot acknowledge: Slack sends the request again, and it is dropped as a repeat.
    await event.ack().catch(() => {});
    if (isTyping(event.body) || (await claim(...keys))) await process({ ...event, ack: async () => {} });
  };
}

/** What is typed in an open form changes nothing, and comes with every character. */
function isTyping({ view, actions }: Record<string, unknown>): boolean {
  if (view === undefined || !Array.isArray(actions)) return false;
  return (actions as { action_id: string }[]).every(({ action_id }) => action_id === TYPED);
}

function keysOf({ body, customProperties }: ReceiverEvent): string[] {
  const { delivery } = (customProperties ?? {}) as DeliveryKey;
  const event = typeof body.event_id === 'string' ? `event ${body.event_id}` : undefined;
  return [delivery, event].filter((mark) => mark !== undefined);
}

const NOT_INSTALLED =
  "Paperboy isn't installed in this workspace, or its access was removed. Ask a workspace admin to install it again.";

/** Logs requests that failed, and answers commands from a workspace that Paperboy has no token for. */
export function handleErrors(app: App, log: Log): void {
  app.error(async ({ error, body }: { error: Error; body?: unknown }) => {
    log.warn('a request from Slack failed', logReason(error));
    const { response_url: to } = (body ?? {}) as { response_url?: unknown };
    // A response URL needs no token.
    if (!codeOf(error)?.endsWith('authorization_error') || typeof to !== 'string' || !URL.canParse(to))
      return;
    const answer = fetch(to, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ response_type: 'ephemeral', text: NOT_INSTALLED }),
      redirect: 'error',
      signal: AbortSignal.timeout(REQUEST_MS),
    });
    await answer.catch((thrown: unknown) => log.debug('a command had no answer', logReason(thrown)));
  });
}
