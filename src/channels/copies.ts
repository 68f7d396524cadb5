/** Works out what holds for a channel that gets the posts of another one: that one's settings, and its own place and state. */
import type { ChannelId } from '../model/channel-id.ts';
import type { Channel } from './channel.ts';

/**
 * The channel as it counts: with the settings of the one that it copies, from its own start on, and at its own time where it has
 * one. A copy of a channel that is gone follows nothing, and one of a channel whose settings are damaged waits until they are set
 * again.
 */
export function withCopied(channel: Channel, of: (id: ChannelId) => Channel | undefined): Channel {
  if (channel.copies === undefined) return channel;
  const { id, name, joinedAt, fromSeq, fromDay, copies, schedule, zone } = channel;
  const original = of(copies);
  if (original === undefined) return { ...channel, joined: false };
  const { state } = original.state.kind === 'damaged' ? original : channel;
  // That the original has a page for everyone says nothing of who reads the copy.
  const { fromDay: _, page: __, ...settings } = original;
  const own = { id, name, joinedAt, fromSeq, copies, state, ...(fromDay === undefined ? {} : { fromDay }) };
  const time = { ...(schedule === undefined ? {} : { schedule }), ...(zone === undefined ? {} : { zone }) };
  return { ...settings, ...own, ...time, since: Math.max(original.since, channel.since) };
}

/** The channel whose topics count in a channel: its own, or the one that it copies. */
export function topicsOwner({ id, copies }: Pick<Channel, 'id' | 'copies'>): ChannelId {
  return copies ?? id;
}
