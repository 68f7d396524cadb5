/** The Slack adapter, on Bolt. */
import { App, type Receiver } from '@slack/bolt';
import { createAlone } from '../../src/chat/alone.ts';
import { createClaims } from '../../src/chat/claims.ts';
import { createDedupe } from '../../src/chat/dedupe.ts';
import { createExpiringShelf } from '../../src/chat/expiring-shelf.ts';
import { type Listening, listen } from '../../src/chat/http-server.ts';
import { createRateLimiter, realSleep, type Sleep } from '../../src/chat/rate-limiter.ts';
import { createStoredActions } from '../../src/chat/stored-actions.ts';
import type { AdapterOutside } from '../../src/model/adapter-definition.ts';
import { messageOf } from '../../src/model/errors.ts';
import type { Adapter } from '../../src/model/ports.ts';
import { clientOptions, createLogger } from './api.ts';
import type { StoredActions } from './buttons.ts';
import { createFiles } from './files.ts';
import { createVerifiedListener } from './http.ts';
import { createChangeSpace, createRemovals } from './installations.ts';
import { handleLifecycle, joinEverywhere } from './lifecycle.ts';
import { MESSAGE_GAP_MS, PER_SECOND } from './limits.ts';
import { type ChangedState, createLiveCount, KEEP_STATES_MS } from './live-count.ts';
import { PATHS } from './manifest.ts';
import { handleNotes } from './note-form.ts';
import { handlePages } from './pages.ts';
import { createDirectory } from './places.ts';
import { createMessenger } from './post.ts';
import { receive } from './receive.ts';
import { createReception, handleErrors, receiveOnce } from './receiver.ts';
import { createAnswer } from './reply.ts';
import type { SlackSettings } from './settings.ts';
import { createConnection } from './socket.ts';

/** Twice as long as Bolt accepts a signed request; Slack repeats what it believes lost, and a stranger may replay it. Milliseconds. */
const REMEMBER_MS = 10 * 60_000;
/** The longest wait for the store before a request is worked on; Slack waits 3 s for a filled form. Milliseconds. */
const CLAIM_MS = 1_000;
/** More requests in ten minutes are an attack or a fault. */
const MAX_REMEMBERED = 100_000;
/** Expired buttons are deleted at start and then this often. Milliseconds. */
const SWEEP_MS = 24 * 3_600_000;

/** Its shelves are `slack_installations`, `slack_channels`, `slack_acts`, `slack_states`, `slack_removals` and `slack_claims`, and no one else's. */
export interface SlackOutside extends AdapterOutside {
  /** Waits in real time unless a test replaces it. Milliseconds. */
  sleep?: Sleep;
}

/**
 * Makes the adapter. `start` connects, or listens on `SLACK_PORT`, and then reports to the command service the channels
 * that Paperboy is in. It throws `PaperboyError` when Slack cannot be reached or rejects the tokens.
 * `stop` closes within a second and may be called again.
 */
export function createSlack(settings: SlackSettings, outside: SlackOutside): Adapter {
  const { shelf, clock, log, turns, sleep = realSleep } = outside;
  const { mode, adminsOnly } = settings;
  const actions: StoredActions = createStoredActions(shelf('slack_acts'), clock);
  const directory = createDirectory(shelf('slack_channels'));
  const limiterFor = (gapMs: number, name: string) =>
    createRateLimiter({ gapMs, clock, sleep, shared: turns && { turns, name } });
  const limiter = limiterFor(MESSAGE_GAP_MS, 'messages to');
  // The core paces a single workspace; each of many is paced here.
  const perSpace = limiterFor(1000 / PER_SECOND, 'messages to Slack workspace');
  const pace = mode.kind === 'oauth' ? { perSpace } : { perSecond: PER_SECOND };
  const answer = createAnswer({ limiter, actions, sleep, log });
  const changeSpace = createChangeSpace(outside.alone ?? createAlone());
  const { socket, http, installations, workspaces } = createReception(settings, outside, changeSpace);
  const listener =
    http && mode.kind !== 'socket'
      ? createVerifiedListener(http.requestListener, { signingSecret: mode.signingSecret, clock, log })
      : undefined;
  const app = new App({
    receiver: (socket ?? http) as Receiver,
    clientOptions: clientOptions(settings, log),
    logger: createLogger(log),
    convoStore: false,
    extendedErrorHandler: true,
    // Bolt authorizes through the installer where there is one, otherwise through ours.
    ...(installations ? {} : { authorize: workspaces.authorize }),
  });
  handleErrors(app, log);
  receiveOnce(
    app,
    createDedupe({ clock, keepMs: REMEMBER_MS, max: MAX_REMEMBERED }),
    createClaims({ ...outside, shelf: shelf('slack_claims'), keepMs: REMEMBER_MS, waitMs: CLAIM_MS }),
    log,
  );
  const common = { ...outside, directory, actions, files: createFiles(settings, outside) };
  const removals = createRemovals({
    ...common,
    installations,
    changeSpace,
    shelf: shelf('slack_removals'),
  });
  const states = createExpiringShelf<ChangedState>(shelf('slack_views'), KEEP_STATES_MS, clock);
  const liveCount = createLiveCount({ service: outside.service, states, sleep, log });
  const messenger = createMessenger({ workspaces, directory, limiter, actions, sleep, clock, ...pace });
  const { openDirect } = messenger;
  const context = {
    ...common,
    openDirect,
    workspaces,
    answer,
    liveCount,
    removals,
    limiter,
    adminsOnly,
    sleep,
  };
  receive(app, context);
  handlePages(app, context);
  handleNotes(app, context);
  handleLifecycle(app, context);

  const connection = socket ? createConnection({ receiver: socket, log, sleep }) : undefined;
  let listening: Listening | undefined;
  let stopped = false;
  let sweeping: NodeJS.Timeout | undefined;

  function sweep(): void {
    Promise.all([actions.sweep(), states.sweep()]).catch((thrown: unknown) => {
      if (!stopped) log.warn('expired buttons could not be deleted', { reason: messageOf(thrown) });
    });
  }

  async function open(): Promise<{ address?: string }> {
    await connection?.start();
    if (!listener) return {};
    const { host, port } = settings;
    listening = await listen(listener, { host, port, portSetting: 'SLACK_PORT' });
    const path = mode.kind === 'oauth' ? PATHS.install : PATHS.events;
    return { address: `${listening.address}${path}` };
  }

  return {
    messenger,
    async start() {
      stopped = false;
      // Before the token is tried: it may be one that Slack revoked when the app was removed.
      await removals.complete();
      await workspaces.start();
      const opened = await open();
      // Slack's rate limits may stretch this to minutes, and commands are answered meanwhile.
      void joinEverywhere(context, () => stopped);
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
    trouble: () => connection?.trouble(),
  };
}
