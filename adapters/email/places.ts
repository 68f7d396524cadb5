/** Maps email addresses to channels. An address has a channel of its own, and one for each channel whose posts it gets too. */
import { createHash } from 'node:crypto';
import { type ChannelId, formatChannelId, parseChannelId } from '../../src/model/channel-id.ts';
import { PaperboyError } from '../../src/model/errors.ts';
import type { Place } from '../../src/model/ports.ts';
import { type Mailbox, readMailbox } from './mailbox.ts';

export const PLATFORM = 'email';

/** `email:lab.org:me@lab.org`. @param copied the channel whose posts the address gets; absent: it has topics of its own */
export function placeOf({ address, domain }: Mailbox, copied?: ChannelId): Place {
  const of = copied === undefined ? '' : `/${createHash('sha256').update(copied).digest('hex').slice(0, 12)}`;
  return {
    id: formatChannelId({ platform: PLATFORM, space: domain, channel: `${address}${of}` }),
    name: address,
    direct: true,
  };
}

/** @throws PaperboyError `no-access` for what is no channel of an email address */
export function readPlaceId(id: ChannelId): Mailbox {
  const { platform, space, channel = '' } = parseChannelId(id) ?? {};
  const typed = /^(.+@[^@/]+)(?:\/[0-9a-f]{12})?$/s.exec(channel)?.[1] ?? '';
  const read = readMailbox(typed);
  if (
    platform === PLATFORM &&
    'mailbox' in read &&
    read.mailbox.domain === space &&
    typed === read.mailbox.address
  )
    return read.mailbox;
  throw new PaperboyError('no-access', `Paperboy can't send mail to ${id}: it is no email address.`);
}
