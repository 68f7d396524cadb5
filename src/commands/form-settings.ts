/** The settings of a channel as a form shows them, and what of a form that was open for a while is outdated. */
import { type Channel, hasThumbnails, isAnnounced, layoutOf } from '../channels/channel.ts';
import { orderOf } from '../channels/order.ts';
import { pauseAt } from '../channels/pause.ts';
import { settingsBefore, settingsIn } from '../channels/recorded-change.ts';
import { typeDays, typeSchedule } from '../channels/schedule.ts';
import type { ChannelForm, FilledForm } from '../model/channel-form.ts';
import type { Caller, Context } from './context.ts';

type Settings = Omit<ChannelForm, 'topics' | 'readAt'>;

/** @param at the moment at which a pause counts */
export function settingsOf(channel: Channel, at: number, { delivery }: Pick<Context, 'delivery'>): Settings {
  const schedule = delivery.schedule(channel);
  return {
    schedule: typeSchedule(schedule),
    days: typeDays(schedule),
    time: schedule.time,
    zone: delivery.zone(channel),
    limit: channel.limit,
    order: orderOf(channel),
    quiet: channel.quietLine,
    layout: layoutOf(channel),
    thumbnails: hasThumbnails(channel),
    announce: isAnnounced(channel),
    paused: pauseAt(channel, at) !== undefined,
  };
}

/**
 * The form without the settings that were left in it as it showed them, where any was changed elsewhere since: a form that was
 * open for a while takes nothing back.
 */
export async function withoutOutdated(
  form: FilledForm,
  { channel }: Pick<Caller, 'channel'>,
  context: Pick<Context, 'channels' | 'delivery'>,
): Promise<FilledForm> {
  const { readAt } = form;
  if (readAt === undefined) return form;
  const since = await context.channels.changesSince(channel.id, readAt);
  if (!since.some((change) => settingsIn(change).length > 0)) return form;
  const was = settingsBefore(since, context.channels.get(channel.id) ?? channel);
  const shown: Record<string, unknown> = settingsOf(was, readAt, context);
  const isLeft = ([name, value]: [string, unknown]) => name in shown && isSame(value, shown[name]);
  return Object.fromEntries(Object.entries(form).filter((field) => !isLeft(field)));
}

/** The days in any order, and numbers as they were typed. */
function isSame(filled: unknown, shown: unknown): boolean {
  const plain = (value: unknown) => (Array.isArray(value) ? value.toSorted().join() : String(value));
  return plain(filled) === plain(shown);
}
