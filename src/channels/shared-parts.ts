/** Keeps one copy of what thousands of channels have alike, as each record is read into values of its own. */
import type { Channel } from './channel.ts';

/** Values that are remembered; schedules and zones are some hundred even where there are many channels. */
const MOST_KNOWN = 5_000;
const OK: Channel['state'] = { kind: 'ok' };

/** Returns a function that replaces the schedule, zone and state of a channel that was just read with equal ones of others. */
export function createSharedParts(): (channel: Channel) => void {
  const schedules = new Map<string, NonNullable<Channel['schedule']>>();
  const zones = new Map<string, string>();
  const shared = <T>(known: Map<string, T>, key: string, value: T): T => {
    const first = known.get(key);
    if (first !== undefined) return first;
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(key, value);
    return value;
  };
  return (channel) => {
    const { schedule, zone, state } = channel;
    if (schedule !== undefined) channel.schedule = shared(schedules, JSON.stringify(schedule), schedule);
    if (zone !== undefined) channel.zone = shared(zones, zone, zone);
    if (state.kind === 'ok') channel.state = OK;
  };
}
