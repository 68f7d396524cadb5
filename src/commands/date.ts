/** `date`: shows the digest for a day. */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { Day } from '../model/paper.ts';
import type { Command } from './command.ts';
import type { Caller, Context } from './context.ts';
import { MOST_TYPED_DAY, type ReadDay, readDay } from './day.ts';
import { digestPage } from './digest-page.ts';

export const date: Command<Exclude<ReadDay, { problem: string }>> = {
  name: 'date',
  group: 'find',
  usage: 'date <day>',
  does: 'show the digest for a day',
  details: '`yesterday` and `Dec 12, 2025` work too.',
  example: 'date 2025-12-12',
  arguments: [
    { name: 'day', does: 'Such as 2025-12-12', value: z.string().max(MOST_TYPED_DAY), required: true },
  ],
  parse(rest) {
    if (rest === '') return { problem: '`date` needs a day, such as `2025-12-12`.' };
    return readDay(rest);
  },
  run(read, caller, context) {
    return digestPage('day' in read ? read.day : dayAgo(read.ago, caller, context), 0, context);
  },
};

/** The day that was `ago` days before the current one, by the clocks of the channel's zone. */
function dayAgo(
  ago: number,
  { channel }: Caller,
  { clock, delivery }: Pick<Context, 'clock' | 'delivery'>,
): Day {
  const now = Temporal.Instant.fromEpochMilliseconds(clock()).toZonedDateTimeISO(delivery.zone(channel));
  return now.toPlainDate().subtract({ days: ago }).toString();
}
