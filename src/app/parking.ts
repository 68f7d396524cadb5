/** What the end of an attempt means for its channel: parked and its subscriber told once, or well again. */
import type { Channel } from '../channels/channel.ts';
import type { Channels } from '../channels/channels.ts';
import { withName } from '../commands/place-names.ts';
import { inTime } from '../delivery/attempt.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { Ledger, Outcome } from '../delivery/ledger.ts';
import { messageOf } from '../model/errors.ts';
import type { Block } from '../model/message.ts';
import type { Clock, Log, Messenger } from '../model/ports.ts';

export function createParking(rooms: {
  channels: Channels;
  ledger: Ledger;
  messengers: ReadonlyMap<string, Messenger>;
  clock: Clock;
  log: Log;
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}): (delivery: Delivery, outcome: Outcome) => Promise<void> {
  const { channels, ledger, clock, log } = rooms;

  /** The one who subscribed last is told, alone, and only the first time. */
  const tell = async (channel: Channel, why: string) => {
    const person = channels.topics(channel.id).at(-1)?.by;
    const messenger = rooms.messengers.get(channel.id.split(':', 1)[0] ?? '');
    const { tell: telling } = messenger ?? {};
    if (person === undefined || telling === undefined) return;
    const summary = `We couldn't post to ${channel.name}. ${why} Its topics are kept, and posts resume by themselves once this is fixed.`;
    try {
      const blocks: Block[] = [{ kind: 'text', line: [{ text: summary }] }];
      await inTime(rooms, () => telling.call(messenger, person, { summary, blocks, actions: [] }));
    } catch (error) {
      log.warn('the subscriber could not be told', { channel: channel.id, reason: messageOf(error) });
    }
  };

  return async ({ key, channel: id }, outcome) => {
    const channel = channels.get(id);
    if (channel === undefined) return;
    if (outcome.kind === 'part') {
      log.info('posted', { delivery: key, part: outcome.receipt.messageId });
      if (channel.state.kind === 'no-access')
        await channels.update(id, (before) => ({ ...before, state: { kind: 'ok' } }));
      return;
    }
    log.warn(outcome.kind === 'later' ? 'post put off' : `post ${outcome.kind}`, {
      delivery: key,
      reason: outcome.reason,
    });
    if (outcome.kind !== 'failed' || !outcome.noAccess) return;
    const { reason } = outcome;
    await ledger.failWaiting(id, reason, clock());
    if (channel.state.kind === 'no-access') return;
    await channels.update(id, (before) => ({
      ...before,
      state: { kind: 'no-access', why: reason, since: clock(), told: true },
    }));
    await tell(channel, withName(reason, channel));
  };
}
