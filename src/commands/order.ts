/** `order`: sets which papers come first. */
import type { Order } from '../channels/channel.ts';
import { offering } from './command.ts';
import { says } from './phrases/match.ts';
import { setting } from './setting.ts';

const ORDERS: readonly (readonly [RegExp, Order])[] = [
  [/^(?:(?:up)?votes?|popularity|(?:most )?(?:popular|voted|upvoted|votes)|likes|score|best|top)$/i, 'votes'],
  [/^(?:date|day|time|recency|age|new|newest|latest|recent|most recent)$/i, 'date'],
  [/^(?:relevance|relevant|most relevant|match|best match|importance)$/i, 'relevance'],
];

export const order = setting<Order>({
  name: 'order',
  usage: 'order votes|relevance|date',
  does: 'set which papers come first',
  details: '`relevance` ranks papers the way a search for the topics would.',
  phrases: [
    {
      // A search could be meant to be sorted so.
      says: says(
        '(?:sort|rank|arrange|order)(?:ed)?(?: (?:it|them|papers|posts|results|everything))? ?(?:by )?(?:most )?(.+)',
        '(.+) first',
        'by (.+)',
      ),
      means: (...found) => {
        const by = ORDERS.find(([words]) => words.test(found.find((one) => one !== '') ?? ''))?.[1];
        return by && offering('Sort posts this way?', `order ${by}`);
      },
    },
  ],
  sets: 'order',
  argument: { name: 'by', does: 'Sort by' },
  said: (by, when) => `Papers are ${when} sorted by ${by}.`,
});
