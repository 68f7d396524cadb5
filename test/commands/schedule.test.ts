import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printSchedule, type Schedule, typeSchedule } from '../../src/channels/schedule.ts';
import { parseCommand } from '../../src/commands/parse.ts';
import { parseSchedule } from '../../src/commands/schedule/parse.ts';

/** What is understood, as it is said back; the problem where it is not. */
function said(text: string): string {
  const read = parseSchedule(text);
  if ('problem' in read) return read.problem;
  const zone = read.zone === undefined ? '' : `, ${read.zone}`;
  const days = read.days && `${printSchedule(read.days).replace(/ at 00:00$/, '')} at its own time`;
  return `${read.schedule ? printSchedule(read.schedule) : (days ?? '')}${zone}`;
}

describe('a schedule', () => {
  test.each([
    ['daily 9', 'every day at 09:00'],
    ['9am', 'every day at 09:00'],
    ['9:00 PM', 'every day at 21:00'],
    ['daily 9:00 PM', 'every day at 21:00'],
    ['9 p.m.', 'every day at 21:00'],
    ['12:30am', 'every day at 00:30'],
    ['0900', 'every day at 09:00'],
    ['930', 'every day at 09:30'],
    ['9.30', 'every day at 09:30'],
    ['17h', 'every day at 17:00'],
    ['17h30', 'every day at 17:30'],
    ['noon', 'every day at 12:00'],
    ['at midnight', 'every day at 00:00'],
    ["once a day at 9 o'clock", 'every day at 09:00'],
    ['9 in the morning', 'every day at 09:00'],
    ['at 9', 'every day at 09:00'],
    ['every morning at 9', 'every day at 09:00'],
    ['every evening at 9', 'every day at 21:00'],
    ['9:30 every evening', 'every day at 21:30'],
    ['every evening at 21:30', 'every day at 21:30'],
    ['every weekday morning at 8:30 Berlin', 'every weekday at 08:30, Europe/Berlin'],
    ['monday mornings 9', 'every Monday at 09:00'],
    ['monthly 15 9 in the evening', 'on day 15 of every month at 21:00'],
    ['every weekday at 9am', 'every weekday at 09:00'],
    ['business days 8:15', 'every weekday at 08:15'],
    ['mon-fri 9', 'every weekday at 09:00'],
    ['weekly mon-fri 9:00', 'every Monday to Friday at 09:00'],
    ['Monday through Friday at 9:00', 'every weekday at 09:00'],
    ['mon,wed,fri 8:30', 'every Monday, Wednesday, and Friday at 08:30'],
    ['mon/wed 8:30', 'every Monday and Wednesday at 08:30'],
    ['every monday and thursday at 17:30', 'every Monday and Thursday at 17:30'],
    ['every mon, tue & thu at 9 AM.', 'every Monday, Tuesday, and Thursday at 09:00'],
    ['tues thurs 9', 'every Tuesday and Thursday at 09:00'],
    ['sat-mon 9:00', 'every Monday, Saturday, and Sunday at 09:00'],
    ['weekends 10', 'every Saturday and Sunday at 10:00'],
    ['weekly 9:00', 'every Monday at 09:00'],
    ['every week on Tuesday 9:00', 'every Tuesday at 09:00'],
    ['monthly 1 9:00', 'on day 1 of every month at 09:00'],
    ['monthly 15 9', 'on day 15 of every month at 09:00'],
    ['on the 1st of every month at 9', 'on day 1 of every month at 09:00'],
    ['every 15th of the month at 9:30pm', 'on day 15 of every month at 21:30'],
    ['monthly last day 9:00', 'on the last day of every month at 09:00'],
    ['every day 9:00 Berlin', 'every day at 09:00, Europe/Berlin'],
    ['daily 9am PST', 'every day at 09:00, America/Los_Angeles'],
    ['daily 9:00 New York', 'every day at 09:00, America/New_York'],
    ['daily 9 UTC +2', 'every day at 09:00, +02:00'],
    ['weekdays 9 am et', 'every weekday at 09:00, America/New_York'],
    ['in Tokyo, 9 pm daily', 'every day at 21:00, Asia/Tokyo'],
    ['Europe/Berlin', ', Europe/Berlin'],
    ['daily 9:00 please', 'every day at 09:00'],
    ['daily 9 9', 'every day at 09:00'],
    ['9am 9:00 Berlin Europe/Berlin', 'every day at 09:00, Europe/Berlin'],
    ['9am Pacific Standard Time', 'every day at 09:00, America/Los_Angeles'],
    ['eastern time, 9am', 'every day at 09:00, America/New_York'],
    ['9am new york city', 'every day at 09:00, America/New_York'],
    ['9am U.S. Eastern', 'every day at 09:00, America/New_York'],
    ['9am Cambridge, UK', 'every day at 09:00, Europe/London'],
    ['9am IST (India)', 'every day at 09:00, Asia/Kolkata'],
    ['9am Portland, Oregon', 'every day at 09:00, America/Los_Angeles'],
    ['9am Hawaii', 'every day at 09:00, Pacific/Honolulu'],
    ['daily 9 UTC + 2', 'every day at 09:00, +02:00'],
    ['daily 9 gmt - 5:30', 'every day at 09:00, -05:30'],
    ['week days 9', 'every weekday at 09:00'],
    ['week-end 9', 'every Saturday and Sunday at 09:00'],
    ['M-F 9', 'every weekday at 09:00'],
    ['M - F 9', 'every weekday at 09:00'],
    ['Mo-Fr 9', 'every weekday at 09:00'],
    ['MTWTF 9', 'every weekday at 09:00'],
    ['MWF 9', 'every Monday, Wednesday, and Friday at 09:00'],
    ['M/W/F 9', 'every Monday, Wednesday, and Friday at 09:00'],
    ['M W F 9', 'every Monday, Wednesday, and Friday at 09:00'],
    ['TTh 9', 'every Tuesday and Thursday at 09:00'],
    ['daily 9 MT', 'every day at 09:00, America/Denver'],
    ['mon—fri 9', 'every weekday at 09:00'],
    ['mon − fri 9', 'every weekday at 09:00'],
    ['weekly mon-sun 9', 'every day at 09:00'],
    ['12 noon', 'every day at 12:00'],
    ['12:00 midnight', 'every day at 00:00'],
    ['midday', 'every day at 12:00'],
    ['half past nine', 'every day at 09:30'],
    ['quarter to ten in the evening', 'every day at 21:45'],
    ['nine thirty', 'every day at 09:30'],
    ['nine forty five pm', 'every day at 21:45'],
    ['daily at nine', 'every day at 09:00'],
    ['nine am', 'every day at 09:00'],
    ['00:30 am', 'every day at 00:30'],
    ['8 at night', 'every day at 20:00'],
    ['12 at night', 'every day at 00:00'],
    ['every night at 11', 'every day at 23:00'],
    ['0900 hrs', 'every day at 09:00'],
    ['monthly fifteen nine', 'on day 15 of every month at 09:00'],
    ['daily', 'every day at its own time'],
    ['weekdays Berlin', 'every weekday at its own time, Europe/Berlin'],
    ['mon thu', 'every Monday and Thursday at its own time'],
    ['monthly 15', 'on day 15 of every month at its own time'],
  ])('%s is %s', (text, understood) => {
    expect(said(text)).toBe(understood);
  });

  test.each([
    ['daily 9:00 17:00', '17:00'],
    ['daily 9am and 5pm', '5pm'],
    ['daily mon 9:00', 'mon'],
    ['weekdays sat 9:00', 'sat'],
    ['monthly 1 15 9:00', '15'],
    ['monthly first monday 9', 'monday'],
    ['daily weekly 9:00', 'weekly'],
    ['the 15th at 9', '15th'],
    ['every 2 weeks mon 9:00', 'every 2'],
    ['every 2nd day at 9', '2nd'],
    ['every other day 9', 'other'],
    ['daily except sunday 9:00', 'except'],
    ['not daily 9:00', 'not'],
    ['twice a day 9', 'twice'],
    ['daily 25:00', '25:00'],
    ['daily 17:00 PM', '17:00 pm'],
    ['daily 9-5', '9-5'],
    ['daily 9:00 Berlin Tokyo', 'Tokyo'],
    ['daily 9 IST', 'Asia/Kolkata, Europe/Dublin, or Asia/Jerusalem'],
    ['daily 9 Berln', 'Europe/Berlin'],
    ['every morning', 'time of day'],
    ['every morning at 17:00', '17:00'],
    ['every morning at 9pm', '9pm'],
    ['every evening at 9am', '9am'],
    ['every morning and evening at 9', 'evening'],
    ['every night at noon', 'noon'],
    ['0:30 pm', '0:30 pm'],
    ['half nine', 'two times'],
    ['in 2 hours', 'hours'],
    ['every 9 hours', 'every 9'],
  ])('%s is refused, naming %s', (text, named) => {
    expect(parseSchedule(text)).toMatchObject({ problem: expect.stringContaining(named) });
  });

  test.each([
    ['9 or 10', '`9 or 10` could mean either. Which one?', ['9', '10']],
    ['mon or tue 9', '`mon or tue` could mean either', ['mon 9', 'tue 9']],
    ['9 to 5', '`9 to 5` is a range, not a time', ['9', '5']],
    ['weekdays 9 to 9', '`9 to 9` is a range, not a time', ['weekdays 9']],
    ['1st and 15th at 9', 'two days of the month', ['monthly 1st at 9', 'monthly 15th at 9']],
    ['9 days', "I don't understand `days`.", ['9']],
    ['9 blah', "I don't understand `blah`.", ['9']],
    ['0 9 * * 1-5', 'Cron expressions', ['daily 9:00']],
    [
      'first monday of the month at 9',
      'A weekday of the month, such as `first monday`, is not supported.',
      ['first of the month at 9', 'monday 9'],
    ],
    ['every two weeks mon 9', '`every two weeks` is not supported.', ['every week mon 9']],
    ['monthly 32', "`32` isn't a day of the month", ['monthly last day 9:00']],
    ['daily 9:00 17:00', 'Which one?', ['daily 9:00', 'daily 17:00']],
    ['daily mon 9:00', 'contradict each other.', ['daily 9:00', 'mon 9:00']],
    ['daily 9 MIT', 'Which one?', ['daily 9 America/New_York', 'daily 9 Pacific/Apia']],
    ['daily 9 Cambridge', 'Which one?', ['daily 9 America/New_York', 'daily 9 Europe/London']],
    ['daily 9 Amsterdm', "I don't know the time zone `Amsterdm`.", ['daily 9 Europe/Amsterdam']],
    ['every morning', 'needs a time of day', ['every morning 9:00']],
    ['the 15th at 9', '`15th`', ['monthly 15 09:00']],
    ['-9', 'an offset from UTC. Which one?', ['9:00', 'UTC-9']],
    ['daily -9', 'an offset from UTC. Which one?', ['daily 9:00', 'daily UTC-9 9:00']],
    ['daily 17:00 PM', "couldn't read `17:00 PM` as a time.", ['daily 17:00']],
  ])('%s is refused for the right reason, and what may be meant is offered', (text, reason, fixes) => {
    const read = parseSchedule(text);
    if (!('problem' in read)) throw new Error('it is read');
    expect(read.problem.toLowerCase()).toContain(reason.toLowerCase());
    const offered = read.problem.slice(read.problem.lastIndexOf('Try '));
    const found = [...offered.matchAll(/`\/papers schedule ([^`]*)`/g)].map(([, fix]) => fix);
    expect(found).toEqual(fixes);
  });

  test('off pauses, on resumes, and default takes the settings of the installation', () => {
    expect(parseCommand('schedule off')).toEqual({ name: 'pause', off: true });
    expect(parseCommand('schedule never')).toEqual({ name: 'pause', off: true });
    expect(parseCommand('schedule ON')).toEqual({ name: 'resume' });
    expect(parseCommand('schedule default')).toEqual({ name: 'schedule', reset: true });
    expect(parseCommand('schedule constructor')).toMatchObject({ name: 'misused' });
    expect(parseCommand('schedule __proto__')).toMatchObject({ name: 'misused' });
  });
});

const time = fc
  .tuple(fc.nat(23), fc.nat(59))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const schedules: fc.Arbitrary<Schedule> = fc.oneof(
  fc.record({ every: fc.constant('day' as const), time }),
  fc.record({ every: fc.constant('weekday' as const), time }),
  fc.record({
    every: fc.constant('week' as const),
    on: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }).map((days) => days.toSorted()),
    time,
  }),
  fc.record({ every: fc.constant('month' as const), on: fc.integer({ min: 1, max: 31 }), time }),
);

test('what is typed for a schedule is read as that schedule', () => {
  fc.assert(
    fc.property(schedules, (schedule) => {
      expect(parseSchedule(typeSchedule(schedule))).toEqual({ schedule });
    }),
  );
});

test('what is said of a schedule is read as one that is said the same way', () => {
  fc.assert(
    fc.property(schedules, (schedule) => {
      const printed = printSchedule(schedule);
      const read = parseSchedule(printed);
      if ('problem' in read || !read.schedule) throw new Error(`${printed} is not read`);
      // `every Monday to Friday` is read as weekdays.
      const again = printSchedule(read.schedule)
        .replace('weekday', 'Monday to Friday')
        .replace('day at', 'Monday to Sunday at');
      expect([
        printed,
        printed.replace('weekday', 'Monday to Friday').replace('day at', 'Monday to Sunday at'),
      ]).toContain(again);
    }),
  );
});

/** Words that change what a schedule means, by what has to be seen of them in the confirmation. */
const MEANINGFUL: Record<string, RegExp> = {
  daily: /every day|weekday/,
  weekdays: /weekday/,
  monthly: /of every month/,
  mon: /Monday|weekday|every day/,
  sat: /Saturday|Friday to Sunday|Thursday to Sunday|every day/,
  '9:00': /09:00|21:00/,
  '17:00': /17:00/,
  '9am': /09:00/,
  noon: /12:00/,
  '15': /15/,
  '1st': /day 1 /,
  last: /last day/,
  Berlin: /Europe\/Berlin/,
  PST: /America\/Los_Angeles/,
  IST: /never/,
  PM: /(?:1[2-9]|2[0-3]):/,
  morning: /(?:0\d|1[01]):/,
  evening: /(?:1[2-9]|2[0-3]):/,
  night: /(?:1[89]|2[0-3]|0[0-5]):/,
  MWF: /Monday|weekday|every day/,
  midday: /12:00/,
  or: /never/,
  not: /never/,
  except: /never/,
  biweekly: /never/,
  constructor: /never/,
};

test('of any words, each is refused or seen in what is confirmed', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...Object.keys(MEANINGFUL), 'at', 'every', 'on'), {
        minLength: 1,
        maxLength: 6,
      }),
      (words) => {
        const read = parseSchedule(words.join(' '));
        if ('problem' in read) {
          // What is offered instead can be typed.
          const offered = [...read.problem.matchAll(/`\/papers schedule ([^`]*)`/g)];
          expect(offered.length).toBeGreaterThan(0);
          for (const [, fix = ''] of offered) expect(parseSchedule(fix)).not.toHaveProperty('problem');
          return;
        }
        const confirmed = said(words.join(' '));
        for (const word of words) expect(confirmed).toMatch(MEANINGFUL[word] ?? /./);
      },
    ),
    { numRuns: 2_000 },
  );
});

test('any text is read in linear time, or refused', () => {
  for (const part of [
    'm ',
    'or ',
    'nine ',
    '— ',
    'm-',
    'mon ',
    '9:00 ',
    'UTC ',
    '1st ',
    'x',
    '`',
    'every ',
  ]) {
    const read = parseSchedule(part.repeat(50_000));
    expect(read).toHaveProperty('problem');
    if ('problem' in read) expect(read.problem.length).toBeLessThan(500);
  }
});
