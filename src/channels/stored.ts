/** Reads a channel's record as it is stored, with defaults for what cannot be read. */
import { type ChannelId, parseChannelId } from '../model/channel-id.ts';
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
    return damaged(id, {}, `its settings are not JSON (${messageOf(error)})`, start);
  }
  const fields = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const whole = Channel.safeParse({ ...fields, id });
  if (whole.success) return whole.data;
  const bad = new Set(whole.error.issues.map(({ path }) => String(path[0])));
  const good = Object.fromEntries(Object.entries(fields).filter(([name]) => !bad.has(name)));
  const broken = [...bad].sort();
  const names = broken.map((name) => SAID[name] ?? name);
  const values = broken.flatMap((name) => shown(fields[name]));
  const what = values.length === 0 ? '' : ` (${values.join(', ')})`;
  return damaged(id, good, `its ${names.join(', ')} could not be read${what}`, start);
}

/** What people call the fields whose names are not words. */
const SAID: Record<string, string> = {
  joinedAt: 'date of joining',
  since: 'date of the last change',
  joined: 'membership',
  fromSeq: 'first paper',
  fromDay: 'first day',
  quietLine: 'line on quiet days',
  abstracts: 'setting for abstracts',
  trending: 'setting for trending papers',
  byTaste: 'setting for taste',
  tasteMin: 'least taste of papers',
  thumbnails: 'setting for pictures',
  ours: 'list of teammates',
  announce: 'setting for announcements',
  page: 'setting for a page',
  paused: 'pause',
};

/** A value as it is stored, where it is a short one. */
function shown(value: unknown): string[] {
  const text = typeof value === 'string' || typeof value === 'number' ? JSON.stringify(value) : '';
  return text === '' || text.length > 40 ? [] : [text];
}

function damaged(id: ChannelId, good: Record<string, unknown>, what: string, start: StartingPoint): Channel {
  const { now, ...from } = start;
  const name = parseChannelId(id)?.channel ?? id;
  // It is posted to only after someone has set it again, so without topics it may get the whole digest as before.
  const base = newChannel({ id, name, joinedAt: now, ...from, joined: true });
  const state = { kind: 'damaged', why: `The stored settings are damaged: ${what}.` };
  return Channel.parse({ ...base, ...good, id, state });
}
