/** The ids of channels, spaces and people: one form for all, parsed and formatted in this one place. */

/**
 * An id that the compiler keeps apart from other ids: a plain text may become one, but one kind never stands in for
 * another.
 */
type Id<Kind extends string> = string & { readonly __kind?: Kind };

/** A paper's id: the source's own without its version, such as `2508.01234`, or one made from the title. */
export type PaperId = Id<'paper'>;
/** A place that can be posted to: `platform:space:channel`, such as `web:local:general`. */
export type ChannelId = Id<'channel'>;
/** A workspace or server: `platform:space`, such as `web:local`. */
export type SpaceId = Id<'space'>;
/** A person, as their platform names them: `platform:space:user`, or any text if no message will be sent to them. */
export type PersonId = Id<'person'>;

export interface ChannelIdParts {
  platform: string;
  space: string;
  channel: string;
}

/** `web:local:general` in its parts; undefined when it has not three. What follows a third colon belongs to the channel. */
export function parseChannelId(id: ChannelId): ChannelIdParts | undefined {
  const [, platform, space, channel] = /^([^:]+):([^:]+):(.+)$/s.exec(id) ?? [];
  return platform && space && channel ? { platform, space, channel } : undefined;
}

export function formatChannelId({ platform, space, channel }: ChannelIdParts): ChannelId {
  return `${platform}:${space}:${channel}`;
}

export function formatSpaceId(platform: string, space: string): SpaceId {
  return `${platform}:${space}`;
}

/** The platform's name, such as `web`: what comes before the first colon, also of a damaged id. */
export function platformOf(id: ChannelId | SpaceId | PersonId): string {
  return id.split(':', 1)[0] ?? '';
}

/** Whether a channel, or a person, is of a space. */
export function isInSpace(id: ChannelId | PersonId, space: SpaceId): boolean {
  return id.startsWith(`${space}:`);
}
