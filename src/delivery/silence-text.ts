/** Says why nothing was posted, and what is wrong with a channel, in sentences for people. */
import { counted } from '../model/counted.ts';
import { sayDay, sayMoment } from '../model/day-format.ts';
import type { Silence } from './delivery.ts';

/** Why nothing came, as the end of a sentence that begins "Nothing today:". */
export function saySilence(silence: Silence, zone: string): string {
  switch (silence.why) {
    case 'no-batch': {
      if (silence.newest === undefined) return 'no digest has arrived yet.';
      const since = silence.posted ? ' since the last post' : '';
      return `no new digest has arrived${since}. The newest one is for ${sayDay(silence.newest)}.`;
    }
    case 'stale':
      return `${silence.source} has had nothing new since ${sayMoment(silence.since, zone)}.`;
    case 'no-match':
      return `none of the ${counted(silence.of, 'paper')} that arrived match the topics followed here.`;
    case 'all-posted':
      return silence.of === 1
        ? 'the only paper that matches was already posted here.'
        : `all ${counted(silence.of, 'paper')} that match were already posted here.`;
    case 'below-taste':
      return `${silence.of === 1 ? "the only new paper doesn't suit" : `none of the ${silence.of} new papers suit`} what this channel likes better than ${silence.min}% of all papers do. \`/papers taste min off\` posts them.`;
    case 'paused': {
      const paused = `${silence.by} paused posts on ${sayMoment(silence.at, zone)}`;
      return silence.until === undefined
        ? `${paused}. \`/papers resume\` starts them again.`
        : `${paused}, until ${sayMoment(silence.until, zone)}. \`/papers resume\` starts them earlier.`;
    }
    case 'no-access':
      return `posting here isn't possible: ${silence.reason}`;
    case 'damaged':
      return sayDamage(silence.reason);
    case 'merged':
      return "it couldn't be sent in time. Its papers will be in the next post.";
    case 'restored':
      return `the store was restored from a backup of ${sayMoment(silence.copied, zone)}. What may have been posted since then counts as posted, so that nothing comes twice.`;
  }
}

/** What a person can do about stored settings that cannot be used. */
export function sayDamage(why: string): string {
  return `${endSentence(why)} Posts are stopped. ${MEND_SETTINGS}`;
}

/** How posts of a channel whose stored settings cannot be used are started again. */
export const MEND_SETTINGS =
  'To start them again, set a schedule with `/papers schedule daily 9:00`, or run `/papers resume` to keep the settings that `/papers schedule` shows.';

/** With a full stop, whatever it ended with. */
export function endSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
