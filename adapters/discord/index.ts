/** Builds the Discord adapter, which receives interactions through the gateway or over HTTP. */
import { Routes } from 'discord.js';
import { LRUCache } from 'lru-cache';
import { type Claimed, createClaims } from '../../src/chat/claims.ts';
import { createExpiringShelf } from '../../src/chat/expiring-shelf.ts';
import { createStoredActions } from '../../src/chat/stored-actions.ts';
import { parseChannelId } from '../../src/model/channel-id.ts';
import { messageOf } from '../../src/model/errors.ts';
import type { Adapter, Clock, CommandService, Log, Place, Shelf } from '../../src/model/ports.ts';
import { createApi } from './api.ts';
import { withDedupe } from './dedupe.ts';
import { KEEP_FORM_MS, type KeptForm } from './forms.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { createInteractionServer, type InteractionServer } from './http.ts';
import { registerCommands } from './install.ts';
import { createLifecycle } from './lifecycle.ts';
import { CLAIM_MS, TOKEN_MS } from './limits.ts';
import { createPages } from './pages.ts';
import { createChannels } from './places.ts';
import { createMessenger } from './post.ts';
import { createReceive } from './receive.ts';
import { createResponder } from './reply.ts';
import type { DiscordSettings } from './settings.ts';
import type { GuildAction } from './stored-actions.ts';

/** What Discord needs. Its shelves are `discord_acts`, `discord_forms`, `discord_guilds` and `discord_claims`, and no one else's. */
export interface DiscordOutside {
  service: CommandService;
  shelf: <T>(name: string) => Shelf<T>;
  clock: Clock;
  log: Log;
  /** The platform's own unless a test says otherwise. */
  fetch?: typeof fetch;
  /** After which an answer is announced; the default unless a test says otherwise. Milliseconds. */
  deferMs?: number;
}

/** Places whose names are remembered, so that each is looked at once. */
const MOST_NOTED = 10_000;
/** How often old buttons and forms are deleted, and servers are looked for that Paperboy left unseen. Milliseconds. */
const SWEEP_MS = 6 * 3_600_000;

/**
 * Makes the adapter. `start` throws PaperboyError `bad-settings` (token, address), `address-taken`, or `later` when Discord
 * cannot be reached. `stop` closes within a second and may be called again.
 */
export function createDiscord(settings: DiscordSettings, outside: DiscordOutside): Adapter {
  const { service, shelf, clock, log } = outside;
  const api = createApi(settings, { clock, fetch: outside.fetch ?? fetch });
  const actions = createStoredActions<GuildAction>(shelf('discord_acts'), clock);
  const forms = createExpiringShelf<KeptForm>(shelf('discord_forms'), KEEP_FORM_MS, clock);
  const channels = createChannels(api, clock);
  const forget = async (guild: string) => {
    await actions.deleteWhere((_, action) => action.guild === guild);
    await forms.deleteWhere((_, form) => form.guild === guild);
  };
  const lifecycle = createLifecycle({ api, service, shelf: shelf('discord_guilds'), forget, clock, log });
  const responder = createResponder({
    api,
    actions,
    clock,
    log,
    ...(outside.deferMs === undefined ? {} : { deferMs: outside.deferMs }),
  });
  const pages = createPages({ service, forms });
  const receiveAny = createReceive({
    service,
    actions,
    responder,
    pages,
    notePlace: createNotePlace(service, lifecycle.seen),
    managersOnly: settings.managersOnly,
    log,
  });
  const claim = createClaims({
    shelf: shelf<Claimed>('discord_claims'),
    clock,
    keepMs: TOKEN_MS,
    log,
    waitMs: CLAIM_MS,
  });
  const receive = withDedupe(receiveAny, {
    responder,
    clock,
    log,
    claim: settings.http ? undefined : claim,
  });
  let connection: Gateway | InteractionServer | undefined;
  let sweeping: NodeJS.Timeout | undefined;

  const sweep = () =>
    inBackground('old buttons and forms could not be deleted', async () => {
      await actions.sweep();
      await forms.sweep();
    });
  const checkServers = () => inBackground('servers could not be checked', () => lifecycle.check());

  function inBackground(what: string, work: () => Promise<unknown>): void {
    work().catch((error: unknown) => log.warn(what, { reason: messageOf(error) }));
  }

  function openGateway(): Gateway {
    const opened = createGateway(
      settings,
      {
        interaction: (interaction) => {
          const route = Routes.interactionCallback(interaction.id, interaction.token);
          void receive(interaction, async (body) => void (await api.answer('POST', route, body)));
        },
        guilds: (ids) => inBackground('a server could not be remembered', () => lifecycle.seen(ids)),
        guildGone: (guild) =>
          inBackground("a server's data could not be deleted", () => lifecycle.left(guild)),
        channelGone: (guild, channel) => {
          channels.forget(channel);
          inBackground("a channel's data could not be deleted", () => lifecycle.closed(guild, channel));
        },
      },
      log,
    );
    return opened;
  }

  return {
    messenger: createMessenger({ api, actions, channels, crosspost: settings.crosspost, clock, log }),
    async start() {
      if (settings.register) {
        const { changed, invite } = await registerCommands(api, service.specs, settings.managersOnly);
        log.info(
          changed
            ? 'the commands were registered with Discord'
            : 'the commands are already registered with Discord',
          {
            invite,
          },
        );
      }
      connection = settings.http
        ? createInteractionServer(settings.http, receive, { clock, log, claim })
        : openGateway();
      const opened = await connection.open();
      sweep();
      checkServers();
      sweeping = setInterval(() => {
        sweep();
        checkServers();
      }, SWEEP_MS);
      sweeping.unref();
      return opened ?? {};
    },
    async stop() {
      clearInterval(sweeping);
      await connection?.close();
      connection = undefined;
      api.stop();
    },
  };
}

/**
 * Remembers the server of each place that something is asked in, so that its data can be deleted when Paperboy leaves it,
 * and follows changes of names. Discord lets bots into whole servers: a question says nothing about posting there.
 */
function createNotePlace(
  service: CommandService,
  seen: (guilds: readonly string[]) => Promise<void>,
): (place: Place) => Promise<void> {
  const names = new LRUCache<string, string>({ max: MOST_NOTED });
  return async (place) => {
    const { id, name } = place;
    const guild = parseChannelId(id)?.space ?? '';
    // Each time: it may have failed before, or Paperboy may have been removed and added again.
    if (/^\d+$/.test(guild)) await seen([guild]);
    if (names.get(id) === name) return;
    await service.rename(place);
    names.set(id, name);
  };
}
