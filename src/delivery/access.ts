/** Records that a platform refuses posts to a channel, tells the channel's last subscriber once, and clears it after a post. */
import { type Channel, withName } from '../channels/channel.ts';
import type { Channels } from '../channels/channels.ts';
import { platformOf } from '../model/channel-id.ts';
import { messageOf } from '../model/errors.ts';
import type { Block } from '../model/message.ts';
import type { Clock, Log, Messenger } from '../model/ports.ts';
import { inTime } from './attempt.ts';
import type { Delivery } from './delivery.ts';
import type { Ledger, Outcome } from './ledger.ts';

export interface AccessContext {
  channels: Channels;
  ledger: Pick<Ledger, 'failWaiting'>;
  messengers: ReadonlyMap<string, Messenger>;
  clock: Clock;
  log: Log;
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Returns a function to be called after each attempt, with how it ended. */
export function createAccessRecorder(
  context: AccessContext,
): (delivery: Delivery, outcome: Outcome) => Promise<void> {
  const { channels, ledger, clock, log } = context;

  const tell = async (channel: Channel, why: string) => {
    const person = channels.topics(channel.id).at(-1)?.by;
    const messenger = context.messengers.get(platformOf(channel.id));
    const { tell: telling } = messenger ?? {};
    if (person === undefined || telling === undefined) return;
    const summary = `We couldn't post to ${channel.name}. ${why} Its topics are kept, and posts resume by themselves once this is fixed.`;
    try {
      const blocks: Block[] = [{ kind: 'text', line: [{ text: summary }] }];
      await inTime(context, () => telling.call(messenger, person, { summary, blocks, actions: [] }));
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
