/** Decides which channels have a page, and what they are called in addresses. */
import type { Channel } from '../channels/channel.ts';
import type { ListedChannel } from '../model/catalog.ts';
import { type ChannelId, isInSpace, type SpaceId } from '../model/channel-id.ts';

/** The workspace that comes with Paperboy. */
export interface LocalSpace {
  id: SpaceId;
  /** Whether everyone in it may read a channel. */
  isShared(channel: ChannelId): boolean;
}

/**
 * A channel that said so has a page, or none. Without a word, those of the local workspace that everyone in it reads have one, and
 * no other channel: it may be private where it is.
 */
export function isListed({ id, page }: Pick<Channel, 'id' | 'page'>, local: LocalSpace | undefined): boolean {
  return page ?? (local !== undefined && isInSpace(id, local.id) && local.isShared(id));
}

/** What pages and addresses call a channel. */
export function listed(
  { id, name }: Pick<Channel, 'id' | 'name'>,
  local: LocalSpace | undefined,
): ListedChannel {
  const isOwn = local !== undefined && isInSpace(id, local.id);
  return { id, name, slug: isOwn ? id.slice(local.id.length + 1) : id };
}

/** The id that a slug stands for, whether there is such a channel or not. */
export function idOfSlug(slug: string, local: LocalSpace | undefined): ChannelId {
  return local === undefined || slug.includes(':') ? slug : `${local.id}:${slug}`;
}
