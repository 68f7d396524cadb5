/** Days, moments and silences in, the words that people read out. */
import { Temporal } from 'temporal-polyfill';
import type { Day } from '../model/paper.ts';
import type { Silence } from './delivery.ts';

/** Made once: making one takes as long as a whole post. Days have no zone, so any will do that is used for both. */
const LONG = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' });
const SHORT = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  timeZone: 'UTC',
});

/** Moments that a date can hold. Milliseconds since 1970. */
const MOST_MS = 8.64e15 - 86_400_000;

/** `Friday 12 December 2025`; what is no day is said as it is. */
export function sayDay(day: Day): string {
  const at = Date.parse(day);
  return Number.isNaN(at) ? day : LONG.format(at).replace(',', '');
}

/** `Friday 12 December 09:00 Europe/Berlin`. */
export function sayMoment(at: number, zone: string): string {
  // Stored moments can be damaged; what is said about a channel must not fail for it.
  if (!(Math.abs(at) <= MOST_MS)) return 'an unknown time';
  const moment = Temporal.Instant.fromEpochMilliseconds(Math.trunc(at)).toZonedDateTimeISO(zone);
  const day = SHORT.format(Date.parse(moment.toPlainDate().toString()));
  return `${day.replace(',', '')} ${moment.toPlainTime().toString({ smallestUnit: 'minute' })} ${zone}`;
}

/** `2025-12-12`, in UTC. */
export function dateAt(at: number): string {
  return Math.abs(at) <= MOST_MS ? new Date(at).toISOString().slice(0, 10) : 'an unknown day';
}

/** Why nothing came, as the end of a sentence that begins "Nothing today:". */
export function saySilence(silence: Silence, zone: string): string {
  switch (silence.why) {
    case 'no-batch': {
      if (silence.newest === undefined) return 'no digest has come yet.';
      const since = silence.posted ? ' since the last post' : '';
      return `no new digest has come${since}. The newest digest is of ${sayDay(silence.newest)}.`;
    }
    case 'stale':
      return `${silence.source} has given nothing new since ${sayMoment(silence.since, zone)}.`;
    case 'no-match':
      return `none of the ${papers(silence.of)} that came in match the topics followed here.`;
    case 'all-posted':
      return `all ${papers(silence.of)} that match were already posted here.`;
    case 'paused':
      return `${silence.by} paused posts on ${sayMoment(silence.at, zone)}. \`/papers resume\` starts them again.`;
    case 'no-access':
      return `posting here isn’t possible: ${silence.reason}`;
    case 'damaged':
      return sayDamage(silence.reason);
    case 'merged':
      return 'it could not be sent in time; its papers come with the next post.';
  }
}

/** What a person can do about stored settings that cannot be used. */
export function sayDamage(why: string): string {
  return `${endSentence(why)} No posts until it is set again: \`/papers schedule daily 9:00\`, or \`/papers resume\` to keep what \`/papers schedule\` shows.`;
}

/** With a full stop, whatever it ended with. */
export function endSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function papers(count: number): string {
  return count === 1 ? '1 paper' : `${count} papers`;
}
