/** `schedule`: sets when posts arrive, turns them off, or takes the installation's own time. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Channel } from '../channels/channel.ts';
import { orderFields, orderOf } from '../channels/order.ts';
import { pauseAt } from '../channels/pause.ts';
import type { Schedule } from '../channels/schedule.ts';
import { dayAt } from '../model/days.ts';
import { inline, type Line } from '../model/message.ts';
import { firstDayOf } from '../model/trend-period.ts';
import type { Command, Parsed } from './command.ts';
import type { Context } from './context.ts';
import { sayWhen } from './current-settings.ts';
import { SCHEDULE_PHRASES } from './phrases/schedule.ts';
import { parseSchedule } from './schedule/parse.ts';
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
  /** Posts are to hold what is trending. */
  trending?: true;
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

export const schedule: Command<Values> = {
  name: 'schedule',
  keywords:
    'time timezone when often morning evening noon tomorrow daily weekly weekdays weekend weekends monday mondays friday fridays hour hours earlier later settings'.split(
      ' ',
    ),
  group: 'when',
  usage: 'schedule daily|weekdays|weekly mon thu|monthly 1 <time> [zone] [trending] | off | default',
  does: 'set when posts arrive',
  details:
    'Weekly and monthly posts include what arrived since the last one. `every weekday at 9am PST` and `every morning at 9` work too; without a time, or with a time alone, the rest stays the same. `off` stops posts until you set a schedule or use `resume`, and `schedule` alone shows the current one. With `trending`, as in `schedule weekly trending`, posts hold the papers that gained the most votes; `order votes` ends that.',
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
  phrases: SCHEDULE_PHRASES,
  parse(typed) {
    const { rest, ...trending } = withoutTrending(typed);
    if (trending.trending && rest === '') return trending;
    const read = SPECIAL.get(rest.toLowerCase()) ?? parseSchedule(rest);
    // Words alone may be a search: "schedule free learning".
    const { offers } = read as { offers?: readonly string[] };
    const isWords = /^[\p{L}\p{M}' -]+$/u.test(rest) && offers?.[0]?.startsWith(`schedule ${rest}`) === false;
    if (isWords) return { ...read, offers: [...offers, `search schedule ${rest}`] };
    return 'problem' in read || 'name' in read ? read : { ...read, ...trending };
  },
  async run(values, caller, context) {
    const known = values.trending ? await withVotesNote(values, context) : values;
    return change(caller, context, (channel) => changeSchedule(known, channel, context));
  },
};

/** Says so where no paper gained votes for a month: then trending posts hold what came. */
async function withVotesNote(
  values: Values,
  { archive, clock }: Pick<Context, 'archive' | 'clock'>,
): Promise<Values> {
  if ((await archive.trending(firstDayOf('month', dayAt(clock())))).length > 0) return values;
  const none = 'No source has counted votes lately: until one does, posts hold the papers that came.';
  return { ...values, note: [values.note ?? '', none].join(' ').trim() };
}

/** Without the word that says what posts are to hold. */
function withoutTrending(typed: string): { rest: string; trending?: true } {
  const rest = typed.replace(/(?:^|\s)trending(?:\s+(?:papers?|posts?))?(?=[\s,.!]|$)/i, ' ');
  return rest === typed ? { rest } : { rest: rest.replace(/\s+/g, ' ').trim(), trending: true };
}

function changeSchedule(
  { schedule: whole, days, isTime, zone, note: zoneNote, reset, trending }: Values,
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
  if (schedule === undefined && zone === undefined && !reset && !trending) return {};
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
    ...(trending ? orderFields('trending', before) : {}),
    ...(paused === undefined || resumes ? {} : { paused }),
  };
  const stays = channel.paused ? ' Posts stay paused: `/papers resume` starts them again.' : '';
  const said = (sentence: string): Line => {
    const line = inline(`${sentence}${stays}`);
    return note === undefined ? line : [...line, { text: ` ${note}` }];
  };
  const isSame =
    isDeepStrictEqual([newSchedule, newZone], [oldSchedule, oldZone]) && orderOf(channel) === orderOf(before);
  // Setting a damaged channel's schedule again makes its record whole.
  if (isSame && !resumes && before.state.kind !== 'damaged')
    return { said: said(`The schedule is already ${sayWhen(before, context)}. Nothing was changed.`) };
  const done = resumes ? 'Schedule updated and posts resumed' : 'Schedule updated';
  const hold = trending ? ', with the papers that gained the most votes' : '';
  return { said: said(`${done}: ${sayWhen(channel, context)}${hold}.`), channel };
}
