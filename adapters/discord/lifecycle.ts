/** Detects servers that Paperboy was removed from, even while it was not running, and deletes their data. */
import { DiscordAPIError, Routes } from 'discord.js';
import { messageOf } from '../../src/model/errors.ts';
import type { Clock, CommandService, Log, Shelf } from '../../src/model/ports.ts';
import type { Api } from './api.ts';
import { placeId, spaceId } from './places.ts';

export interface Lifecycle {
  /** Paperboy is in these servers. */
  seen(guilds: readonly string[]): Promise<void>;
  /** Paperboy was removed: all that was kept for the server is deleted. */
  left(guild: string): Promise<void>;
  /** A channel or a thread was deleted. */
  closed(guild: string, channel: string): Promise<void>;
  /** Looks for servers that Paperboy was removed from while it was not running. */
  check(): Promise<void>;
}

export function createLifecycle(context: {
  api: Api;
  service: CommandService;
  shelf: Shelf<{ at: number }>;
  /** Deletes what the adapter itself keeps for a server. */
  forget: (guild: string) => Promise<void>;
  clock: Clock;
  log: Log;
}): Lifecycle {
  const { api, service, shelf, forget, clock, log } = context;
  const known = new Set<string>();

  async function left(guild: string): Promise<void> {
    await service.leaveSpace(spaceId(guild));
    await forget(guild);
    await shelf.delete(guild);
    known.delete(guild);
    log.info('Paperboy was removed from a server; its data was deleted', { guild });
  }

  return {
    left,
    async seen(guilds) {
      for (const guild of guilds) {
        if (known.has(guild)) continue;
        await shelf.set(guild, { at: clock() });
        known.add(guild);
      }
    },
    closed: (guild, channel) => service.leave(placeId(guild, channel)),
    async check() {
      const kept: string[] = [];
      for await (const [guild] of shelf.entries()) kept.push(guild);
      for (const guild of kept) {
        if (await isGone(guild)) await left(guild);
      }
    },
  };

  /** True only if Discord says so: in doubt the data stays. */
  async function isGone(guild: string): Promise<boolean> {
    try {
      await api.call('GET', Routes.guild(guild));
      return false;
    } catch (error) {
      if (!(error instanceof DiscordAPIError)) {
        log.debug('could not check whether Paperboy is still in a server', {
          guild,
          reason: messageOf(error),
        });
        return false;
      }
      // Unknown Guild, Missing Access.
      return Number(error.code) === 10004 || Number(error.code) === 50001;
    }
  }
}
