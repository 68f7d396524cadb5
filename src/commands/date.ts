/** `date`: shows the digest for a day. */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { localDay } from '../delivery/slots.ts';
import type { Command } from './command.ts';
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
  run(read, { channel }, context) {
    if ('day' in read) return digestPage(read.day, 0, context);
    // By the clocks of the channel's zone.
    const today = Temporal.PlainDate.from(localDay(context.delivery.zone(channel), context.clock()));
    return digestPage(today.subtract({ days: read.ago }).toString(), 0, context);
  },
};
