/** How refusals of an address are counted, and what ends them. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createRefusals, type Refused } from '../../../adapters/email/refusals.ts';
import { PaperboyError } from '../../../src/model/errors.ts';
import type { Shelf } from '../../../src/model/ports.ts';
import { createShelves } from '../shelves.ts';

const ME = 'me@lab.example';
const GONE = new PaperboyError('no-access', 'No such mailbox.');

let now: number;
let shelf: Shelf<Refused>;
let refusals: ReturnType<typeof createRefusals>;

beforeEach(() => {
  now = Date.parse('2025-12-12T09:00:00Z');
  shelf = createShelves().shelf('email_refused');
  refusals = createRefusals(shelf, () => now);
});

/** Refused posts that all begin now, and are answered after `meanwhile`. */
async function refuse(posts: number, meanwhile: () => Promise<void> = async () => {}): Promise<void> {
  const begun = await Promise.all(Array.from({ length: posts }, () => refusals.check(ME)));
  now += 1_000;
  await meanwhile();
  now += 1_000;
  for (const at of begun) await refusals.refused(ME, GONE, at);
}

describe('refusals of an address', () => {
  it('count where they are about what was sent since it confirmed last', async () => {
    await refuse(3);
    await expect(refusals.check(ME)).rejects.toThrow('After 3 refusals nothing more is sent there');
    await refusals.forget(ME);
    await refuse(2);
    await refuse(3, () => refusals.forget(ME));
    await expect(refusals.check(ME)).resolves.toBe(now);
    await refuse(3);
    await expect(refusals.check(ME)).rejects.toThrow('After 3 refusals');
  });

  it('count the same where it had none before it confirmed', async () => {
    await refuse(3, () => refusals.forget(ME));
    await expect(refusals.check(ME)).resolves.toBe(now);
  });

  it('leave no record of an address that confirmed after messages of then can no longer come back', async () => {
    await refusals.forget(ME);
    now += 14 * 24 * 3_600_000;
    await refusals.sweep();
    expect(await shelf.get(ME)).toBeDefined();
    now += 1;
    await refusals.sweep();
    expect(await shelf.get(ME)).toBeUndefined();
  });

  it('are not written back by a message that was taken while they were deleted', async () => {
    await refusals.returned(ME, GONE, { messageId: 'a', at: now });
    const { get } = shelf;
    shelf.get = async (key) => {
      const kept = await get(key);
      await shelf.delete(key);
      return kept;
    };
    await refusals.taken(ME);
    expect(await get(ME)).toBeUndefined();
  });
});
