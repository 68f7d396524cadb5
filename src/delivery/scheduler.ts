/** Computes which slot is due in each channel at a moment, the slots missed during downtime, and the next slot. */

import { setImmediate as breathe } from 'node:timers/promises';
import { type Channel, scheduleOf, zoneOf } from '../channels/channel.ts';
import { pauseAt } from '../channels/pause.ts';
import type { Day } from '../model/paper.ts';
import type { DeliveryContext } from './context.ts';
import { createSlotMemory, type Slot, slotAfter } from './slots.ts';

export interface Owed {
  channel: Channel;
  slot: Slot;
  /** Earlier slots that have no delivery, latest first. Each gets a record, so that every day has its reason. */
  missed: Slot[];
}

type Needs = Pick<DeliveryContext, 'channels' | 'ledger' | 'health' | 'defaults'>;

/** Missed slots of a channel that are recorded after a long downtime. */
const MOST_MISSED = 31;
/** Channels worked on at a time, in some milliseconds; in between, other work of the process runs. */
const PAGE = 1_000;

/** A change that is further ahead was written before the clock was set back: it holds nothing up. Milliseconds. */
const DAY_MS = 24 * 3_600_000;
/** Two zones can name the same moment's day so differently: 26 hours lie between the outermost. */
const ZONE_DAYS = 2;
const STEP = 'work out when its post is due';
const ofChannel = ({ channel }: Owed) => channel.id;

export type Scheduler = ReturnType<typeof createScheduler>;

export function createScheduler(context: Needs) {
  const { channels, ledger, health } = context;
  const schedule = (channel: Channel) => scheduleOf(channel, context.defaults);
  const zone = (channel: Channel) => zoneOf(channel, context.defaults);
  const slots = createSlotMemory();
  const slotAt = (channel: Channel, now: number) => slots.lastAt(schedule(channel), zone(channel), now);

  /**
   * Those of one day that have no delivery, neither of that day nor, as after a change of zone here or in the settings, one
   * that leaves no room for them.
   */
  const openOn = async (day: Day, some: readonly Owed[], now: number): Promise<Owed[]> => {
    const taken = await ledger.taken(some.map(ofChannel), day);
    const open = some.filter(({ channel }) => !taken.has(channel.id));
    if (open.length === 0) return [];
    const from = new Date(Date.parse(day) - ZONE_DAYS * DAY_MS).toISOString().slice(0, 10);
    const last = await ledger.lastSlots(open.map(ofChannel), from, now);
    return open.filter(({ channel, slot }) => {
      const at = last.get(channel.id);
      return at === undefined || !slots.isTakenBy(at, slot, schedule(channel), zone(channel));
    });
  };
  const isSince = ({ channel, slot }: Owed, now: number) =>
    slot.at > channel.since || channel.since > now + DAY_MS;

  /** Slots since the channel joined or changed its schedule that have no delivery yet. */
  const untaken = async (list: readonly Owed[], now: number): Promise<Owed[]> => {
    const found: Owed[] = [];
    const since = list.filter((one) => isSince(one, now));
    for (const [day, sameDay] of Map.groupBy(since, ({ slot }) => slot.day)) {
      const open = await health.runBatch(sameDay, STEP, ofChannel, (some) => openOn(day, some, now));
      found.push(...open.flat());
      await breathe();
    }
    return found;
  };

  const addMissed = async (owed: readonly Owed[], now: number): Promise<void> => {
    const byChannel = new Map(owed.map((one) => [one.channel.id, one]));
    const priorTo = ({ channel, slot }: Owed): Owed => {
      return { channel, slot: slots.before(schedule(channel), zone(channel), slot), missed: [] };
    };
    const before = (owed: Owed) => health.run(owed.channel.id, STEP, () => priorTo(owed)) ?? [];
    let later = owed;
    for (let step = 0; step < MOST_MISSED && later.length > 0; step++) {
      later = await untaken(later.flatMap(before), now);
      for (const { channel, slot } of later) byChannel.get(channel.id)?.missed.push(slot);
    }
  };

  const owedIn = async (page: readonly Owed[], now: number): Promise<Owed[]> => {
    const owed = await untaken(page, now);
    await addMissed(owed, now);
    return owed;
  };

  const isWanted = (channel: Channel) => channel.joined || channels.topics(channel.id).length > 0;

  return {
    /** What is due at a moment, in every channel that waits for nothing: some channels at a time, in no order. */
    async *due(now: number): AsyncGenerator<Owed[]> {
      const open = await ledger.open();
      let page: Owed[] = [];
      let looked = 0;
      for (const channel of channels.all()) {
        // What a damaged channel wanted is not known: it waits for a person, and what came meanwhile is in its next post.
        const isOpen = isWanted(channel) && channel.state.kind !== 'damaged' && !open.has(channel.id);
        const slot = isOpen ? health.run(channel.id, STEP, () => slotAt(channel, now)) : undefined;
        if (slot) page.push({ channel, slot, missed: [] });
        if (++looked % PAGE !== 0) continue;
        yield await owedIn(page, now);
        page = [];
        await breathe();
      }
      yield await owedIn(page, now);
    },
    /**
     * A channel's next slot: the one that is due already, or else the first after `now` that has room for a post. Where a pause
     * ends by itself, it is the first one then.
     */
    async next(channel: Channel, now: number): Promise<Slot> {
      const until = pauseAt(channel, now)?.until;
      if (until !== undefined) return slotAfter(schedule(channel), zone(channel), until - 1);
      const hasRoom = async (slot: Slot) =>
        (await openOn(slot.day, [{ channel, slot, missed: [] }], now)).length > 0;
      const last = slotAt(channel, now);
      const isOwed = isWanted(channel) && isSince({ channel, slot: last, missed: [] }, now);
      if (isOwed && (await hasRoom(last))) return last;
      let slot = slotAfter(schedule(channel), zone(channel), now);
      while (!(await hasRoom(slot))) slot = slotAfter(schedule(channel), zone(channel), slot.at);
      return slot;
    },
  };
}
