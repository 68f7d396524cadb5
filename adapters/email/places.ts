/** Maps email addresses to channels. An address has a channel of its own, and one for each channel whose posts it gets too. */
import { createHash } from 'node:crypto';
import {
  type ChannelId,
  formatChannelId,
  formatSpaceId,
  parseChannelId,
} from '../../src/model/channel-id.ts';
import { PaperboyError } from '../../src/model/errors.ts';
import type { CommandService, Place } from '../../src/model/ports.ts';
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

/** All channels of an address, whatever they are called. */
export async function channelsOf(
  { address, domain }: Mailbox,
  service: Pick<CommandService, 'placesIn'>,
): Promise<ChannelId[]> {
  const places = await service.placesIn(formatSpaceId(PLATFORM, domain));
  return places.map(({ id }) => id).filter((id) => addressIn(id) === address);
}

/** @throws PaperboyError `no-access` for what is no channel of an email address */
export function readPlaceId(id: ChannelId): Mailbox {
  const { platform, space } = parseChannelId(id) ?? {};
  const typed = addressIn(id);
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

/** The address of a channel; undefined for what is no channel of one. */
export function addressOf(id: ChannelId): string | undefined {
  try {
    return readPlaceId(id).address;
  } catch {
    return undefined;
  }
}

/** What stands for the address in a channel's id; empty where nothing does. */
function addressIn(id: ChannelId): string {
  const { channel = '' } = parseChannelId(id) ?? {};
  return /^(.+@[^@/]+)(?:\/[0-9a-f]{12})?$/s.exec(channel)?.[1] ?? '';
}
