/** Reads a channel's record as it is stored, with defaults for what cannot be read. */
import { type ChannelId, parseChannelId } from '../model/channel-id.ts';
import { counted } from '../model/counted.ts';
import { messageOf } from '../model/errors.ts';
import { Channel, newChannel } from './channel.ts';

/** The start of a channel whose stored start cannot be read: it gets nothing from the past. */
export interface StartingPoint {
  /** Milliseconds since 1970. */
  now: number;
  fromSeq: number;
  fromDay?: string;
}

/** The channel, whole; in the state `damaged`, with the reason, when a part of its record could not be read. */
export function readStored(id: ChannelId, record: string, start: StartingPoint): Channel {
  let value: unknown;
  try {
    value = JSON.parse(record);
  } catch (error) {
    return damaged(id, {}, `The stored settings aren't JSON: ${messageOf(error)}.`, start);
  }
  const fields = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const whole = Channel.safeParse({ ...fields, id });
  if (whole.success) return whole.data;
  const bad = new Set(whole.error.issues.map(({ path }) => String(path[0])));
  const good = Object.fromEntries(Object.entries(fields).filter(([name]) => !bad.has(name)));
  return damaged(id, good, sayUnread([...bad].sort(), fields), start);
}

/** Settings as the settings form names them. Two fields may be one setting there. */
const LABELS: Record<string, string> = {
  schedule: 'Schedule',
  zone: 'Time zone',
  limit: 'Papers per post',
  order: 'Sort by',
  trending: 'Sort by',
  byTaste: 'Sort by',
  layout: 'Layout',
  abstracts: 'Layout',
  thumbnails: 'Show pictures of papers',
  quietLine: 'Post one line on days without papers',
  announce: 'Announce changes in the channel',
  paused: 'Pause posts',
  // Settings that the form doesn't have, as their commands name them.
  tasteMin: 'the least taste',
  ours: 'teammates',
  page: 'the page of posts',
};

const list = new Intl.ListFormat('en');

/** `2 stored settings can't be read: Layout ("x") and Sort by (5).` What people don't set is Paperboy's own. */
function sayUnread(broken: readonly string[], fields: Record<string, unknown>): string {
  const byLabel = Map.groupBy(
    broken.filter((name) => name in LABELS),
    (name) => LABELS[name] as string,
  );
  const settings = [...byLabel].map(([label, names]) => {
    const values = names.flatMap((name) => shown(fields[name]));
    return values.length === 0 ? label : `${label} (${values.join(', ')})`;
  });
  const isOwn = broken.some((name) => !(name in LABELS));
  const own = "Paperboy's own notes about this channel can't be read";
  if (settings.length === 0) return `${own}.`;
  const first = `${counted(settings.length, 'stored setting')} can't be read: ${list.format(settings)}.`;
  return isOwn ? `${first} ${own} either.` : first;
}

/** A value as it is stored, where it is a short one. */
function shown(value: unknown): string[] {
  const text = typeof value === 'string' || typeof value === 'number' ? JSON.stringify(value) : '';
  return text === '' || text.length > 40 ? [] : [text];
}

function damaged(id: ChannelId, good: Record<string, unknown>, why: string, start: StartingPoint): Channel {
  const { now, ...from } = start;
  const name = parseChannelId(id)?.channel ?? id;
  // It is posted to only after someone has set it again, so without topics it may get the whole digest as before.
  const base = newChannel({ id, name, joinedAt: now, ...from, joined: true });
  const state = { kind: 'damaged', why };
  return Channel.parse({ ...base, ...good, id, state });
}
