/** The edits that tests of channels make most, in short. */
import type { Channel, NewChannel, Subscription } from '../../src/channels/channel.ts';
import { newChannel } from '../../src/channels/channel.ts';
import type { Channels } from '../../src/channels/channels.ts';

/** Makes the channel when it is new, and keeps its name up to date. */
export async function joinChannel(channels: Channels, fresh: NewChannel): Promise<Channel> {
  return (await channels.change(fresh.id, () => ({}), fresh))?.channel ?? newChannel(fresh);
}

/** False when the channel is unknown, or already follows a query of this meaning. */
export async function subscribe(channels: Channels, topic: Subscription): Promise<boolean> {
  return (await channels.change(topic.channel, () => ({ add: [topic] })))?.added.length === 1;
}

export async function unsubscribe(channels: Channels, topic: Subscription): Promise<void> {
  await channels.change(topic.channel, () => ({ remove: [topic] }));
}
