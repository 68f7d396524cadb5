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
import type { Invitation } from './invitation.ts';
import { invitationMail } from './invitation-mail.ts';
import { FIRST_WAIT_MS, type Invitations, LEASE_MS, MOST_ATTEMPTS } from './invitations.ts';
import { type Mailbox, readMailbox } from './mailbox.ts';
import { DAY_MS, type Quota } from './quota.ts';
import { unasked } from './refusals.ts';
import { returnPathOf } from './return-path.ts';

/** Emails that ask one address to confirm, in a day. */
const MOST_A_DAY = 3;
/** Until the limit of an address is looked at again. Milliseconds. */
const LIMITED_MS = 3_600_000;
const LIMITED = `An address gets up to ${MOST_A_DAY} such emails a day. The next one is sent when a day has passed since the first.`;
/** Between two renewals of the claim on an invitation that is being sent. Milliseconds. */
const RENEW_MS = LEASE_MS / 4;

export interface Outbox {
  /** Sends the invitation of an address, if that is due and nobody else does; false where nothing was to be sent. Never rejects. */
  send(address: string): Promise<boolean>;
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
  quota: Quota;
  from: Mailbox;
  bounces: Mailbox | undefined;
  publicUrl: string | undefined;
  clock: Clock;
  log: Log;
}): Outbox {
  const { api, invitations, sent, quota, from, bounces, publicUrl, clock, log } = context;
  const underWay = new Set<Promise<boolean>>();
  /** How attempts ended that could not be stored yet, by address. */
  const unsettled = new Map<string, () => Promise<void>>();
  let trouble: string | undefined;

  async function attempt(address: string): Promise<boolean> {
    const read = readMailbox(address);
    const invitation = 'mailbox' in read ? await invitations.take(address) : undefined;
    if (invitation === undefined || !('mailbox' in read)) {
      await noteDelay(address);
      return false;
    }
    const renewing = setInterval(
      () => void invitations.renew(address, invitation).catch(() => {}),
      RENEW_MS,
    ).unref();
    const ended = await sendTo(read.mailbox, invitation)
      .catch((error: unknown) => afterFailure(error, invitation))
      .finally(() => clearInterval(renewing));
    unsettled.set(address, () => invitations.settle(address, invitation, ended));
    await settle(address).catch((error: unknown) =>
      log.warn('how a confirmation ended could not be stored yet', { reason: messageOf(error) }),
    );
    return true;
  }

  /** Returns how it ended. @throws what the server or the store throws */
  async function sendTo(to: Mailbox, invitation: Invitation): Promise<Partial<Invitation>> {
    if (!invitation.unspent && !(await maySend(to.address))) {
      trouble = LIMITED;
      return { state: 'waiting', notBefore: clock() + LIMITED_MS, trouble };
    }
    const { messageId, message } = await prepare(invitation, to);
    await api.send({ from: returnPathOf(messageId, bounces, from), to: to.address }, message, () => true);
    return { state: 'sent', unsure: false, unspent: false };
  }

  /** Whether the address has not had all emails of its day; counts one. */
  async function maySend(address: string): Promise<boolean> {
    try {
      return await quota(`address ${address}`, MOST_A_DAY, DAY_MS);
    } catch (error) {
      throw unasked(error);
    }
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
    if (delayed.trouble === LIMITED) {
      trouble = LIMITED;
      return;
    }
    const wait = span(delayed.notBefore - clock());
    trouble = `The last attempt failed, and the next one is possible in ${wait}. ${delayed.trouble}`;
  }

  function afterFailure(error: unknown, { attempts }: Invitation): Partial<Invitation> {
    const failure = readFailure(error, 'A confirmation');
    log.warn('a confirmation could not be sent', { reason: messageOf(failure) });
    if (failure.code === 'later' || failure.code === 'uncertain') trouble = failure.message;
    // It may have arrived: nothing sends it again by itself.
    if (failure.code === 'uncertain')
      return { state: 'sent', unsure: true, unspent: false, trouble: failure.message };
    if (!(failure instanceof PaperboyError) || failure.code !== 'later' || attempts + 1 >= MOST_ATTEMPTS)
      return { state: 'failed' };
    const wait = FIRST_WAIT_MS * 2 ** attempts;
    const notBefore = clock() + wait;
    return {
      state: 'waiting',
      attempts: attempts + 1,
      unspent: true,
      notBefore,
      trouble: failure.message,
    };
  }

  async function send(address: string): Promise<boolean> {
    const sending = attempt(address).catch((error: unknown) => {
      log.warn('a confirmation could not be sent', { reason: messageOf(error) });
      return true;
    });
    underWay.add(sending);
    try {
      return await sending;
    } finally {
      underWay.delete(sending);
    }
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
