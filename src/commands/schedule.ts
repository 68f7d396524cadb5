/** `schedule`: sets when posts arrive, turns them off, or takes the installation's own time. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Channel } from '../channels/channel.ts';
import { pauseAt } from '../channels/pause.ts';
import { type Schedule, WEEKDAYS } from '../channels/schedule.ts';
import { inline, type Line } from '../model/message.ts';
import { type Command, type Meaning, misused, offering, type Parsed } from './command.ts';
import type { Context } from './context.ts';
import { sayWhen } from './current-settings.ts';
import { says } from './near.ts';
import { isSchedule, parseSchedule } from './schedule/parse.ts';
import { type Change, change } from './setting.ts';

interface Values {
  schedule?: Schedule;
  /** Of a schedule: it names a time alone, so the days stay. */
  isTime?: true;
  /** A schedule that takes the time that is set. */
  days?: Schedule;
  zone?: string;
  /** A sentence about the zone. */
  note?: string;
  /** Takes the installation's own. */
  reset?: true;
}

/** What it takes besides a schedule. */
const SPECIAL = new Map<string, Values | Parsed>([
  ['', {}],
  ...['off', 'none', 'never', 'no', 'stop', 'pause'].map(
    (word) => [word, { name: 'pause', off: true }] as const,
  ),
  ['on', { name: 'resume' }],
  ['default', { reset: true }],
  ['reset', { reset: true }],
]);

const WHEN =
  '(?:time ?zone|time|tz|zone|schedule|(?:posting|post|delivery) (?:time|schedule)|posts?|digests?|delivery|zeitzone|zeit)';
const RHYTHM =
  '(?:daily|weekly|monthly|weekdays?|weekends?|(?:every|each|once a) \\w+(?: (?:and|,) \\w+)*|(?:mon|tues|wednes|thurs|fri|satur|sun)days)';
/** Words of a question about posts: with any other, it is the title of a paper. */
const ASKED =
  "(?:the|my|our|your|next|new|it|this|that|you|we|i|get|be|come|go|out|arrive|arriving|due|sent|posted|delivered|send|deliver|posts?|papers?|digests?|run|updates?|updated|schedule|channel|bot|paperboy|again|here|today|tomorrow|today's)";
