/**
 * Sends invitations: at once, and again after a while where a server asks for that. None is sent twice, but
 * the same message where its answer was lost and it is asked for again.
 */
import { span } from '../../src/model/counted.ts';
import { messageOf, PaperboyError } from '../../src/model/errors.ts';
import type { Clock, Log } from '../../src/model/ports.ts';
import type { Api } from './api.ts';
import { compose } from './compose.ts';
import { readFailure } from './errors.ts';
import type { SentMessages } from './find.ts';
import { invitationMail } from './invitation-mail.ts';
import { FIRST_WAIT_MS, type Invitation, type Invitations } from './invitations.ts';
import { type Mailbox, readMailbox } from './mailbox.ts';
import { unasked } from './refusals.ts';
import { returnPathOf } from './return-path.ts';

/** Attempts before an invitation is given up: over some hours. */
const MOST_ATTEMPTS = 8;

export interface Outbox {
  /** Sends the invitation of an address, if that is due and nobody else does. Never rejects. */
  send(address: string): Promise<void>;
  /** Sends all that are due. Never rejects. */
  sendDue(): Promise<void>;
  /** Resolves when nothing is under way any more, with what kept the last one from being sent; undefined where nothing did. */
  idle(): Promise<string | undefined>;
}

/** @param context.publicUrl where links lead; without it, an invitation holds a code */
export function createOutbox(context: {
  api: Api;
  invitations: Invitations;
  sent: Pick<SentMessages, 'beginInvitation'>;
  from: Mailbox;
  bounces: Mailbox | undefined;
  publicUrl: string | undefined;
  clock: Clock;
  log: Log;
}): Outbox {
  const { api, invitations, sent, from, bounces, publicUrl, clock, log } = context;
  const underWay = new Set<Promise<void>>();
  /** How attempts ended that could not be stored yet, by address. */
  const unsettled = new Map<string, () => Promise<void>>();
  let trouble: string | undefined;

  async function attempt(address: string): Promise<void> {
    const read = readMailbox(address);
    const invitation = 'mailbox' in read ? await invitations.take(address) : undefined;
    if (invitation === undefined || !('mailbox' in read)) return noteDelay(address);
    let ended: Partial<Invitation> = { state: 'sent', unsure: false };
    try {
      const { messageId, message } = await prepare(invitation, read.mailbox);
      await api.send(
        { from: returnPathOf(messageId, bounces, from), to: read.mailbox.address },
        message,
        () => true,
      );
    } catch (error) {
      ended = afterFailure(error, invitation);
    }
    unsettled.set(address, () => invitations.settle(address, invitation, ended));
    await settle(address).catch((error: unknown) =>
      log.warn('how a confirmation ended could not be stored yet', { reason: messageOf(error) }),
    );
  }

  /** All that is done before anything is sent. */
  async function prepare(invitation: Invitation, to: Mailbox) {
    try {
      const messageId = await sent.beginInvitation(invitation.id, to.address);
      const mail = invitationMail(invitation, to, publicUrl);
      return { messageId, message: await compose({ from, to, messageId, at: invitation.at, ...mail }) };
    } catch (error) {
      throw unasked(error);
    }
  }

  /** Stores how the last attempt for an address ended. @throws what the store throws; then it may be repeated */
  async function settle(address: string): Promise<void> {
    const store = unsettled.get(address);
    await store?.();
    // A later attempt may have ended meanwhile.
    if (unsettled.get(address) === store) unsettled.delete(address);
  }

  /** What was put off lately is not tried yet, and whoever asks again is told so. */
  async function noteDelay(address: string): Promise<void> {
    const delayed = await invitations.delayed(address);
    if (delayed === undefined) return;
    const wait = span(delayed.notBefore - clock());
    trouble = `The last attempt failed, and the next one is possible in ${wait}. ${delayed.trouble}`;
  }

  function afterFailure(error: unknown, { attempts }: Invitation): Partial<Invitation> {
    const failure = readFailure(error, 'A confirmation');
    log.warn('a confirmation could not be sent', { reason: messageOf(failure) });
    if (failure.code === 'later' || failure.code === 'uncertain') trouble = failure.message;
    // It may have arrived: nothing sends it again by itself.
    if (failure.code === 'uncertain') return { state: 'sent', unsure: true, trouble: failure.message };
    if (!(failure instanceof PaperboyError) || failure.code !== 'later' || attempts + 1 >= MOST_ATTEMPTS)
      return { state: 'failed' };
    const wait = FIRST_WAIT_MS * 2 ** attempts;
    const notBefore = clock() + wait;
    return { state: 'waiting', attempts: attempts + 1, notBefore, trouble: failure.message };
  }

  async function send(address: string): Promise<void> {
    const sending = attempt(address).catch((error: unknown) =>
      log.warn('a confirmation could not be sent', { reason: messageOf(error) }),
    );
    underWay.add(sending);
    await sending;
    underWay.delete(sending);
  }

  return {
    send,
    async sendDue() {
      for (const address of unsettled.keys()) await settle(address).catch(() => {});
      const due = await invitations.due().catch(() => []);
      for (const address of due) await send(address);
    },
    async idle() {
      await Promise.allSettled(underWay);
      const last = trouble;
      trouble = undefined;
      return last;
    },
  };
}
