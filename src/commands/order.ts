/** `order`: sets which papers come first. */
import { ChosenOrder, orderFields, orderOf } from '../channels/order.ts';
import { offering } from './command.ts';
import { firstOf, says } from './phrases/match.ts';
import { setting } from './setting.ts';

const ORDERS: readonly (readonly [RegExp, ChosenOrder])[] = [
  [/^(?:(?:up)?votes?|popularity|(?:most )?(?:popular|voted|upvoted|votes)|likes|score|best|top)$/i, 'votes'],
  [/^(?:date|day|time|recency|age|new|newest|latest|recent|most recent)$/i, 'date'],
  [/^(?:trending|trend|growth|hot|hottest|momentum)$/i, 'trending'],
  [/^(?:(?:our |my )?(?:taste|preferences?)|what (?:we|i) like)$/i, 'taste'],
  [/^(?:relevance|relevant|most relevant|match|best match|importance)$/i, 'relevance'],
];

export const order = setting<ChosenOrder>({
  name: 'order',
  usage: 'order votes|relevance|date|trending|taste',
  does: 'set which papers come first',
  details:
    '`relevance` ranks papers the way a search for the topics would. With `trending`, posts hold the papers that gained the most votes since the last post, also older ones that were not posted yet. `taste` puts first what suits the papers that people here marked as relevant: see `/papers taste`.',
  phrases: [
    {
      // A search could be meant to be sorted so.
      says: says(
        '(?:sort|rank|arrange|order)(?:ed)?(?: (?:it|them|papers|posts|results|everything))? ?(?:by )?(?:most )?(.+)',
        '(.+) first',
        'by (.+)',
      ),
      means: (...found) => {
        const by = ORDERS.find(([words]) => words.test(firstOf(found)))?.[1];
        return by && offering('Sort posts this way?', `order ${by}`);
      },
    },
  ],
  sets: { value: ChosenOrder, of: orderOf, fields: orderFields },
  argument: { name: 'by', does: 'Sort by' },
  said: (by, when) =>
    by === 'trending'
      ? `Posts ${when} hold the papers that gained the most votes.`
      : `Papers are ${when} sorted by ${by}.`,
});