/** A time of day by itself. */
const CLOCK = /^(?:(?:at|um) )?\d{1,2}(?:[:.]\d\d)?(?: ?(?:am|pm|uhr|o'clock|h))?$/i;
const DAY = '(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:days?)?';
/** Times that are offered for the part of a day. */
const PARTS_OF_DAY: Readonly<Record<string, readonly string[]>> = {
  morning: ['7:00', '8:00', '9:00'],
  earlier: ['6:00', '7:00', '8:00'],
  sooner: ['6:00', '7:00', '8:00'],
  noon: ['12:00', '13:00'],
  lunch: ['12:00', '13:00'],
  lunchtime: ['12:00', '13:00'],
  afternoon: ['14:00', '16:00'],
  later: ['11:00', '14:00', '17:00'],
  evening: ['18:00', '19:00', '20:00'],
  night: ['21:00', '22:00'],
};
const readable = (words: string) => (isSchedule(words) ? `schedule ${words}` : undefined);

export const schedule: Command<Values> = {
  name: 'schedule',
  keywords:
    'time timezone when often morning evening noon tomorrow daily weekly weekdays weekend weekends monday mondays friday fridays hour hours earlier later'.split(
      ' ',
    ),
  group: 'when',
  usage: 'schedule daily|weekdays|weekly mon thu|monthly 1 <time> [zone] | off | default',
  does: 'set when posts arrive',
  details:
    'Weekly and monthly posts include what arrived since the last one. `every weekday at 9am PST` and `every morning at 9` work too; without a time, or with a time alone, the rest stays the same. `off` stops posts until you set a schedule or use `resume`, and `schedule` alone shows the current one.',
  example: 'schedule weekdays 09:00 Europe/Berlin',
  changes: 'given',
  arguments: [
    {
      name: 'when',
      does: 'Which days; off stops posts, default takes the usual schedule',
      value: z.enum(['daily', 'weekdays', 'weekly', 'monthly', 'off', 'default']),
    },
    {
      name: 'days',
      does: 'For weekly: such as mon thu. For monthly: the day, 1 to 31',
      value: z.string().max(60),
    },
    { name: 'time', does: 'Local time, such as 09:00', value: z.string().max(20) },
    {
      name: 'zone',
      does: 'The time zone, such as Europe/Berlin',
      value: z.string().max(64),
      completes: 'zone',
    },
  ],
  near: [
    {
      says: says(
        `(?:(?:change|set|move|switch|update|make|use|edit) )?(?:(?:the|my|our) )?${WHEN}(?: (?:to|at|for|in|is|=|on))?:? (.+)`,
        '(?:post|send|deliver|get|give me|want)(?: (?:it|this|them|me|us|the|my|our|papers|posts|digest|here))* ((?:at|every|on|daily|weekly|each|um) .+)',
        '(?:this|it|posts?|papers|digest) ((?:at|every|daily|weekly) .+)',
        `(${RHYTHM} .+)`,
      ),
      means: (...found) => readable(found.find((words) => words !== '') ?? ''),
    },
    {
      says: says('(.+)'),
      means: (words) => {
        const isTime = CLOCK.test(words) && /[a-z:]/i.test(words);
        const isWhen = isTime || /^[a-z]+\/[a-z_/]+$/i.test(words);
        const when = `${isTime ? 'daily ' : ''}${words.replace(/^(?:at|um) /i, '')}`;
        return isWhen && readable(when)
          ? offering('Should posts arrive then?', `schedule ${when}`)
          : undefined;
      },
    },
    {
      says: says(`((?:${DAY}(?:,| and| &|/| \\+)? ?){1,6}(?:at )?\\d.*)`),
      means: (words) => readable(words) && offering('Should posts arrive then?', `schedule ${words}`),
    },
    {
      says: says(
        '(?:(?:post|send) )?(?:(?:twice|two times|three times|\\d times|several times) (?:a|per) day|hourly|every (?:hour|\\d+ hours|few hours))',
      ),
      means: misused('schedule', 'Posts come once a day at most.', ['schedule', 'today']),
    },
    {
      says: says(
        "(?:stop posting|don't (?:post|send)|do not (?:post|send)|no posts?|never post|skip)(?: anything)? (?:on )?(mon|tues|wednes|thurs|fri|satur|sun)days?",
      ),
      means: (day) => {
        const names = WEEKDAYS.map((name) => name.slice(0, 3).toLowerCase());
        const others = names.filter((name) => !day.toLowerCase().startsWith(name));
        return offering(
          'Which days should posts arrive on?',
          `schedule ${others.join(' ')}`,
          'schedule weekdays',
        );
      },
    },
    {
      says: says(
        `(?:move|shift|change|switch|put|make|post|send)(?: (?:it|this|them|the|posts?|digests?|time|papers))* (?:to |in |into |at )?(?:the |every )?(morning|noon|lunch|lunchtime|afternoon|evening|night)`,
        '(?:post|send|move|make)(?: (?:it|this|them|the|posts?|digests?|papers))* (earlier|later|sooner)(?: in the day)?',
      ),
      means: (part, other) => {
        const times = PARTS_OF_DAY[(part || other).toLowerCase()] ?? [];
        return offering('At what time should posts arrive?', ...times.map((time) => `schedule ${time}`));
      },
    },
    {
      says: says(
        "(?:(?:not?|never|no posts?|nothing|don't (?:post|send)|(?:i|we) don't want (?:any )?(?:posts?|papers|digests?)) )+(?:(?:on|at|over|during) )?(?:the )?(?:weekends?|saturdays?(?: (?:and|or) sundays?)?)",
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
        '(?:reset|restore)(?: (?:it|this|to|the|my|our|all|everything|channel|defaults?|settings?|schedule|time))*',
        '(?:back to )?(?:the )?default(?:s| settings)?',
      ),
      means: offering('What should be as it was at first?', 'schedule default', 'unsubscribe all'),
    },
    // Without a time and the command's own name it may be something else.
    {
      says: says(`(?:post |posts )?(?:(?:only|just) )?(?:on )?(${RHYTHM})(?: only| posts?)?`),
      means: (words) => withTime(words),
    },
    {
      says: says(
        `(?:(?:change|set|edit|update) )?(?:(?:the|my|our) )?(?:${WHEN}|time ?zones?)(?: settings?)?`,
        '(?:settings?|config(?:ure|uration)?|preferences|prefs|options|set ?up|einstellungen)',
        '(?:(?:change|edit|update|show) )(?:(?:the|my|our|channel) )*(?:settings?|config(?:uration)?|preferences|options)',
      ),
      means: 'schedule',
    },
  ],
  parse(rest) {
    const read = SPECIAL.get(rest.toLowerCase()) ?? parseSchedule(rest);
    // Words alone may be a search: "schedule free learning".
    const { offers } = read as { offers?: readonly string[] };
    const isWords = /^[\p{L}\p{M}' -]+$/u.test(rest) && offers?.[0]?.startsWith(`schedule ${rest}`) === false;
    return isWords ? { ...read, offers: [...offers, `search schedule ${rest}`] } : read;
  },
  run(values, caller, context) {
    return change(caller, context, (channel) => changeSchedule(values, channel, context));
  },
};

/** A rhythm without its time; other words behind `every` are a search. */
function withTime(words: string): Meaning | undefined {
  if (!readable(`${words} 9:00`)) return undefined;
  const typed = `schedule ${words}`;
  return 'days' in parseSchedule(words)
    ? offering('Should posts arrive then, at the time that is set?', typed)
    : typed;
}

function changeSchedule(
  { schedule: whole, days, isTime, zone, note: zoneNote, reset }: Values,
  before: Channel,
  context: Pick<Context, 'clock' | 'delivery'>,
): Change {
  const now = context.delivery.schedule(before);
  const schedule =
    isTime && whole ? { ...now, time: whole.time } : (whole ?? (days && { ...days, time: now.time }));
  const stayed = days
    ? 'The time stays the same.'
    : isTime && now.every !== 'day'
      ? 'The days stay the same.'
      : '';
  const note = [stayed, zoneNote ?? ''].join(' ').trim() || undefined;
  if (schedule === undefined && zone === undefined && !reset) return {};
  const { schedule: oldSchedule, zone: oldZone, paused: stored, ...rest } = before;
  const paused = stored && pauseAt(before, context.clock());
  const [newSchedule, newZone] = reset ? [] : [schedule ?? oldSchedule, zone ?? oldZone];
  // A zone alone sets no schedule.
  const resumes = paused?.off === true && (reset === true || schedule !== undefined);
  const channel: Channel = {
    ...rest,
    // Slots of the old schedule are not owed by the new one.
    since: context.clock(),
    ...(newSchedule === undefined ? {} : { schedule: newSchedule }),
    ...(newZone === undefined ? {} : { zone: newZone }),
    ...(paused === undefined || resumes ? {} : { paused }),
  };
  const stays = channel.paused ? ' Posts stay paused: `/papers resume` starts them again.' : '';
  const said = (sentence: string): Line => {
    const line = inline(`${sentence}${stays}`);
    return note === undefined ? line : [...line, { text: ` ${note}` }];
  };
  const isSame = isDeepStrictEqual([newSchedule, newZone], [oldSchedule, oldZone]);
  // Setting a damaged channel's schedule again makes its record whole.
  if (isSame && !resumes && before.state.kind !== 'damaged')
    return { said: said(`The schedule is already ${sayWhen(before, context)}. Nothing was changed.`) };
  const done = resumes ? 'Schedule updated and posts resumed' : 'Schedule updated';
  return { said: said(`${done}: ${sayWhen(channel, context)}.`), channel };
}
