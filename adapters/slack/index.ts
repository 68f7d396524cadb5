/** The Slack adapter, on Bolt. */

import type { RequestListener } from 'node:http';
import { App } from '@slack/bolt';
import { type Claimed, createClaims } from '../../src/chat/claims.ts';
import { createDedupe } from '../../src/chat/dedupe.ts';
import { type Listening, listen } from '../../src/chat/http-server.ts';
import { createRateLimiter, realSleep } from '../../src/chat/rate-limiter.ts';
import { createStoredActions, type StoredAction } from '../../src/chat/stored-actions.ts';
import type { Adapter, Clock, CommandService, Log, Shelf } from '../../src/model/ports.ts';
import { clientOptions, createLogger } from './api.ts';
import { readFailure } from './errors.ts';
import { createInstallations, type StoredInstallation } from './install.ts';
import { createStates } from './install-state.ts';
import { handleLifecycle, joinEverywhere } from './lifecycle.ts';
import { MESSAGE_GAP_MS, PER_SECOND } from './limits.ts';
import { PATHS } from './manifest.ts';
import { handlePages } from './pages.ts';
import { createDirectory, type Known } from './places.ts';
import { createMessenger } from './post.ts';
import { receive } from './receive.ts';
import {
  createHttpReceiver,
  createOauthReceiver,
  createSocketReceiver,
  handleErrors,
  installerAuthorize,
  receiveOnce,
} from './receiver.ts';
import { createRemovals, type PendingRemoval } from './removal.ts';
import { createAnswer } from './reply.ts';
import type { SlackSettings } from './settings.ts';
import { createConnection } from './socket.ts';
import { createVerifiedListener } from './verify.ts';
import { createManyWorkspaces, createSingleWorkspace } from './workspaces.ts';

/** Twice as long as Bolt accepts a signed request; Slack repeats what it believes lost, and a stranger may replay it. Milliseconds. */
const REMEMBER_MS = 10 * 60_000;
/** More requests in ten minutes are an attack or a fault. */
const MAX_REMEMBERED = 100_000;
/** Expired buttons are deleted at start and then this often. Milliseconds. */
const SWEEP_MS = 24 * 3_600_000;

/** What the adapter is given. Its shelves are `slack_installations`, `slack_channels`, `slack_acts`, `slack_states`, `slack_removals` and `slack_claims`, and no one else's. */
export interface SlackOutside {
  service: CommandService;
  shelf: <T>(name: string) => Shelf<T>;
  clock: Clock;
  log: Log;
  /** Waits in real time unless a test replaces it. Milliseconds. */
  sleep?: (ms: number) => Promise<void>;
}

export interface SlackAdapter extends Adapter {
  /** Handles Slack's HTTP requests, for a server that already has a port; absent in Socket Mode. */
  readonly listener?: RequestListener;
}

/**
 * Makes the adapter. `start` connects, or listens on `SLACK_PORT`, and then reports to the command service the channels
 * that Paperboy is in. It throws `PaperboyError` when Slack cannot be reached or rejects the tokens.
 * `stop` closes within a second and may be called again.
 */
