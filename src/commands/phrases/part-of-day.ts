/** What people type for a part of the day, such as `in the evening`: times of it are offered. */
import { offering, type Phrase } from '../command.ts';
import { isSchedule } from '../schedule/parse.ts';
import { firstOf, says } from './match.ts';

/** Times that are offered for the part of a day, or for a complaint: `too early`. */
const PARTS_OF_DAY: Readonly<Record<string, readonly string[]>> = {
  morning: ['7:00', '8:00', '9:00'],
  earlier: ['6:00', '7:00', '8:00'],
  sooner: ['6:00', '7:00', '8:00'],
  noon: ['12:00', '13:00'],
  lunch: ['12:00', '13:00'],
  lunchtime: ['12:00', '13:00'],
  afternoon: ['14:00', '16:00'],
  early: ['11:00', '14:00', '17:00'],
  late: ['6:00', '7:00', '8:00'],
  later: ['11:00', '14:00', '17:00'],
  evening: ['18:00', '19:00', '20:00'],
  night: ['21:00', '22:00'],
};
const PART = '(morning|noon|lunch|lunchtime|afternoon|evening|night)s?';
const DAY = '(?:mon|tues|wednes|thurs|fri|satur|sun)days?';
/** What arrives, in a sentence about when. */
const POSTS = '(?:it|this|that|them|these|the|posts?|digests?|papers?)';

export const PART_OF_DAY_PHRASES: readonly Phrase[] = [
  {
    says: says(
      `(?:move|shift|change|switch|put|make|post|send|deliver)(?: (?:it|this|them|the|posts?|digests?|time|papers))* (?:to |in |into |at )?(?:the |every )?${PART}`,
      `${POSTS}(?: ${POSTS})* (?:in the|at|during the|every|after|around|by) ${PART}`,
      `(?:(?:i|we)(?:'d| would)? (?:rather|prefer|like|want)(?: to)?(?: (?:have|get|see|receive|read))?|prefer(?:ably)?|rather)(?: ${POSTS})* (?:(?:in the|at|during the|the) )?${PART}`,
      `${PART} (?:is|are|would be|works?|suits?)(?: (?:much|a lot|better|best|fine|ok|good|great|me|us|for|nicer|preferred))+`,
      '(?:(?:post|send|move|make|deliver|have)(?: (?:it|this|them|the|posts?|digests?|papers))*|(?:can |could |should )?(?:it|they|posts?|digests?)(?: (?:come|arrive|be sent|be posted))?) (?:(?:a bit|a little|much|an hour) )?(earlier|later|sooner)(?: in the day)?',
      `(?:(?:${POSTS} (?:is|are|comes?|arrives?) )?(?:way |much |a bit )?)too (early|late)`,
    ),
    means: (...found) => offeringTimes(firstOf(found)),
  },
  {
    says: says(
      `(?:at )?(\\d{1,2})(?:[:.](\\d\\d))?(?: ?o'clock)? (?:in the|at) (morning|afternoon|evening|night)s?`,
    ),
    means: (hour, minute, part) => {
      const time = `${hour}:${minute || '00'}${halfOf(part, Number(hour))}`;
      return isSchedule(time) ? offering('Should posts arrive then?', `schedule ${time}`) : undefined;
    },
  },
  {
    says: says(
      `(?:move|shift|change|switch|put|post|send|deliver)(?: (?:it|this|them|the|posts?|digests?|time|papers|only|to|on))* (${DAY}) ${PART}`,
    ),
    means: (day, part) => {
      const times = PARTS_OF_DAY[part.toLowerCase()] ?? [];
      return offering('When should posts arrive?', ...times.map((time) => `schedule weekly ${day} ${time}`));
    },
  },
  {
    // By itself it may be a word of papers.
    says: says(`((?:(?:in the|at|after) )?${PART})`),
    means: (words, part) => offeringTimes(part, `search ${words}`),
  },
];

/** `12 at night` is midnight, and `3 at night` after it. */
function halfOf(part: string, hour: number): 'am' | 'pm' {
  const isEarly = /^night/i.test(part) && (hour < 6 || hour === 12);
  return isEarly || /^morning/i.test(part) ? 'am' : 'pm';
}

function offeringTimes(part: string, ...others: readonly string[]) {
  const times = PARTS_OF_DAY[part.toLowerCase()] ?? [];
  return offering('When should posts arrive?', ...times.map((time) => `schedule ${time}`), ...others);
}
