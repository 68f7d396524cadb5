/** `order`: sets which papers come first. */
import type { Order } from '../channels/channel.ts';
import { setting } from './setting.ts';

export const order = setting<Order>({
  name: 'order',
  usage: 'order votes|relevance|date',
  does: 'set which papers come first',
  details: '`relevance` ranks papers the way a search for the topics would.',
  sets: 'order',
  argument: { name: 'by', does: 'Sort by' },
  said: (by, when) => `Papers are ${when} sorted by ${by}.`,
});
