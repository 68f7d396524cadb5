/** Reads files of libraries that people share with Paperboy: in a direct message, or in a channel right after `/papers library import`. */
import { createExpiringShelf } from '../../src/chat/expiring-shelf.ts';
import { type FileAccess, importShared } from '../../src/chat/library-file.ts';
import { createGuardedFetch } from '../../src/chat/may-start.ts';
import { notice } from '../../src/chat/notices.ts';
import type { StoredAction } from '../../src/chat/stored-actions.ts';
import type { AdapterOutside } from '../../src/model/adapter-definition.ts';
import type { Reply } from '../../src/model/message.ts';
import type { Person, Place } from '../../src/model/ports.ts';
import type { Client } from './api.ts';
import { refusalOf } from './errors.ts';
import { isDirect, type Location } from './places.ts';
import type { SlackSettings } from './settings.ts';

/** How long a file is awaited, as the answer to `library import` says. Milliseconds. */
const AWAIT_MS = 10 * 60_000;
const NOT_ALLOWED =
  "Paperboy isn't allowed to read files here. Whoever runs it can add the permission `files:read` in Slack's settings of the app, and install the app again.";

export type Files = ReturnType<typeof createFiles>;

/** @param outside.shelf the shelf of stored actions holds who is awaited to share a file, and is emptied with the workspace */
export function createFiles(
  { apiUrl, proxies }: Pick<SlackSettings, 'apiUrl' | 'proxies'>,
  { service, shelf, clock }: Pick<AdapterOutside, 'service' | 'shelf' | 'clock'>,
) {
  const awaited = createExpiringShelf<StoredAction>(shelf('slack_acts'), AWAIT_MS, clock);
  const fetch = createGuardedFetch(undefined, proxies);
  const api = new URL(apiUrl);
  /** Slack's own hosts, or that of the API where another one is set. */
  const isTrusted: FileAccess['isTrusted'] = (url) =>
    url.origin === api.origin || (url.protocol === 'https:' && /(?:^|\.)slack\.com$/.test(url.hostname));
  const keyOf = ({ space, channel }: Location, user: string) => `${space}:file:${channel}:${user}`;

  return {
    /** From now on a file that this person shares there is read. */
    expect: (location: Location, user: string) =>
      awaited.set([[keyOf(location, user), { act: { do: 'ask', text: 'library import' } }]]),
    /** Whether a file that is shared is meant for a library. */
    async isMeant(location: Location, user: string): Promise<boolean> {
      return isDirect(location.channel) || (await awaited.get(keyOf(location, user))) !== undefined;
    },
    /** Reads a file in, and says what came of it. */
    async read(file: string, who: { place: Place; person: Person }, client: Client): Promise<Reply> {
      const { token } = client;
      const told = await client.files.info({ file }).catch((thrown: unknown) => {
        if (refusalOf(thrown) === 'missing_scope') return undefined;
        throw thrown;
      });
      if (told === undefined) return { ...notice(NOT_ALLOWED, 'warning'), refused: true };
      const { name = 'file', size, url_private_download, url_private = '' } = told.file ?? {};
      const headers = { authorization: `Bearer ${token}` };
      const shared = { name, bytes: size, address: url_private_download ?? url_private };
      return importShared(service, who, shared, { fetch, isTrusted, headers });
    },
  };
}
