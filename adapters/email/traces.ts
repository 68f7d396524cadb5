/** Says what each of mail's shelves holds of addresses, and of people and channels that asked for one. */
import type { AddressWish } from '../../src/model/addresses.ts';
import { formatSpaceId, isInSpace } from '../../src/model/channel-id.ts';
import { personSubject, type ShelfTraces, type Subject, wholeWhere } from '../../src/model/traces.ts';
import type { Sent } from './find.ts';
import type { Invitation } from './invitation.ts';
import { readMailbox } from './mailbox.ts';
import { addressOf, PLATFORM, placeOf } from './places.ts';

/** What is kept under an address. */
function isOf(address: string, subject: Subject): boolean {
  const read = readMailbox(address);
  return (
    subject.isPerson(`${PLATFORM}:${address}`) ||
    ('mailbox' in read && subject.isChannel(placeOf(read.mailbox).id))
  );
}

const isCopyOf = (wish: AddressWish | undefined, subject: Subject) =>
  wish !== undefined && 'copies' in wish && subject.isChannel(wish.copies.id);

export const EMAIL_TRACES: readonly ShelfTraces[] = [
  {
    shelf: 'email_invitations',
    kind: 'invitations',
    without: wholeWhere((address, value, subject) => {
      const { wish, more = [], next } = (value ?? {}) as Partial<Invitation>;
      const wishes = [wish, ...more, next?.wish, ...(next?.more ?? [])];
      return isOf(address, subject) || wishes.some((one) => isCopyOf(one, subject));
    }),
  },
  {
    shelf: 'email_refused',
    kind: 'refusals by mail servers',
    without: wholeWhere((address, _, subject) => isOf(address, subject)),
  },
  {
    shelf: 'email_sent',
    kind: 'notes on mail that was sent',
    without: wholeWhere((_, value, subject) => {
      const { channel, invited } = (value ?? {}) as Partial<Sent>;
      return (
        (channel !== undefined && subject.isChannel(channel)) ||
        (invited !== undefined && isOf(invited.address, subject))
      );
    }),
  },
  {
    shelf: 'email_asked',
    kind: 'counts of confirmations that were asked for',
    without: wholeWhere((key, _, subject) => {
      const [, what, name = ''] = /^(person|address|domain) (.+)$/s.exec(key) ?? [];
      return (
        (what === 'person' && subject.isPerson(name)) ||
        (what === 'address' && isOf(name, subject)) ||
        (what === 'domain' && subject.id === formatSpaceId(PLATFORM, name))
      );
    }),
  },
  { shelf: 'email_keys', holdsNobody: 'the key that signs links' },
  { shelf: 'email_bounces', holdsNobody: 'how far the mailbox for bounces was read' },
];

/** `email:me@lab.org` is a person, with all channels of the address; `email:lab.org` is all addresses of a domain. */
export function subjectOf(id: string): Subject | undefined {
  const typed = id.startsWith(`${PLATFORM}:`) ? id.slice(PLATFORM.length + 1) : '';
  const read = readMailbox(typed);
  if ('mailbox' in read) {
    const { address } = read.mailbox;
    return personSubject(`${PLATFORM}:${address}`, (channel) => addressOf(channel) === address);
  }
  if (!/^[^:@]+\.[^:@]+$/.test(typed)) return undefined;
  const isAddress = (one: string) => one.startsWith(`${PLATFORM}:`) && one.endsWith(`@${typed}`);
  return { id, kind: 'space', isPerson: isAddress, isChannel: (one) => isInSpace(one, id) };
}