export function createSlack(settings: SlackSettings, outside: SlackOutside): SlackAdapter {
  const { service, shelf, clock, log } = outside;
  const sleep = outside.sleep ?? realSleep;
  const { mode } = settings;
  const actions = createStoredActions<StoredAction>(shelf('slack_acts'), clock);
  const directory = createDirectory(shelf<Known>('slack_channels'));
  const limiter = createRateLimiter({ gapMs: MESSAGE_GAP_MS, clock, sleep });
  // The core paces a single workspace; each of many is paced here.
  const perSpace = createRateLimiter({ gapMs: 1000 / PER_SECOND, clock, sleep });
  const pace = mode.kind === 'oauth' ? { perSpace } : { perSecond: PER_SECOND };
  const answer = createAnswer({ limiter, actions, sleep, log });

  const installations =
    mode.kind === 'oauth'
      ? createInstallations({
          shelf: shelf<StoredInstallation>('slack_installations'),
          keys: mode.keys,
          clock,
        })
      : undefined;
  const statesFor = (secret: string) =>
    createStates({ secret, shelf: shelf<Claimed>('slack_states'), clock });
  const socket = mode.kind === 'socket' ? createSocketReceiver(mode, settings, log) : undefined;
  const oauth =
    mode.kind === 'oauth' && installations
      ? createOauthReceiver(mode, settings, installations, statesFor(mode.stateSecret), log)
      : undefined;
  const http = mode.kind === 'http' ? createHttpReceiver(mode, log) : oauth;
  const workspaces =
    oauth && installations
      ? createManyWorkspaces(installerAuthorize(oauth), installations, settings, log)
      : createSingleWorkspace(mode.kind === 'oauth' ? '' : mode.botToken, settings, log);
  // Bolt authorizes through the installer where there is one, otherwise through ours.
  if (oauth?.installer) oauth.installer.authorize = workspaces.authorize as typeof oauth.installer.authorize;

  const listener =
    http && mode.kind !== 'socket'
      ? createVerifiedListener(http.requestListener, { signingSecret: mode.signingSecret, clock, log })
      : undefined;
  const receiver = socket ?? http;
  if (receiver === undefined) throw new Error('unknown mode');
  const app = new App({
    receiver,
    clientOptions: clientOptions(settings, log),
    logger: createLogger(log),
    convoStore: false,
    extendedErrorHandler: true,
    ...(oauth ? {} : { authorize: workspaces.authorize }),
  });
  handleErrors(app, log);
  receiveOnce(
    app,
    createDedupe({ clock, keepMs: REMEMBER_MS, max: MAX_REMEMBERED }),
    createClaims({ shelf: shelf<Claimed>('slack_claims'), clock, keepMs: REMEMBER_MS, log }),
  );
  const removals = createRemovals({
    service,
    directory,
    actions,
    installations,
    shelf: shelf<PendingRemoval>('slack_removals'),
    clock,
    log,
  });
  receive(app, { service, directory, answer, actions, adminsOnly: settings.adminsOnly });
  handlePages(app, { service, directory, adminsOnly: settings.adminsOnly, sleep, log });
  handleLifecycle(app, {
    service,
    directory,
    removals,
    limiter,
    sleep,
    log,
    own: workspaces.own,
  });

  const connection = socket ? createConnection({ receiver: socket, log, sleep }) : undefined;
  let listening: Listening | undefined;
  let stopped = false;
  let sweeping: NodeJS.Timeout | undefined;

  function sweep(): void {
    actions.sweep().catch((thrown: unknown) => {
      if (!stopped)
        log.warn('expired buttons could not be deleted', {
          reason: readFailure(thrown, 'slack_acts').message,
        });
    });
  }

  async function open(): Promise<{ address?: string }> {
    if (connection) {
      await connection.start();
      return {};
    }
    if (!listener) return {};
    const { host, port } = settings;
    listening = await listen(listener, { host, port, portSetting: 'SLACK_PORT' });
    const path = mode.kind === 'oauth' ? PATHS.install : PATHS.events;
    return { address: `${listening.address}${path}` };
  }

  return {
    messenger: createMessenger({ workspaces, limiter, actions, sleep, clock, ...pace }),
    ...(listener ? { listener } : {}),
    async start() {
      stopped = false;
      // Before the token is tried: it may be one that Slack revoked when the app was removed.
      await removals.complete();
      await workspaces.start();
      const opened = await open();
      // Slack's rate limits may stretch this to minutes, and commands are answered meanwhile.
      void joinEverywhere(workspaces, { service, directory, log }, () => stopped);
      sweep();
      sweeping = setInterval(() => {
        void removals.complete();
        sweep();
      }, SWEEP_MS).unref();
      return opened;
    },
    async stop() {
      stopped = true;
      clearInterval(sweeping);
      connection?.stop();
      await listening?.close();
      listening = undefined;
    },
  };
}
