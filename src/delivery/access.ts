/** Records that a platform refuses posts to a channel, tells the channel's last subscriber once, and clears it after a post. */
import { type Channel, withName } from '../channels/channel.ts';
import { type ChannelId, platformOf } from '../model/channel-id.ts';
import { messageOf } from '../model/errors.ts';
import type { Block } from '../model/message.ts';
import { inTime } from './attempt.ts';
import type { DeliveryContext } from './context.ts';
import type { Delivery, Outcome } from './delivery.ts';

type Needs = Pick<DeliveryContext, 'channels' | 'ledger' | 'messengers' | 'clock' | 'log' | 'sleep'>;

/**
 * Returns a function by which a channel is marked as out of reach, with the reason, until a post gets through; what waits for it is
 * given up. Its last subscriber is told once. Rejects where that could not be stored.
 */
export function createParking(context: Needs) {
  const { channels, ledger, clock, log } = context;

  const tell = async (channel: Channel, why: string) => {
    const person = channels.topics(channel.id).at(-1)?.by;
    const messenger = context.messengers.get(platformOf(channel.id));
    if (person === undefined || messenger?.tell === undefined) return;
    const summary = `We couldn't post to ${channel.name}. ${why} Its topics are kept, and posts resume by themselves once this is fixed.`;
    try {
      const blocks: Block[] = [{ kind: 'text', line: [{ text: summary }] }];
      await inTime(context.sleep, async () => messenger.tell?.(person, { summary, blocks, actions: [] }));
    } catch (error) {
      log.warn('the subscriber could not be told', { channel: channel.id, reason: messageOf(error) });
    }
  };

  return async (id: ChannelId, reason: string): Promise<void> => {
    const channel = channels.get(id);
    if (channel === undefined) return;
    await ledger.failWaiting(id, reason, clock());
    if (channel.state.kind === 'no-access') return;
    const state = { kind: 'no-access', why: reason, since: clock(), told: true } as const;
    if (await setState(channels, id, 'ok', state)) await tell(channel, withName(reason, channel));
  };
}

/** Returns a function to be called after each attempt, with how it ended. */
export function createAccessRecorder(context: Needs) {
  const { channels, log } = context;
  const park = createParking(context);

  return async ({ key, channel: id }: Delivery, outcome: Outcome): Promise<void> => {
    const channel = channels.get(id);
    if (channel === undefined) return;
    if (outcome.kind === 'part' || outcome.kind === 'complete') {
      log.info('posted', {
        delivery: key,
        ...(outcome.kind === 'part' ? { part: outcome.receipt.messageId } : {}),
      });
      if (channel.state.kind === 'no-access') await setState(channels, id, 'no-access', { kind: 'ok' });
      return;
    }
    const { reason } = outcome;
    const level = outcome.kind === 'later' && outcome.isOwnPace ? 'debug' : 'warn';
    log[level](outcome.kind === 'later' ? 'post put off' : `post ${outcome.kind}`, { delivery: key, reason });
    if (outcome.kind === 'failed' && outcome.noAccess) await park(id, reason);
  };
}

/** Returns false when another process has changed it meanwhile, as when its settings were found damaged. */
async function setState(
  channels: Needs['channels'],
  id: ChannelId,
  from: Channel['state']['kind'],
  state: Channel['state'],
): Promise<boolean> {
  let isFrom = false;
  await channels.change(id, (before) => {
    isFrom = before.state.kind === from;
    return isFrom ? { channel: { ...before, state } } : {};
  });
  return isFrom;
}
