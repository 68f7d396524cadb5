/** Every path that a text from outside takes costs time that is linear in its length. `npm run fuzz -- --growth` tries all at half a megabyte. */
import { expect, test } from 'vitest';
import { measureGrowth } from './growth.ts';
import { TARGETS } from './targets.ts';

/** A text that takes longer was compared with a shorter one already. Milliseconds. */
const ENOUGH_MS = 10;
/** One text of so many is as long as half a megabyte; which one depends on where it stands in the table. */
const EACH = 5;

const READING = TARGETS.filter(({ texts }) => texts !== undefined);

test.each(READING.map((one) => [one.name, one] as const))(
  '%s: twice the text is no more than twice the work',
  async (_, one) => {
    const growths = await measureGrowth(one, ENOUGH_MS, EACH);
    expect(growths.filter(({ isLinear }) => !isLinear)).toEqual([]);
  },
);
