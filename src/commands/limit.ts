/** `limit`: sets how many papers a post shows. */

import { POST_LIMIT } from '../model/channel-form.ts';
import { counted } from '../model/counted.ts';
import { offering } from './command.ts';
import { readNumber } from './numbers.ts';
import { firstOf, says } from './phrases/match.ts';
import { setting } from './setting.ts';

const COUNT = '(?:\\d{1,3}|[a-z]+(?:-[a-z]+)?)';
const ONLY =
  '(?:(?:(?:i|we) |(?:show|send|post|give|list|want|need)(?: me| us)? )*(?:only|just|max(?:imum)?|at most|up to|no more than|not more than|limit(?: it| posts?| papers?)?(?: to)?)(?: (?:want|need|show|send|post))?)';
const EACH = '(?: (?:per|a|each|every|in each|in a|in every) (?:post|day|digest|message|time))?';

/** The number that is written, if a post may show so many. */
function countOf(count: string): number | undefined {
  const most = readNumber(count);
  return most !== undefined && most >= POST_LIMIT.min && most <= POST_LIMIT.max ? most : undefined;
}

export const limit = setting<number>({
  name: 'limit',
  usage: `limit <${POST_LIMIT.min} to ${POST_LIMIT.max}>`,
  does: 'set how many papers a post shows',
  details: 'A button shows the rest.',
  example: 'limit 5',
  sets: 'limit',
  argument: { name: 'papers', does: 'How many papers at most' },
  phrases: [
    {
      // "5 papers" alone may also ask for five papers now.
      says: says(
        `(?:(?:show|give|send|get|list|(?:i|we) (?:want|need))(?: me| us)? )?(${COUNT}) papers?`,
        '(?:show|give|send|get)(?: me| us)? (\\d{1,2})',
      ),
      means: (papers, number) => {
        const most = countOf(papers || number);
        return most === undefined
          ? undefined
          : offering('Show that many now, or in each post?', `top ${most}`, `limit ${most}`);
      },
    },
    {
      says: says(
        `${ONLY} (?:(?:only|just|at most|up to|max(?:imum)?) )?(${COUNT})(?: (?:papers?|results?|posts?|ones?))?${EACH}`,
        `(${COUNT}) (?:papers? )?(?:only|max(?:imum)?|at most)${EACH}`,
        `(?:(?:show|give|send|post|list|(?:i|we) (?:want|need))(?: me| us)? )?(${COUNT}) papers?(?: (?:per|a|each|every|in each|in a|in every) (?:post|day|digest|message|time))+`,
        `(?:(?:show|send|post) )?(${COUNT}) (?:per|in each|in every|for each) (?:post|digest|message)`,
        `(?:number of papers|papers per post|post size|max(?:imum)? papers|page size)(?: to| =|:)? (${COUNT})`,
      ),
      means: (...counts) => {
        const most = countOf(firstOf(counts));
        return most === undefined ? undefined : `limit ${most}`;
      },
    },
    {
      says: says(
        '(?:unlimited|no limit|without (?:a )?limit|as many as possible|max(?:imum)?)(?: (?:papers|posts?|on papers))?(?: (?:per|in each|in a) post)?',
      ),
      means: offering('A post shows up to 50 papers, and a button shows the rest.', 'limit 50', 'limit 20'),
    },
    {
      says: says(
        '(?:show|give|send|post)(?: me| us)? (?:fewer|less)(?: papers?| posts?)?',
        '(?:fewer|less|not so many|more|too many)(?: papers?| posts?)(?: (?:per|a|in each|each) (?:post|day))?',
        "(?:why )?(?:(?:(?:we|i)(?:'re| are| am)? (?:get|getting|see|seeing|have|receive)|there are|that's|it's|it is|these are) )?(?:(?:way|far|much|still|just) )*(?:so|too) (?:many|much)(?: papers?| posts?)?",
        "(?:this|it|that|paperboy|the bot|this (?:bot|channel))(?:'s| is|'re| has become)? (?:(?:way|far|much|still|just) )*(?:too|so) (?:noisy|spammy|chatty|busy)",
        '(?:shorter|smaller|longer|bigger) (?:posts?|digests?)',
      ),
      means: offering('How many papers should a post show?', 'limit 3', 'limit 5', 'limit 10', 'limit 20'),
    },
  ],
  said: (most, when) =>
    `Posts ${when} show up to ${counted(most, 'paper')}${when === 'now' ? '; a button shows the rest' : ''}.`,
});
