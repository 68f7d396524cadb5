/** The gateway of Discord in: interactions and goodbyes out, over a connection that discord.js keeps and mends. */
import { type APIInteraction, Client, Events, GatewayIntentBits, Options } from 'discord.js';
import { messageOf, PaperboyError } from '../../src/errors.ts';
import type { Log } from '../../src/ports.ts';
import type { DiscordSettings } from './settings.ts';

export interface GatewayListener {
  interaction(interaction: APIInteraction): void;
  /** The servers Paperboy is in, each time the gateway tells. */
  guilds(ids: string[]): void;
  /** A server that Paperboy has left. */
  guildGone(guild: string): void;
  channelGone(guild: string, channel: string): void;
}

export interface Gateway {
  /** Resolves once every shard hears. */
  open(): Promise<void>;
  close(): Promise<void>;
}

/** Waiting longer for the first connection is a failed start. Milliseconds. */
const READY_MS = 30_000;

export function createGateway(settings: DiscordSettings, listener: GatewayListener, log: Log): Gateway {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    shards: 'auto',
    rest: { api: settings.apiUrl, version: '10', retries: 1 },
    // Interactions bring everything that is needed: what the client keeps is only weight.
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
  let closed = false;
  keepFromParsing(client, log);

  client.on(
    Events.Raw as never,
    ((packet: { t?: string; d?: unknown }) => {
      if (packet?.t && packet.d) dispatch(packet.t, packet.d, listener);
    }) as never,
  );
  client.on(Events.Error, (error) =>
    log.warn('the Discord client reports an error', { reason: messageOf(error) }),
  );
  client.on(Events.ShardError, (error, shard) =>
    log.warn('a Discord connection failed', { shard, reason: messageOf(error) }),
  );
  client.on(Events.ShardReconnecting, (shard) => {
    if (!closed) log.info('connecting to Discord again', { shard });
  });
  client.on(Events.ShardResume, (shard) => log.info('connected to Discord again', { shard }));
  client.on(Events.ShardDisconnect, ({ code }, shard) =>
    log.error('Discord closed the connection for good: see DISCORD_BOT_TOKEN and the application', {
      shard,
      code,
    }),
  );

  async function close(): Promise<void> {
    if (closed) return;
    closed = true;
    await client.destroy();
  }

  return {
    async open() {
      let timer: NodeJS.Timeout | undefined;
      const ready = new Promise<void>((resolve, reject) => {
        client.once(Events.ClientReady, () => resolve());
        timer = setTimeout(() => reject(new Error(`no connection within ${READY_MS / 1000} s`)), READY_MS);
      });
      try {
        await Promise.all([client.login(settings.botToken), ready]);
      } catch (error) {
        ready.catch(() => {});
        await close();
        throw unopened(error);
      } finally {
        clearTimeout(timer);
      }
    },
    close,
  };
}

/**
 * The client would make objects of every packet, which nobody here uses, and one it cannot read would end the process. What
 * it needs for its own connection it gets; what it cannot read is told.
 */
function keepFromParsing(client: Client, log: Log): void {
  type Handle = (packet: { t?: string } | undefined, shard: unknown) => boolean;
  const ws = client.ws as unknown as { handlePacket: Handle };
  const handle = ws.handlePacket.bind(client.ws);
  ws.handlePacket = (packet, shard) => {
    if (packet?.t === 'INTERACTION_CREATE') return false;
    try {
      return handle(packet, shard);
    } catch (error) {
      log.warn('a packet from Discord could not be read', { packet: packet?.t, reason: messageOf(error) });
      return false;
    }
  };
}

function dispatch(type: string, data: unknown, listener: GatewayListener): void {
  switch (type) {
    case 'INTERACTION_CREATE':
      listener.interaction(data as APIInteraction);
      return;
    case 'READY': {
      const { guilds = [] } = data as { guilds?: { id: string }[] };
      listener.guilds(guilds.map(({ id }) => id));
      return;
    }
    case 'GUILD_CREATE':
      listener.guilds([(data as { id: string }).id]);
      return;
    case 'GUILD_DELETE': {
      const { id, unavailable } = data as { id: string; unavailable?: boolean };
      // An outage of Discord's looks like a goodbye but for this word.
      if (!unavailable) listener.guildGone(id);
      return;
    }
    case 'CHANNEL_DELETE':
    case 'THREAD_DELETE': {
      const { id, guild_id } = data as { id: string; guild_id?: string };
      if (guild_id !== undefined) listener.channelGone(guild_id, id);
      return;
    }
  }
}

function unopened(error: unknown): PaperboyError {
  const { code, status } = error as { code?: unknown; status?: unknown };
  if (code === 'TokenInvalid' || status === 401) {
    return new PaperboyError(
      'bad-settings',
      'Discord does not accept DISCORD_BOT_TOKEN: copy it again from the Bot page of the application.',
    );
  }
  const cause = new Error(messageOf(error));
  return new PaperboyError(
    'later',
    `Discord cannot be reached: ${messageOf(error)}. See DISCORD_API_URL and the network.`,
    {
      cause,
      retry: { afterMs: 30_000 },
    },
  );
}
