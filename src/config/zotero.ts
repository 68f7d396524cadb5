/** Reads the settings of a Zotero library. */
import { z } from 'zod';

export interface ZoteroLibrary {
  /** `123456` for a user's library, `group/123456` for a group's. */
  user: string;
  key: string;
  /** The channel whose library it is. */
  channel: string;
}

export const ZOTERO_FIELDS = {
  ZOTERO_USER: z
    .string()
    .regex(
      /^(?:group\/)?\d{1,12}$/,
      'must be a number, as zotero.org/settings/keys shows it, or group/ and a number',
    )
    .optional(),
  ZOTERO_KEY: z
    .string()
    .regex(/^[\x21-\x7e]{8,200}$/, 'must be a key of zotero.org/settings/keys')
    .optional(),
  ZOTERO_CHANNEL: z
    .string()
    .regex(
      /^[a-z]+:[^\s:]+:\S+$/,
      'is not a channel: write platform:space:channel, such as web:local:general',
    )
    .optional(),
};

/** Whose library one is where nobody says: that of the local workspace's first channel. */
export const LIBRARY_CHANNEL = 'web:local:general';

type Fields = z.infer<z.ZodObject<typeof ZOTERO_FIELDS>>;

/** The library, undefined where none is set, or the sentence that names the missing half. */
export function readZotero(values: Fields): ZoteroLibrary | string | undefined {
  const { ZOTERO_USER: user, ZOTERO_KEY: key, ZOTERO_CHANNEL: channel } = values;
  if (user !== undefined && key !== undefined) return { user, key, channel: channel ?? LIBRARY_CHANNEL };
  if (user === undefined && key === undefined && channel === undefined) return undefined;
  const missing = [
    ...(user === undefined ? ['ZOTERO_USER'] : []),
    ...(key === undefined ? ['ZOTERO_KEY'] : []),
  ];
  return `A Zotero library needs ${missing.join(' and ')} too.`;
}
