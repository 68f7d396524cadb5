/** Detects servers that Paperboy was removed from, even while it was not running, and deletes their data. */
import { Routes } from 'discord.js';
import { LRUCache } from 'lru-cache';
import type { ExpiringShelf } from '../../src/chat/expiring-shelf.ts';
import { parseChannelId } from '../../src/model/channel-id.ts';
import { messageOf } from '../../src/model/errors.ts';
import type { Clock, CommandService, Log, Place, Shelf } from '../../src/model/ports.ts';
import type { Api } from './api.ts';
import type { StoredActions } from './buttons.ts';
import { isRefusal } from './errors.ts';
import type { KeptForm } from './pages.ts';
import { placeId, spaceId } from './places.ts';

/** Servers that were just seen are not looked up again. Another process may hear that one is gone, so not for long. Milliseconds. */
const JUST_SEEN_MS = 60_000;
const MOST_SEEN = 10_000;
/** Unknown Guild, Missing Access. */
const GONE = [10004, 50001];

export function createLifecycle(context: {
  api: Api;
  service: CommandService;
  /** The servers that Paperboy is in. */
  shelf: Shelf<{ at: number }>;
  actions: StoredActions;
  forms: ExpiringShelf<KeptForm>;
  clock: Clock;
  log: Log;
}) {
  const { api, service, shelf, actions, forms, clock, log } = context;
  const known = new LRUCache<string, true>({
    max: MOST_SEEN,
    ttl: JUST_SEEN_MS,
    ttlResolution: 0,
    perf: { now: clock },
  });

  /** Paperboy is in these servers. */
  async function seen(guilds: readonly string[]): Promise<void> {
    for (const guild of guilds) {
      if (known.has(guild)) continue;
      if ((await shelf.get(guild)) === undefined) await shelf.set(guild, { at: clock() });
      known.set(guild, true);
    }
  }

  /** Paperboy was removed: all that was kept for the server is deleted. */
  async function left(guild: string): Promise<void> {
    await service.leaveSpace(spaceId(guild));
    await actions.deleteWhere((_, action) => action.guild === guild);
    await forms.deleteWhere((_, form) => form.guild === guild);
    await shelf.delete(guild);
    known.delete(guild);
    log.info('Paperboy was removed from a server; its data was deleted', { guild });
  }

  /** True only if Discord says so: in doubt the data stays. */
  async function isGone(guild: string): Promise<boolean> {
    try {
      await api.call('GET', Routes.guild(guild));
      return false;
    } catch (error) {
      if (isRefusal(error, ...GONE)) return true;
      const facts = { guild, reason: messageOf(error) };
      log.debug('could not check whether Paperboy is still in a server', facts);
      return false;
    }
  }

  return {
    seen,
    left,
    /** A channel or a thread was deleted. */
    closed: (guild: string, channel: string) => service.leave(placeId(guild, channel)),
    /** Looks for servers that Paperboy was removed from while it was not running. */
    async check(): Promise<void> {
      const kept = await Array.fromAsync(shelf.entries(), ([guild]) => guild);
      for (const guild of kept) if (await isGone(guild)) await left(guild);
    },
    /**
     * Remembers the server of a place that something is asked in, so that its data can be deleted when Paperboy leaves it, and
     * follows changes of its name. Discord lets bots into whole servers: a question says nothing about posting there.
     */
    async note(place: Place): Promise<void> {
      const guild = parseChannelId(place.id)?.space ?? '';
      // Each time: it may have failed before, or Paperboy may have been removed and added again.
      if (/^\d+$/.test(guild)) await seen([guild]);
      await service.rename(place);
    },
  };
}
