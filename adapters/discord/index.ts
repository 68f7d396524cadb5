/** Builds the Discord adapter, which receives interactions through the gateway or over HTTP. */
import { Routes } from 'discord.js';
import { createAlone } from '../../src/chat/alone.ts';
import { createClaims } from '../../src/chat/claims.ts';
import { createExpiringShelf } from '../../src/chat/expiring-shelf.ts';
import { createGuardedFetch } from '../../src/chat/may-start.ts';
import { createRateLimiter, realSleep, type Sleep } from '../../src/chat/rate-limiter.ts';
import { createStoredActions } from '../../src/chat/stored-actions.ts';
import type { AdapterOutside } from '../../src/model/adapter-definition.ts';
import { messageOf } from '../../src/model/errors.ts';
import type { Adapter } from '../../src/model/ports.ts';
import { createApi, paced } from './api.ts';
import type { StoredActions } from './buttons.ts';
import { createChannels } from './channels.ts';
import type { GatewayListener } from './client.ts';
import { withDedupe } from './dedupe.ts';
import { createDirect } from './direct.ts';
import { globalLimitMs } from './errors.ts';
import { createFiles } from './files.ts';
import { createGateway } from './gateway.ts';
import { createInteractionServer } from './http.ts';
import { registerCommands } from './install.ts';
import { createLifecycle } from './lifecycle.ts';
import { CLAIM_MS, DEFER_MS, MISSED_MS, REQUESTS_PER_SECOND, TOKEN_MS } from './limits.ts';
import { createOwnPlaces } from './own-place.ts';
import { createPages, KEEP_FORM_MS, type KeptForm } from './pages.ts';
import { PLATFORM } from './places.ts';
import { createMessenger } from './post.ts';
import { createReceive } from './receive.ts';
import { createResponder } from './reply.ts';
import type { DiscordSettings } from './settings.ts';

/** Its shelves are `discord_acts`, `discord_forms`, `discord_guilds` and `discord_claims`, and no one else's. */
export interface DiscordOutside extends AdapterOutside {
  /** The platform's own unless a test says otherwise. */
  fetch?: typeof fetch;
  /** After which an answer is announced; the default unless a test says otherwise. Milliseconds. */
  deferMs?: number;
  /** How a call waits for its turn: in real time unless a test says otherwise. */
  sleep?: Sleep;
}

/** How often old buttons and forms are deleted, and servers are looked for that Paperboy left unseen. Milliseconds. */
const SWEEP_MS = 6 * 3_600_000;

/** A call waits this long for its turn. Milliseconds. */
const PATIENCE_MS = 5_000;

/** Turns of all requests with the bot's token, whichever process makes them; a limit on all of them pauses all processes. */
function createTurns({ turns, clock, sleep = realSleep }: DiscordOutside) {
  const limits = { gapMs: 1_000 / REQUESTS_PER_SECOND, missedMs: MISSED_MS };
  const limiter = createRateLimiter({ ...limits, clock, sleep, shared: turns && { turns, name: 'posts' } });
  return async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await limiter.request(PLATFORM, PATIENCE_MS, work);
    } catch (error) {
      const wait = globalLimitMs(error);
      if (wait !== undefined) limiter.pause(PLATFORM, wait);
      throw error;
    }
  };
}

/**
 * Makes the adapter. `start` throws PaperboyError `bad-settings` (token, address), `address-taken`, or `later` when Discord
 * cannot be reached. `stop` closes within a second and may be called again.
 */
export function createDiscord(settings: DiscordSettings, outside: DiscordOutside): Adapter {
  const { service, shelf, clock, log, deferMs = DEFER_MS } = outside;
  const { managersOnly, crosspost } = settings;
  const fetch = createGuardedFetch(outside.fetch, settings.proxies);
  const api = paced(createApi(settings, { clock, fetch }), createTurns(outside));
  const alone = outside.alone ?? createAlone();
  const actions: StoredActions = createStoredActions(shelf('discord_acts'), clock);
  const forms = createExpiringShelf<KeptForm>(shelf('discord_forms'), KEEP_FORM_MS, clock);
  const channels = createChannels(api, clock);
  const lifecycle = createLifecycle({ ...outside, api, shelf: shelf('discord_guilds'), actions, forms });
  const responder = createResponder({ api, actions, clock, log, deferMs });
  const pages = createPages({ service, forms, channels });
  const claim = createClaims({
    ...outside,
    shelf: shelf('discord_claims'),
    keepMs: TOKEN_MS,
    waitMs: CLAIM_MS,
  });
  const readFile = createFiles(settings, { service, fetch });
  const ownPlaces = createOwnPlaces({ service, log, ...createDirect({ api, actions }) });
  const { note: notePlace } = lifecycle;
  const receive = withDedupe(
    createReceive({ service, actions, responder, pages, ownPlaces, notePlace, readFile, managersOnly, log }),
    { responder, clock, log, claim },
  );
  const listener: GatewayListener = {
    interaction(interaction) {
      const route = Routes.interactionCallback(interaction.id, interaction.token);
      void receive(interaction, (body) => api.answer('POST', route, body));
    },
    guilds: (ids) => inBackground('a server could not be remembered', lifecycle.seen(ids)),
    guildGone: (guild) => inBackground("a server's data could not be deleted", lifecycle.left(guild)),
    channelGone(guild, channel) {
      channels.forget(channel);
      inBackground("a channel's data could not be deleted", lifecycle.closed(guild, channel));
    },
  };
  let close = async () => {};
  let trouble = (): string | undefined => undefined;
  let sweeping: NodeJS.Timeout | undefined;

  function sweep(): void {
    const swept = actions.sweep().then(forms.sweep);
    inBackground('old buttons and forms could not be deleted', swept);
  }

  /** One process at a time looks at all servers. */
  function check(): void {
    const checked = alone('Discord servers', lifecycle.check);
    inBackground('servers could not be checked', checked);
  }

  function inBackground(what: string, work: Promise<unknown>): void {
    work.catch((error: unknown) => log.warn(what, { reason: messageOf(error) }));
  }

  return {
    messenger: createMessenger({ api, actions, channels, crosspost, clock, log }),
    async start() {
      if (settings.register) {
        const register = () => registerCommands(api, service.specs, managersOnly);
        const { changed, invite } = await alone('Discord commands', register);
        log.info(`the commands ${changed ? 'were' : 'are already'} registered with Discord`, { invite });
      }
      const connection = settings.http
        ? createInteractionServer(settings.http, receive, { clock, log })
        : createGateway(settings, listener, log);
      close = connection.close;
      if ('trouble' in connection) trouble = connection.trouble;
      const opened = await connection.open();
      sweep();
      check();
      sweeping = setInterval(() => {
        sweep();
        check();
      }, SWEEP_MS).unref();
      return opened ?? {};
    },
    async stop() {
      clearInterval(sweeping);
      await close();
      api.stop();
    },
    trouble: () => trouble(),
  };
}
