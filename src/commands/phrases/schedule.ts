/** What people type when they mean `schedule`: times, days and rhythms in a sentence, and questions about when posts arrive. */
import { WEEKDAYS } from '../../channels/schedule.ts';
import { type Meaning, misused, offering, type Phrase } from '../command.ts';
import { isSchedule, parseSchedule } from '../schedule/parse.ts';
import { firstOf, says } from './match.ts';
import { PART_OF_DAY_PHRASES } from './part-of-day.ts';

const WHEN =
  '(?:time ?zone|time|tz|zone|schedule|(?:posting|post|delivery) (?:time|schedule)|posts?|digests?|delivery|zeitzone|zeit)';
const RHYTHM =
  '(?:daily|weekly|monthly|weekdays?|weekends?|(?:every|each|once a) \\w+(?: (?:and|,) \\w+)*|(?:mon|tues|wednes|thurs|fri|satur|sun)days)';
/** Words of a question about posts: with any other, it is the title of a paper. */
const ASKED =
  "(?:the|my|our|your|next|new|it|this|that|you|we|i|get|be|come|go|out|arrive|arriving|due|sent|posted|delivered|send|deliver|posts?|papers?|digests?|run|updates?|updated|schedule|channel|bot|paperboy|again|here|today|tomorrow|today's)";
const TIME = "\\d{1,2}(?:[:.]\\d\\d)?(?: ?(?:am|pm|uhr|o'clock|h))?";
/** A time of day by itself. */
const CLOCK = says(`(?:(?:at|um) )?${TIME}`);
const DAY = '(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:days?)?';
const DAYS = `${DAY}(?:(?:, ?(?:and )?| and | & |/)${DAY}){0,6}`;
const ZONE_OFFSET = /^(?:utc|gmt) ?[+\u2212-] ?\d{1,2}(?::?\d\d)?$/i;
const readable = (words: string) => (isSchedule(words) ? `schedule ${words}` : undefined);

