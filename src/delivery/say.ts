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

/** `Friday 12 December 2025`. */
export function sayDay(day: Day): string {
  return LONG.format(Date.parse(day)).replace(',', '');
}

/** `Friday 12 December 09:00 Europe/Berlin`. */
export function sayMoment(at: number, zone: string): string {
  const moment = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const day = SHORT.format(Date.parse(moment.toPlainDate().toString()));
  return `${day.replace(',', '')} ${moment.toPlainTime().toString({ smallestUnit: 'minute' })} ${zone}`;
}

/** Why nothing came, as the end of a sentence that begins "Nothing today:". */
export function saySilence(silence: Silence, zone: string): string {
  switch (silence.why) {
    case 'no-batch': {
      const newest =
        silence.newest === undefined ? '' : ` The newest digest is of ${sayDay(silence.newest)}.`;
      return `no new digest has come since the last post.${newest}`;
    }
    case 'stale':
      return `${silence.source} has given nothing new since ${sayMoment(silence.since, zone)}.`;
    case 'no-match':
      return `nothing matched this channel's topics among ${papers(silence.of)} that came.`;
    case 'all-posted':
      return `all ${papers(silence.of)} that matched were posted here before.`;
    case 'paused':
      return `${silence.by} paused this channel on ${sayMoment(silence.at, zone)}. \`/papers resume\` goes on.`;
    case 'no-access':
      return `this channel cannot be posted to: ${silence.reason}`;
    case 'merged':
      return 'it could not be sent in time; its papers come with the next post.';
  }
}

function papers(count: number): string {
  return count === 1 ? '1 paper' : `${count} papers`;
}
