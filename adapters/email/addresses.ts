/** Invites addresses and takes their confirmations. What is answered is the same whatever is known of an address. */
import type { Addresses, AddressWish } from '../../src/model/addresses.ts';
import { messageOf, PaperboyError, reasonForPeople } from '../../src/model/errors.ts';
import { type Block, plain, type Reply } from '../../src/model/message.ts';
import type { CommandService, Log } from '../../src/model/ports.ts';
import type { TakeReturned } from './bounces.ts';
import { wishesOf } from './invitation.ts';
import { sayWish, sayWishes } from './invitation-mail.ts';
import type { Confirmation, Invitations } from './invitations.ts';
import type { Links } from './links.ts';
import { type Mailbox, readMailbox } from './mailbox.ts';
import type { Outbox } from './outbox.ts';
import { channelsOf, placeOf } from './places.ts';
import type { Quota } from './quota.ts';
import type { Refusals } from './refusals.ts';

const HOUR_MS = 3_600_000;
/**
 * Confirmations that one person, one place on the network, one domain and everyone may ask for in an hour. A place is a whole team
 * where a router or a proxy stands before it.
 */
const MOST = { person: 10, client: 30, domain: 60, all: 300 };

/** What a confirmation led to; `lines` say it on a page. */
export type Confirmed = { reply: Reply; lines: string[] } | { problem: string };

const WRONG = 'That code is wrong, or too old. Copy it from the newest email, or ask for a new one.';

export interface AddressesContext {
  service: Pick<CommandService, 'accept' | 'leave' | 'placesIn'>;
  log: Pick<Log, 'warn'>;
  invitations: Invitations;
  outbox: Outbox;
  links: Links;
  quota: Quota;
  refusals: Refusals;
  takeReturned: TakeReturned;
  byLink: boolean;
}

/**
 * Makes the port by which the core reaches addresses, `confirmed`, which carries out what an invitation led to, and `resume`, which
 * does so where that was interrupted.
 */
export function createAddresses(context: AddressesContext) {
  const { service, invitations, outbox, links, quota, refusals, takeReturned, byLink, log } = context;

  /**
   * Starts what was asked for, which may be repeated: where that fails, whoever confirms again or looks next goes on, unless it can't
   * succeed later.
   */
  async function confirmed(address: string, confirmation: Confirmation): Promise<Confirmed> {
    if (confirmation.kind === 'wrong') return { problem: WRONG };
    if (confirmation.kind === 'already') return said([`${address} is confirmed already.`]);
    if (confirmation.kind === 'underWay')
      return said([`${address} is confirmed. What was requested is being started.`]);
    const { invitation } = confirmation;
    const started: AddressWish[] = [];
    const problems: string[] = [];
    let isAllSent = false;
    try {
      for (const wish of wishesOf(invitation)) {
        const { problem, isAll } = await start(address, wish);
        if (isAll) isAllSent = true;
        if (problem === undefined) started.push(wish);
        else problems.push(`I couldn't start ${plain(sayWish(wish))}. ${problem}`);
      }
      if (started.length === 0) {
        await invitations.finish(address, invitation, 'failed');
        return { problem: problems.join(' ') };
      }
      await refusals.forget(address);
      await invitations.finish(address, invitation, 'confirmed');
      const lines = sayWishes(
        started,
        (only) => `Confirmed. ${address} will get ${only}.`,
        `Confirmed. ${address} will get:`,
        isAllSent,
      );
      return said([...lines, ...problems]);
    } catch (error) {
      // Where the store takes nothing, the claim runs out by itself.
      await invitations.release(address, invitation).catch(() => {});
      log.warn('what was confirmed could not be started yet', { reason: messageOf(error) });
      return {
        problem: `That could not be stored yet. ${reasonForPeople(error)} Paperboy goes on by itself while it runs; you can also try again.`,
      };
    }
  }

  /** Starts what was confirmed and not started to its end, as where the process ended. Never rejects. */
  async function resume(): Promise<void> {
    const interrupted = await invitations.interrupted().catch(() => []);
    for (const address of interrupted) {
      const confirmation = await invitations.resume(address).catch(() => undefined);
      if (confirmation !== undefined) await confirmed(address, confirmation).catch(() => {});
    }
  }

  /** Returns why it can't be started, where that will not change, or whether all papers come. @throws what the store throws */
  async function start(address: string, wish: AddressWish): Promise<{ problem?: string; isAll?: boolean }> {
    const place = placeOf(mailboxOf(address), 'copies' in wish ? wish.copies.id : undefined);
    // Whoever confirms is who reads the address.
    const person = { id: `email:${address}`, name: address };
    try {
      return { isAll: (await service.accept({ place, person, wish })) === 'all' };
    } catch (error) {
      if (error instanceof PaperboyError && error.code === 'refused') return { problem: error.message };
      throw error;
    }
  }

  async function mayAsk(
    { person, client, isOperator }: Parameters<Addresses['invite']>[0],
    domain: string,
  ): Promise<string | undefined> {
    const isWithin =
      isOperator ||
      ((await quota(`person ${person.id}`, MOST.person, HOUR_MS)) &&
        // Whoever throws a cookie away is another person, at the same place.
        (client === undefined ||
          (await quota(`client ${await links.keyOf(`client ${client}`)}`, MOST.client, HOUR_MS))));
    if (!isWithin) return "You've asked for too many confirmations. Try again in an hour.";
    const others =
      (await quota(`domain ${domain}`, MOST.domain, HOUR_MS)) && (await quota('all', MOST.all, HOUR_MS));
    return others ? undefined : 'Too many confirmations were requested recently. Try again in an hour.';
  }

  const addresses: Addresses = {
    read(typed) {
      const read = readMailbox(typed);
      return 'mailbox' in read ? { address: read.mailbox.address } : read;
    },
    placeOf: (address, copied) => placeOf(mailboxOf(address), copied),
    async invite(asked) {
      const { address, wish } = asked;
      const problem = await mayAsk(asked, mailboxOf(address).domain);
      if (problem !== undefined) return { problem };
      await invitations.open(address, wish);
      // Not waited for, unless it is the operator: how long it takes would tell whether anything is sent. One that was put off may be
      // due by now, where no process runs that looks for it.
      const sending = outbox.send(address);
      if (asked.isOperator && !(await sending))
        return { by: byLink ? 'link' : 'code', isUnsent: true as const };
      return { by: byLink ? 'link' : 'code' };
    },
    idle: outbox.idle,
    takeReturned,
    async confirm(address, code) {
      return confirmed(address, await invitations.byCode(address, code));
    },
    async stop(address, code) {
      if (!(await links.isCodeOf(address, code))) return false;
      for (const id of await channelsOf(mailboxOf(address), service)) await service.leave(id);
      return true;
    },
  };
  return { addresses, confirmed, resume };
}

/** @throws Error for what `read` did not give */
function mailboxOf(address: string): Mailbox {
  const read = readMailbox(address);
  if ('mailbox' in read) return read.mailbox;
  throw new Error('not an email address');
}

function said(lines: string[]): Confirmed {
  const blocks = lines.map((text): Block => ({ kind: 'text', line: [{ text }] }));
  return { reply: { audience: 'person', summary: lines.join(' '), blocks, actions: [] }, lines };
}
