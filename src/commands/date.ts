/** `date`: shows the digest for a day. */
import { z } from 'zod';
import { localDay } from '../delivery/slots.ts';
import type { Command } from './command.ts';
import { type KnownDay, MOST_TYPED_DAY, readDay, resolveDay } from './day.ts';
import { digestPage } from './digest-page.ts';
import { readPeriod } from './period.ts';
import { says } from './phrases/match.ts';

/** A day that could be another one is worth asking about; other numbers are searches. */
const WRITTEN_IN_NUMBERS = /^\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4}$/;
/** Three letters such as `sat` and `sun` are words of papers. */
const SHORT_WEEKDAY = /^[a-z]{3,5}$/i;

export const date: Command<KnownDay> = {
  name: 'date',
  group: 'find',
  usage: 'date <day>',
  does: 'show the digest for a day',
  details: '`yesterday`, `last friday`, `Dec 12` and `Dec 12, 2025` work too.',
  example: 'date 2025-12-12',
  arguments: [
    { name: 'day', does: 'Such as 2025-12-12', value: z.string().max(MOST_TYPED_DAY), required: true },
  ],
  phrases: [
    {
      says: says(
        "(?:(?:papers?|digests?|the digest|posts?|what (?:was|did you|did) (?:post(?:ed)?|publish(?:ed)?|come|came|in the (?:digest|post)|there)(?: out)?) )?(?:(?:of|from|for|on|at|dated?|day) )?(.+?)(?:'s (?:papers|digest))?",
      ),
      means: (day) => (isDayAlone(day) ? `date ${day}` : undefined),
    },
  ],
  parse(rest) {
    if (rest === '')
      return { problem: '`date` needs a day, such as `2025-12-12`.', offers: ['today', 'date yesterday'] };
    const read = readDay(rest);
    if (read === undefined || !('problem' in read)) return read;
    if (readPeriod(rest) !== undefined) return { name: 'top', period: rest.toLowerCase() };
    return { problem: read.problem, offers: (read.choices ?? []).map((day) => `date ${day}`) };
  },
  run(read, { channel }, context) {
    // By the clocks of the channel's zone.
    const today = localDay(context.delivery.zone(channel), context.clock());
    return digestPage(resolveDay(read, today), 0, context);
  },
};

function isDayAlone(typed: string): boolean {
  const read = readDay(typed);
  if (read === undefined || SHORT_WEEKDAY.test(typed)) return false;
  return 'problem' in read ? WRITTEN_IN_NUMBERS.test(typed) : !('ago' in read && read.ago === 0);
}
