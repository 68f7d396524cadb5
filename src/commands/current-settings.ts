/** Shows a channel's settings, and when its next post arrives or why there is none. */
import { type Channel, hasThumbnails, layoutOf } from '../channels/channel.ts';
import { orderOf } from '../channels/order.ts';
import { printSchedule } from '../channels/schedule.ts';
import type { Block } from '../model/message.ts';
import type { Caller, Context } from './context.ts';
import { isSetUp, type NextPostNeeds, nextPost } from './next-post.ts';
import { text } from './reply.ts';

/** The settings in one list, and a line about the next post. */
export async function currentSettings(caller: Caller, context: NextPostNeeds): Promise<Block[]> {
  const channel = context.channels.get(caller.channel.id) ?? caller.channel;
  const lines = [
    [isSetUp(channel, context) ? 'When: ' : 'When posts start: ', sayWhen(channel, context)],
    ['Papers per post: ', `up to ${channel.limit}, ${sayOrder(channel)}`],
    ['Layout: ', sayLayout(channel)],
    ['On quiet days: ', channel.quietLine ? 'one line saying why' : 'nothing is posted'],
  ] as const;
  return [
    { kind: 'list', lines: lines.map(([name, value]) => [{ text: name }, { text: value, style: 'strong' }]) },
    text(await nextPost(caller, context), 'quiet'),
  ];
}

function sayOrder(channel: Channel): string {
  const order = orderOf(channel);
  return order === 'trending' ? 'those that are trending' : `sorted by ${order}`;
}

/** `cards with pictures`, `compact, one line for each paper` or `titles only`. */
export function sayLayout(channel: Channel): string {
  const layout = layoutOf(channel);
  if (layout === 'compact') return 'compact, one line for each paper';
  if (layout === 'titles') return 'titles only';
  return hasThumbnails(channel) ? 'cards with pictures' : 'cards without pictures';
}

/** Schedule and zone: `every weekday at 09:00, Europe/Berlin`. */
export function sayWhen(channel: Channel, { delivery }: Pick<Context, 'delivery'>): string {
  return `${printSchedule(delivery.schedule(channel))}, ${delivery.zone(channel)}`;
}