export const SCHEDULE_PHRASES: readonly Phrase[] = [
  {
    says: says(
      `(?:(?:change|set|move|switch|update|make|use|edit) )?(?:(?:the|my|our) )?${WHEN}(?: (?:to|at|for|in|is|=|on))?:? (.+)`,
      '(?:post|send|deliver|get|give me|want)(?: (?:it|this|them|me|us|the|my|our|papers|posts|digest|here))* ((?:at|every|on|daily|weekly|each|um) .+)',
      '(?:this|it|posts?|papers|digest) ((?:at|every|daily|weekly) .+)',
      `(${RHYTHM} .+)`,
    ),
    means: (...found) => readable(firstOf(found)),
  },
  {
    says: says('(.+)'),
    means: (words) => {
      const isTime = CLOCK.test(words) && /[a-z:]/i.test(words);
      const isWhen = isTime || /^[a-z]+\/[a-z_/]+$/i.test(words) || ZONE_OFFSET.test(words);
      const when = `${isTime ? 'daily ' : ''}${words.replace(/^(?:at|um) /i, '')}`;
      return isWhen && readable(when) ? offering('Should posts arrive then?', `schedule ${when}`) : undefined;
    },
  },
  {
    says: says(
      `(?:at )?(${TIME}),? (?:on )?(weekdays|daily|weekends|weekly|every day|every weekday|each day)(?: only| please)?`,
    ),
    means: (time, rhythm) => readable(`${rhythm} ${time}`),
  },
  {
    says: says(
      '(?:post |posts )?(?:monthly|every month|once a month),? on (?:the )?(\\d{1,2})(?:st|nd|rd|th)?',
    ),
    means: (day) => offering('Should posts arrive then, at the time that is set?', `schedule monthly ${day}`),
  },
  {
    says: says(
      "(?:it(?:'s| is)|posts? (?:is|are|come|comes?)|you(?:'re| are))(?: (?:coming|arriving))? (?:(?:an?|one|two|\\d) hours? )(?:off|early|late|too early|too late|ahead|behind)",
    ),
    means: offering('The time zone set here may not be yours.', 'schedule', 'help schedule'),
  },
  {
    says: says(`((?:${DAY}(?:,| and| &|/| \\+)? ?){1,6}(?:at )?\\d.*)`),
    means: (words) => readable(words) && offering('Should posts arrive then?', `schedule ${words}`),
  },
  {
    says: says(
      '(?:(?:post|send) )?(?:(?:twice|two times|three times|\\d times|several times) (?:a|per) day|hourly|every (?:hour|\\d+ hours|few hours)|(?:post|send|deliver)(?: it| papers)? twice)',
    ),
    means: misused('schedule', 'Posts come once a day at most.', ['schedule', 'today']),
  },
  {
    says: says(
      `(?:(?:post|send|only|on) )?(?:(?:the|every|each) )?(?:first|second|third|fourth|last|1st|2nd|3rd) ${DAY} (?:of|in) (?:the|each|every|a) month`,
      `(?:(?:post|send|only) )?(?:every|each) (?:second|other|2nd|third|first) ${DAY}`,
      '(?:(?:post|send|only) )?(?:(?:every|each) (?:other|second|2nd|two|2|three|3|few) (?:days?|weeks?)|every fortnight|fortnightly|bi-?weekly|once a fortnight|twice a (?:week|month))',
    ),
    means: offering(
      'Posts can come daily, on chosen days of each week, or once a month.',
      'schedule mon thu',
      'schedule weekly mon',
      'schedule monthly 1',
    ),
  },
  {
    says: says(
      "(?:stop posting|don't (?:post|send)|do not (?:post|send)|no (?:more )?posts?|never post|skip|not)(?: anything)? (?:on )?(mon|tues|wednes|thurs|fri|satur|sun)days?",
    ),
    means: (day) =>
      offering(
        'Which days should posts arrive on?',
        `schedule ${otherDays(day).join(' ')}`,
        'schedule weekdays',
      ),
  },
  {
    says: says(
      `(?:(?:at )?(${TIME}) )?(?:(?:every|each|on|all) )?(?:the )?(weekdays?|days?|daily|everyday)(?: at (${TIME}))? (?:except|but not|but|without)(?: on)? (${DAYS})(?: at (${TIME}))?`,
    ),
    means(before, which, between, days, behind) {
      const kept = otherDays(days, /^week/i.test(which) ? 5 : 7);
      const words = [...kept, before || between || behind].join(' ').trim();
      return offering('Which days should posts arrive on?', `schedule ${words}`);
    },
  },
  ...PART_OF_DAY_PHRASES,
  {
    says: says(
      '(?:(?:also|please) )*(?:post|send|deliver)(?: (?:it|them|papers|posts?|digests?|also))* (?:on|at|over) (?:the )?weekends?(?: (?:too|as well|also))+',
      '(?:weekends|saturdays? and sundays?) (?:too|as well|also)|(?:include|add|with) (?:the )?weekends',
    ),
    means: offering('Should posts arrive every day?', 'schedule daily'),
  },
  {
    says: says(
      `(${RHYTHM}) (?:is|would be|will be|suffices|seems)(?: (?:enough|fine|ok|okay|plenty|better|best|good|sufficient|for|me|us))*`,
    ),
    means: (words) => withTime(words.replace(/^(?:once a|each) /i, 'every ')),
  },
  {
    says: says(
      "(?:(?:not?|never|no (?:more )?posts?|nothing|skip|don't (?:post|send)|(?:i|we) don't want (?:any )?(?:posts?|papers|digests?)) )+(?:(?:on|at|over|during) )?(?:the )?(?:weekends?|saturdays?(?: (?:and|or) sundays?)?)",
      '(?:only|just) (?:on )?(?:weekdays?|workdays?|business days)',
    ),
    means: 'schedule weekdays',
  },
  {
    says: says('(?:(?:jeden )?tag|täglich|taeglich)(?: (?:um|gegen))? (.+)', '(?:werktags)(?: um)? (.+)'),
    means: (daily, weekdays) => readable(daily === '' ? `weekdays ${weekdays}` : `daily ${daily}`),
  },
  {
    says: says(
      `(?:how often|how frequently|when|(?:at )?what time)(?: (?:do|does|will|did|are|is|can))?(?: ${ASKED})*`,
    ),
    means: 'schedule',
  },
  {
    says: says(
      '(?:factory reset|reset|restore)(?: (?:it|this|to|the|my|our|all|everything|channel|defaults?|settings?|schedule|time))*',
      '(?:back to )?(?:the )?default(?:s| settings)?',
    ),
    means: offering('Reset the schedule, or remove all topics?', 'schedule default', 'unsubscribe all'),
  },
  {
    says: says(
      `(?:(?:post|send|deliver|posts?)(?: (?:it|this|them|papers|posts?|digests?))*(?: only| just)?|only(?: post| send)?|just) on (${DAYS})( at \\d.*)?`,
    ),
    means: (days, time) => (time === '' ? withTime(days) : readable(`${days}${time}`)),
  },
  // Without a time and the command's own name it may be something else.
  {
    says: says(
      `(?:post |posts )?(?:(?:only|just) )?(?:on )?(${RHYTHM})(?: only| posts?)?`,
      `(?:post |posts )?(?:weekly|every week|once a week),? (?:on )?(${DAYS})`,
      `(${DAY}(?: ${DAY}){1,6})`,
    ),
    means: (words, days, bare) => withTime(words || `weekly ${days || bare}`),
  },
  {
    says: says(
      `(?:(?:change|set|edit|update) )?(?:(?:the|my|our) )?(?:${WHEN}|time ?zones?)(?: settings?)?`,
      "(?:(?:channel|post|posts|bot|my|our|this channel's|the) )?settings?(?: (?:here|page|menu))?",
      '(?:config(?:ure|uration)?|preferences|prefs|options|set ?up|einstellungen)',
      '(?:(?:change|edit|update|show) )(?:(?:the|my|our|channel) )*(?:settings?|config(?:uration)?|preferences|options)',
    ),
    means: 'schedule',
  },
];

/** `mon`, `tue` and so on but for those that are named. @param most 5 for weekdays */
function otherDays(named: string, most = 7): string[] {
  const names = WEEKDAYS.slice(0, most).map((name) => name.slice(0, 3).toLowerCase());
  return names.filter((name) => !named.toLowerCase().includes(name));
}

/** A rhythm without its time; other words behind `every` are a search. */
function withTime(words: string): Meaning | undefined {
  if (!readable(`${words} 9:00`)) return undefined;
  const typed = `schedule ${words}`;
  return 'days' in parseSchedule(words)
    ? offering('Should posts arrive then, at the time that is set?', typed)
    : typed;
}
