/** The Discord adapter, by gateway or by HTTP interactions. */
import { Routes } from 'discord.js';
import { LRUCache } from 'lru-cache';
import { createExpiringShelf } from '../../src/chat/expiring-shelf.ts';
import { createStoredActions } from '../../src/chat/stored-actions.ts';
import { parseChannelId } from '../../src/model/channel-id.ts';
import { messageOf } from '../../src/model/errors.ts';
import type { Adapter, Clock, CommandService, Log, Place, Shelf } from '../../src/model/ports.ts';
import { createApi } from './api.ts';
import { createChannels } from './channels.ts';
import { createFresh } from './dedupe.ts';
import { KEEP_FORM_MS, type KeptForm } from './forms.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { createHttpDoor, type HttpDoor } from './http.ts';
import { registerCommands } from './install.ts';
import { createGoodbyes } from './lifecycle.ts';
import { createPages } from './pages.ts';
import { createMessenger } from './post.ts';
import { createHearing } from './receive.ts';
import { createResponder } from './reply.ts';
import type { DiscordSettings } from './settings.ts';
import type { GuildAction } from './stored-actions.ts';

/** What Discord needs. Its shelves are `discord_acts`, `discord_forms` and `discord_guilds`, and no one else's. */
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
const MOST_MET = 10_000;
/** How often what is too old is thrown away, and servers left unseen are looked for. Milliseconds. */
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
  const goodbyes = createGoodbyes({ api, service, shelf: shelf('discord_guilds'), forget, clock, log });
  const responder = createResponder({
    api,
    actions,
    clock,
    log,
    ...(outside.deferMs === undefined ? {} : { deferMs: outside.deferMs }),
  });
  const pages = createPages({ service, forms });
  const hearing = createHearing({
    service,
    actions,
    responder,
    pages,
    meet: meetOnce(service, goodbyes.seen),
    managersOnly: settings.managersOnly,
    log,
  });
  const hear = createFresh(hearing, { responder, clock, log, once: settings.http === undefined });
  let door: Gateway | HttpDoor | undefined;
  let sweeping: NodeJS.Timeout | undefined;

  const sweep = () =>
    inBackground('what is old could not be thrown away', async () => {
      await actions.sweep();
      await forms.sweep();
    });
  const lookForGoodbyes = () => inBackground('servers could not be looked for', () => goodbyes.check());

  function inBackground(what: string, work: () => Promise<unknown>): void {
    work().catch((error: unknown) => log.warn(what, { reason: messageOf(error) }));
  }

  function openGateway(): Gateway {
    const opened = createGateway(
      settings,
      {
        interaction: (interaction) => {
          const route = Routes.interactionCallback(interaction.id, interaction.token);
          void hear(interaction, async (body) => void (await api.answer('POST', route, body)));
        },
        guilds: (ids) => inBackground('a server could not be remembered', () => goodbyes.seen(ids)),
        guildGone: (guild) =>
          inBackground("a server's data could not be deleted", () => goodbyes.left(guild)),
        channelGone: (guild, channel) => {
          channels.forget(channel);
          inBackground("a channel's data could not be deleted", () => goodbyes.closed(guild, channel));
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
        log.info(changed ? 'Discord knows the commands now' : 'Discord knows the commands already', {
          invite,
        });
      }
      door = settings.http ? createHttpDoor(settings.http, hear, { clock, log }) : openGateway();
      const opened = await door.open();
      sweep();
      lookForGoodbyes();
      sweeping = setInterval(() => {
        sweep();
        lookForGoodbyes();
      }, SWEEP_MS);
      sweeping.unref();
      return opened ?? {};
    },
    async stop() {
      clearInterval(sweeping);
      await door?.close();
      door = undefined;
      api.stop();
    },
  };
}

/**
 * Remembers the server of each place that is heard, so that its data can be deleted when it is left, and follows changes of
 * names. Discord lets bots into whole servers, so that hearing of a channel says nothing about posting there.
 */
function meetOnce(
  service: CommandService,
  seen: (guilds: readonly string[]) => Promise<void>,
): (place: Place) => Promise<void> {
  const names = new LRUCache<string, string>({ max: MOST_MET });
  return async (place) => {
    const { id, name } = place;
    if (names.get(id) === name) return;
    await service.rename(place);
    names.set(id, name);
    const guild = parseChannelId(id)?.space ?? '';
    if (/^\d+$/.test(guild)) await seen([guild]);
  };
}
