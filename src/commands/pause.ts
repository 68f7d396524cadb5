/** `pause`: stops posting until resumed, or until a time. `schedule off` is a pause that a new schedule ends too. */
import { z } from 'zod';
import { pauseAt } from '../channels/pause.ts';
import { sayMoment } from '../model/day-format.ts';
import { type Command, offering } from './command.ts';
import { readDay } from './day.ts';
import { endOf, type PauseEnd, readPauseEnd } from './pause-end.ts';
import { firstOf, says } from './phrases/match.ts';
import { change } from './setting.ts';
import { orSearch, readNoValue } from './value-words.ts';

interface Values {
  off?: true;
  end?: PauseEnd;
}

const POSTS =
  '(?:(?:all |the |my |your |these |any |daily |sending )*(?:it|this|that|posts?|posting|notifications?|messages?|digests?|updates?|alerts?|spam(?:ming)?|everything|papers|here|channel|this channel|bot|paperboy|you|me))';
/** The end, which `pause` reads. */
const FOR =
  '(?: ((?:for|until|till|til|through) .+|this week(?:end)?|over the weekend|today|tomorrow|\\d.*))?';
const pausing = (end: string) => (end === '' || readPauseEnd(end) ? `pause ${end}`.trim() : undefined);

export const pause: Command<Values> = {
  name: 'pause',
  keywords: 'vacation holiday holidays stop mute silence quiet annoying spam notifications'.split(' '),
  group: 'when',
  usage: 'pause [how long]',
  does: 'stop posting until resumed, or for some time',
  details:
    '`pause 2 weeks`, `pause until monday` and `pause until Dec 1` end by themselves. Posts stay paused when the schedule is changed.',
  example: 'pause 2 weeks',
  changes: 'always',
  arguments: [{ name: 'time', does: 'How long, such as 2 weeks or until monday', value: z.string().max(40) }],
  phrases: [
    {
      says: says(
        `(?:stop|mute|silence|halt|snooze|pause|shut up|shush|stopp|pausieren?)(?: ${POSTS})?(?: now)?${FOR}`,
        `(?:turn|switch) (?:${POSTS} )?off(?: ${POSTS})?${FOR}`,
        `(?:stop|quit|disable|suspend|no more) ${POSTS}(?: ${POSTS})?${FOR}`,
        `(?:be|keep) (?:quiet|silent)${FOR}`,
        '(?:quiet|silent|silence)(?: mode)? ((?:for|until|till|til) .+)',
        `(?:i'm|we're|i am|we are|i'll be|we'll be) (?:on |away|off|out)(?:(?:vacation|holidays?|leave|on|for|of office|the office) ?)*${FOR}`,
        `(?:benachrichtigungen|nachrichten|posts) aus${FOR}`,
        `(?:${POSTS} )?off${FOR}`,
        `(?:don't|do not) (?:post|send|notify|spam|disturb)(?: ${POSTS})?(?: ${POSTS})?${FOR}`,
      ),
      means: (...ends) => pausing(firstOf(ends)),
    },
    {
      says: says(
        `(?:stop|mute|halt|snooze|pause)(?: ${POSTS})? (?:for|over|during) (?:(?:the|my|our) )?(?:holidays?|vacation|christmas|xmas|easter|thanksgiving|new year'?s?|(?:winter|summer|spring|semester) ?(?:break|vacation|holidays)?|break|trip)`,
      ),
      means: offering('For how long?', 'pause 1 week', 'pause 2 weeks', 'pause 1 month', 'pause'),
    },
    {
      // A pause starts right away: one for later days can't be set.
      says: says(
        `(?:skip|pause|stop|mute|snooze|no)(?: ${POSTS})? (?:from |between )?(.{3,20}?) (?:to|until|till|and|through|-|\u2013) (.{3,20})`,
      ),
      means: (start, end) =>
        readDay(start) && readPauseEnd(`through ${end}`)
          ? offering('A pause starts right away. Pause until then?', `pause through ${end}`)
          : undefined,
    },
    {
      says: says(
        "(?:i'm|we're|i am|we are|i'll be|we'll be|everyone is|the team is|out|away|off) (?:(?:on|away|off|out|of|vacation|holidays?|leave|the|office) ?)*(?:next|this|all) (week|month)",
      ),
      means: (unit) =>
        offering(
          'A pause starts right away. For how long?',
          `pause 1 ${unit.toLowerCase()}`,
          `pause until next ${unit.toLowerCase()}`,
        ),
    },
    {
      says: says(
        "(?:stop|no more|don't|do not|quit|cease)(?: sending| send| messaging| message| writing| write)?(?: me)?(?: any| these| the)*(?: more)? (?:dms?|pms?|direct messages?)(?: (?:to )?me)?",
        "(?:stop|quit) (?:dming|dm'?ing|messaging|pming) me",
      ),
      means: offering(
        'What you follow for yourself comes by direct message.',
        'pause for me',
        'unsubscribe all for me',
        'topics for me',
      ),
    },
    {
      says: says("skip (?:posts? |posting )?(today|tomorrow|this week)(?:'s (?:post|digest))?"),
      means: (day) => offering('Pause posts that long?', `pause through ${day}`),
    },
    {
      // It may also ask why there are none.
      says: says(
        'no (?:posts?|papers|messages|notifications) ((?:for|until|till|til) .+|this week(?:end)?|over the weekend)',
      ),
      means: (end) =>
        readPauseEnd(end) ? offering('Pause posts until then?', `pause ${end}`, 'status') : undefined,
    },
    {
      says: says(
        '(?:cancel|quit|exit|end|leave|go away|goodbye|bye|opt out|leave me alone|silent|(?:vacation|holidays?|away)(?: mode)?|dnd)',
      ),
      means: offering(
        'To stop posts here, pause them or unsubscribe.',
        'pause',
        'pause 1 week',
        'unsubscribe all',
        'topics',
      ),
    },
  ],
  parse(rest) {
    const end = readPauseEnd(rest.replace(/[.!]$/, ''));
    if (end !== undefined) return { end };
    const hint = ' It lasts until `/papers resume`, or as long as you say: `/papers pause 2 weeks`.';
    if (/^(?:(?:for|until|till|til|through|half)\s|-?\d)/i.test(rest))
      return { ...orSearch('pause', `I couldn't read how long that is.${hint}`, rest), offers: ['pause'] };
    return readNoValue('pause', rest, hint);
  },
  run({ off, end }, caller, context) {
    const now = context.clock();
    const zone = context.delivery.zone(caller.channel);
    const until = end && endOf(end, now, zone);
    return change(caller, context, (channel) => {
      if (end && until === undefined)
        return {
          said: 'A pause can end any day within a year from now. Nothing was changed.',
          isRefused: true,
        };
      const paused = pauseAt(channel, now);
      // A person's own pause outlasts a new schedule, so it replaces one that came from turning the schedule off.
      if (paused && (off || !paused.off) && paused.until === until)
        return { said: 'Already paused. Nothing was changed.' };
      const done = off
        ? 'Schedule turned off'
        : until === undefined
          ? 'Paused'
          : `Paused until ${sayMoment(until, zone)}`;
      return {
        said: `${done}. Posts due in the meantime are skipped, and their papers won't be posted later.`,
        channel: {
          ...channel,
          paused: {
            by: caller.person,
            at: now,
            ...(off ? { off } : {}),
            ...(until === undefined ? {} : { until }),
          },
        },
      };
    });
  },
};
