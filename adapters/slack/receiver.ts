/** Creates the receiver of Slack's requests: over a socket, over HTTP, or over HTTP with an install page. */
import { type Authorize, HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import type { Log } from '../../src/model/ports.ts';
import { markOfEnvelope, markOfRequest } from './acknowledge.ts';
import { clientOptions, patientOptions } from './client.ts';
import type { Installations } from './install.ts';
import { installFailure, installSuccess } from './install-pages.ts';
import type { States } from './install-state.ts';
import { BODY_BYTES } from './limits.ts';
import { createLogger } from './logger.ts';
import { OPTIONAL_SCOPES, PATHS, SCOPES } from './names.ts';
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
    customPropertiesExtractor: markOfEnvelope,
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
    customPropertiesExtractor: ({ headers }: { headers: Parameters<typeof markOfRequest>[0] }) =>
      markOfRequest(headers),
  };
}

/** Bolt's own way from a workspace to its tokens, where there are installations. */
export function installerAuthorize(receiver: HTTPReceiver): Authorize<boolean> {
  const { installer } = receiver;
  if (installer === undefined) throw new Error('a receiver for OAuth has an installer');
  return installer.authorize as unknown as Authorize<boolean>;
}
