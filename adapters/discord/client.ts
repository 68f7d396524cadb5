/** Creates a discord.js client that passes on the gateway's events. It caches nothing, and no packet ends the process. */
import { type APIInteraction, Client, Events, GatewayIntentBits, Options } from 'discord.js';
import { messageOf } from '../../src/model/errors.ts';
import type { Log } from '../../src/model/ports.ts';
import { readInteraction } from './payload.ts';
import type { DiscordSettings } from './settings.ts';

export interface GatewayListener {
  interaction(interaction: APIInteraction): void;
  /** The servers Paperboy is in, each time the gateway lists them. */
  guilds(ids: string[]): void;
  /** A server that Paperboy has left. */
  guildGone(guild: string): void;
  channelGone(guild: string, channel: string): void;
}

/** @param onGone called when the connection is closed permanently
 * @param isLeft whether it is being closed by us */
export function createClient(
  settings: DiscordSettings,
  listener: GatewayListener,
  log: Log,
  onGone: () => void,
  isLeft: () => boolean,
): Client {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    shards: 'auto',
    rest: { api: settings.apiUrl, version: '10', retries: 1 },
    // Interactions bring everything that is needed: the client's caches would only take up memory.
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      GuildMemberManager: 0,
      UserManager: 0,
      GuildEmojiManager: 0,
      GuildStickerManager: 0,
      PresenceManager: 0,
      ThreadManager: 0,
      ThreadMemberManager: 0,
    }),
  });
  // The client would make an unused object of every interaction. It still gets what its own connection needs.
  const ws = client.ws as unknown as { handlePacket: ReadPacket };
  const handle = ws.handlePacket.bind(client.ws);
  ws.handlePacket = guarded(
    log,
    (packet, shard) => packet?.t !== 'INTERACTION_CREATE' && handle(packet, shard),
  );
  const onRaw = guarded(log, (packet) => {
    if (packet?.t && packet.d) dispatch(packet.t, packet.d, listener);
    return true;
  });
  client.on(Events.Raw as never, onRaw as never);
  const warn = (message: string) => (error: Error, shard?: number) =>
    log.warn(message, { shard, reason: messageOf(error) });
  client.on(Events.Error, warn('the Discord client reports an error'));
  client.on(Events.ShardError, warn('a Discord connection failed'));
  client.on(Events.ShardReconnecting, (shard) => {
    if (!isLeft()) log.info('connecting to Discord again', { shard });
  });
  client.on(Events.ShardResume, (shard) => log.info('connected to Discord again', { shard }));
  client.on(Events.ShardDisconnect, ({ code }, shard) => {
    const message = 'Discord closed the connection permanently: check DISCORD_BOT_TOKEN and the application';
    log.error(message, { shard, code });
    onGone();
  });
  client.on(Events.Invalidated, () => {
    log.error('Discord ended the session permanently: check DISCORD_BOT_TOKEN and the application');
    onGone();
  });
  return client;
}

type ReadPacket = (packet: { t?: string; d?: unknown } | undefined, shard: unknown) => boolean;

/** Logs a packet that cannot be read: an error thrown here would end the process. */
function guarded(log: Log, read: ReadPacket): ReadPacket {
  return (packet, shard) => {
    try {
      return read(packet, shard);
    } catch (error) {
      log.warn('a message from Discord could not be read', { packet: packet?.t, reason: messageOf(error) });
      return false;
    }
  };
}

function dispatch(type: string, data: unknown, listener: GatewayListener): void {
  switch (type) {
    case 'INTERACTION_CREATE': {
      const interaction = readInteraction(data);
      if (interaction === undefined) throw new Error('it is not an interaction');
      listener.interaction(interaction);
      return;
    }
    case 'READY': {
      const { guilds } = data as { guilds?: unknown };
      listener.guilds(Array.isArray(guilds) ? guilds.map(idOf) : []);
      return;
    }
    case 'GUILD_CREATE':
      listener.guilds([idOf(data)]);
      return;
    case 'GUILD_DELETE': {
      // During an outage of Discord's the same event arrives with this flag.
      if (!(data as { unavailable?: boolean }).unavailable) listener.guildGone(idOf(data));
      return;
    }
    case 'CHANNEL_DELETE':
    case 'THREAD_DELETE': {
      const { guild_id } = data as { guild_id?: unknown };
      if (guild_id !== undefined) listener.channelGone(idOf({ id: guild_id }), idOf(data));
      return;
    }
  }
}

/** An invalid id could match more than one thing, whose data would be deleted. @throws for it */
function idOf(data: unknown): string {
  const { id } = (data ?? {}) as { id?: unknown };
  if (typeof id === 'string' && /^\d{1,20}$/.test(id)) return id;
  throw new Error('it has no id');
}
