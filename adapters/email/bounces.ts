/**
 * Takes over what mail that came back says: an address that is refused for good is parked with the reason, as after a refusal by the
 * server itself. What nobody can prove changes nothing, and what was taken over before changes nothing again.
 */
import type { Addresses } from '../../src/model/addresses.ts';
import { messageOf } from '../../src/model/errors.ts';
import type { CommandService, Log } from '../../src/model/ports.ts';
import { ADDRESSES } from './delivery-status.ts';
import { readReturn, shown } from './errors.ts';
import type { SentMessages } from './find.ts';
import type { Invitations } from './invitations.ts';
import { type Mailbox, readMailbox } from './mailbox.ts';
import { channelsOf, readPlaceId } from './places.ts';
import type { Refusals } from './refusals.ts';
import { type Report, readReport } from './report.ts';

export type TakeReturned = Addresses['takeReturned'];

type Known = NonNullable<Awaited<ReturnType<SentMessages['byKey']>>>;

export interface BouncesContext {
  bounces: Mailbox | undefined;
  sent: SentMessages;
  refusals: Refusals;
  invitations: Invitations;
  service: Pick<CommandService, 'park' | 'placesIn' | 'returned'>;
  log: Log;
}

/** @param context.bounces the address that mail comes back to, where it is another than the sender */
export function createBounces(context: BouncesContext): TakeReturned {
  const { bounces, sent, refusals, invitations, service, log } = context;

  /** Undefined for what can't be read: it will not become readable. */
  async function read(raw: Uint8Array): Promise<Report | undefined> {
    try {
      return await readReport(raw, bounces);
    } catch (error) {
      log.warn('a message that came back could not be read', { reason: messageOf(error) });
      return undefined;
    }
  }

  async function takeBounce(
    known: Known,
    address: string,
    { fates: all, reached }: Report,
  ): Promise<boolean> {
    // What names nobody is about the one whom it was sent to.
    const own = all.filter(({ failed }) => failed.length === 0 || failed.includes(address));
    const fates = own.length > 0 ? own : all;
    const [fate] = fates;
    // A list has members who have it, and a mailbox may be forwarded to several people. Which one has left is not ours to mend.
    if (reached.includes(address) || (own.length === 0 && all.length + reached.length > 1)) {
      log.info('a message came back from some of those whom an address hands it to', { to: address });
      return false;
    }
    if (fate === undefined || !fates.every(({ isOver }) => isOver)) {
      log.info('a message waits for its server', { to: address, reason: shown(fate?.answer ?? '') });
      return false;
    }
    // Whom mail is forwarded to is nobody's business.
    const answer = fate.answer.replace(ADDRESSES, (other) => (other.toLowerCase() === address ? other : '…'));
    const failure = readReturn(answer, known.channel ?? 'A confirmation');
    log.warn('a message came back', { to: address, reason: failure.message });
    const { channel, delivery } = known;
    const isRefused = failure.code === 'no-access' && fates.every(({ isPermanent }) => isPermanent);
    if (channel === undefined) {
      if (isRefused) await invitations.returned(address, known.invited?.id ?? '');
      return isRefused;
    }
    // Where mail is forwarded, others may have it, and those who get the next one must not lose it.
    const isOwn = own.length > 0;
    const isFreed =
      isOwn && delivery !== undefined && (await service.returned(channel, delivery, failure.message));
    if (!isRefused) return isFreed;
    const counts = !isOwn || (await refusals.returned(address, failure, known));
    if (counts) await service.park(channel, failure.message);
    return true;
  }

  async function takeComplaint(to: Mailbox, { at }: Known): Promise<boolean> {
    const why = `A reader of ${to.address} reported a message as spam.`;
    log.warn('a message was reported as spam', { to: to.address });
    if (!(await refusals.complained(to.address, why, at))) return true;
    for (const channel of await channelsOf(to, service)) await service.park(channel, why);
    return true;
  }

  /** @param isProven whether the report was sent to the return path of this very message */
  async function take(known: Known, report: Report, isProven: boolean): Promise<boolean> {
    const to = mailboxOf(known);
    if (to === undefined || known.returned) return false;
    const { address } = to;
    const isOwn =
      report.recipients.includes(address) ||
      report.reached.includes(address) ||
      report.fates.some(({ failed, sentTo }) => [...failed, ...sentTo].includes(address));
    const isChanged =
      report.kind === 'complaint'
        ? (isProven || isOwn || report.recipients.length === 0) && (await takeComplaint(to, known))
        : (isProven || isOwn) && (await takeBounce(known, address, report));
    if (isChanged) await sent.returned(known.messageId);
    return isChanged;
  }

  return async (raw) => {
    const report = await read(raw);
    if (report === undefined) return 'other';
    let found: 'other' | 'unchanged' | 'taken' = 'other';
    for (const key of new Set([...report.fromPath, ...report.fromIds])) {
      const known = await sent.byKey(key);
      if (known === undefined) continue;
      const isChanged = await take(known, report, report.fromPath.includes(key));
      if (isChanged || found === 'other') found = isChanged ? 'taken' : 'unchanged';
    }
    return found;
  };
}

/** Whom a message was for; undefined where that is not kept, as for those of older versions. */
function mailboxOf({ channel, invited }: Known): Mailbox | undefined {
  if (channel !== undefined) return readPlaceId(channel);
  const read = readMailbox(invited?.address ?? '');
  return 'mailbox' in read ? read.mailbox : undefined;
}
