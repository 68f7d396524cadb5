import { describe, expect, it } from 'vitest';
import { type Channel, newChannel } from '../../src/channels/channel.ts';
import { topicsOwner, withCopied } from '../../src/channels/copies.ts';

const original: Channel = {
  ...newChannel({
    id: 'test:t:a',
    name: '#a',
    joinedAt: 10,
    fromSeq: 5,
    fromDay: '2025-12-10',
    joined: true,
  }),
  since: 50,
  schedule: { every: 'day', time: '07:00' },
  zone: 'Europe/Berlin',
  limit: 3,
  page: true,
  paused: { by: { id: 'u1', name: 'Ada' }, at: 40 },
};
const copy: Channel = {
  ...newChannel({ id: 'test:t:b', name: 'b', joinedAt: 20, fromSeq: 7, joined: false }),
  copies: original.id,
  state: { kind: 'no-access', why: 'gone', since: 0, told: true },
};
const of = (id: string) => (id === original.id ? original : undefined);

describe('a channel that copies another', () => {
  it('has its settings, and its own place, beginning and state', () => {
    const { id, name, joinedAt, fromSeq, copies, state } = copy;
    const { fromDay: _, page: __, ...settings } = original;
    expect(withCopied(copy, of)).toEqual({
      ...settings,
      id,
      name,
      joinedAt,
      fromSeq,
      copies,
      state,
      since: 50,
    });
    expect(topicsOwner(copy)).toBe(original.id);
  });

  it('has no page, though the original has one', () => {
    expect(withCopied(copy, of)).not.toHaveProperty('page');
  });

  it('has its own time where it has one', () => {
    const schedule = { every: 'week', on: [1], time: '09:00' } as const;
    const own = { ...copy, schedule: { ...schedule, on: [1] }, zone: 'UTC' };
    expect(withCopied(own, of)).toMatchObject({ schedule, zone: 'UTC', limit: 3 });
  });

  it('gets nothing while the settings of that channel are damaged, of which it would get those of any new channel', () => {
    const damaged = {
      ...original,
      state: { kind: 'damaged', why: 'The stored settings are damaged.' },
    } as const;
    expect(withCopied(copy, () => damaged).state).toEqual(damaged.state);
  });

  it('follows nothing when that channel is gone', () => {
    expect(withCopied(copy, () => undefined)).toEqual({ ...copy, joined: false });
  });

  it('is a channel as it stands where it copies none', () => {
    expect(withCopied(original, () => undefined)).toBe(original);
    expect(topicsOwner(original)).toBe(original.id);
  });
});
