/** Invites addresses and takes their confirmations. What is answered is the same whatever is known of an address. */
import type { Addresses, AddressWish } from '../../src/model/addresses.ts';
import { PaperboyError, reasonForPeople } from '../../src/model/errors.ts';
import { type Block, plain, type Reply } from '../../src/model/message.ts';
import type { CommandService } from '../../src/model/ports.ts';
import type { TakeReturned } from './bounces.ts';
import { sayWish, sayWishes } from './invitation-mail.ts';
import { type Confirmation, type Invitations, wishesOf } from './invitations.ts';
import type { Links } from './links.ts';
import { type Mailbox, readMailbox } from './mailbox.ts';
import type { Outbox } from './outbox.ts';
import { channelsOf, placeOf } from './places.ts';
import { DAY_MS, type Quota } from './quota.ts';
import type { Refusals } from './refusals.ts';

const HOUR_MS = 3_600_000;
/**
 * Confirmations that one person, one place on the network, one domain and everyone may ask for in an hour, and that one address gets
 * in a day. A place is a whole team where a router or a proxy stands before it.
 */
const MOST = { person: 10, client: 30, domain: 60, all: 300, address: 3 };

/** What a confirmation led to; `lines` say it on a page. */
export type Confirmed = { reply: Reply; lines: string[] } | { problem: string };

const WRONG = 'That code is wrong, or too old. Copy it from the newest email, or ask for a new one.';

export interface AddressesContext {
  service: Pick<CommandService, 'accept' | 'leave' | 'placesIn'>;
  invitations: Invitations;
  outbox: Outbox;
  links: Links;
  quota: Quota;
  refusals: Refusals;
  takeReturned: TakeReturned;
  byLink: boolean;
}

/** Makes the port by which the core reaches addresses, and `confirmed`, which carries out what an invitation led to. */
export function createAddresses(context: AddressesContext) {
  const { service, invitations, outbox, links, quota, refusals, takeReturned, byLink } = context;

  /** Starts what was asked for; where that fails, the invitation stays open, unless it can't succeed later. */
  async function confirmed(address: string, confirmation: Confirmation): Promise<Confirmed> {
    if (confirmation.kind === 'wrong') return { problem: WRONG };
    if (confirmation.kind === 'already') return said([`${address} is confirmed already.`]);
    const { invitation } = confirmation;
    const started: AddressWish[] = [];
    const problems: string[] = [];
    try {
      for (const wish of wishesOf(invitation)) {
        const problem = await start(address, wish);
        if (problem === undefined) started.push(wish);
        else problems.push(`I couldn't start ${plain(sayWish(wish))}. ${problem}`);
      }
      if (started.length === 0) {
        await invitations.putBack(address, invitation, 'failed');
        return { problem: problems.join(' ') };
      }
      await refusals.forget(address);
      const lines = sayWishes(
        started,
        (only) => `Confirmed. ${address} will get ${only}.`,
        `Confirmed. ${address} will get:`,
      );
      return said([...lines, ...problems]);
    } catch (error) {
      await invitations.putBack(address, invitation, 'sent');
      return { problem: `That could not be stored. ${reasonForPeople(error)} Try again.` };
    }
  }

  /** Returns why it can't be started, where that will not change. @throws what the store throws */
  async function start(address: string, wish: AddressWish): Promise<string | undefined> {
    const place = placeOf(mailboxOf(address), 'copies' in wish ? wish.copies.id : undefined);
    // Whoever confirms is who reads the address.
    const person = { id: `email:${address}`, name: address };
    try {
      await service.accept({ place, person, wish });
      return undefined;
    } catch (error) {
      if (error instanceof PaperboyError && error.code === 'refused') return error.message;
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
      const isFree = await quota(`address ${address}`, MOST.address, DAY_MS);
      // What is asked for is kept, also where no more is sent.
      await (isFree ? invitations.open(address, wish) : invitations.add(address, wish));
      // Not waited for: how long it takes would tell whether anything is sent. One that was put off may be due by now, where no
      // process runs that looks for it.
      void outbox.send(address);
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
  return { addresses, confirmed };
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
