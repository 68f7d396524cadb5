/**
 * Reads files of libraries that people share with Paperboy: all of them in a direct message; in a channel one, from the person who
 * typed `/papers library import` there.
 */
import { randomUUID } from 'node:crypto';
import { createExpiringShelf } from '../../src/chat/expiring-shelf.ts';
import { CAN_BE_LIBRARY, type FileAccess, importShared } from '../../src/chat/library-file.ts';
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

const OTHER_KIND =
  'Paperboy reads BibTeX (`.bib`), RIS, CSL-JSON and OPML files. This file has another extension, so it was not opened.';

/** What is on the shelf for a person who is awaited to share a file; `takenBy` the file that was read. */
type Awaited = StoredAction & { takenBy?: string };

export type Files = ReturnType<typeof createFiles>;

/** @param outside.shelf the shelf of stored actions holds who is awaited to share a file, and is emptied with the workspace */
export function createFiles(
  { apiUrl, proxies }: Pick<SlackSettings, 'apiUrl' | 'proxies'>,
  { service, shelf, clock }: Pick<AdapterOutside, 'service' | 'shelf' | 'clock'>,
) {
  const stored = shelf<Awaited & { at: number }>('slack_acts');
  const awaited = createExpiringShelf<Awaited>(stored, AWAIT_MS, clock);
  const fetch = createGuardedFetch(undefined, proxies);
  const api = new URL(apiUrl);
  /** Slack's own hosts, or that of the API where another one is set. */
  const isTrusted: FileAccess['isTrusted'] = (url) =>
    url.origin === api.origin || (url.protocol === 'https:' && /(?:^|\.)slack\.com$/.test(url.hostname));
  const keyOf = ({ space, channel }: Location, user: string) => `${space}:file:${channel}:${user}`;

  const takeOnce = async (key: string): Promise<boolean> => {
    const takenBy = randomUUID();
    const taken = await stored.update(key, (kept) => ({ takenBy, ...kept }));
    return taken?.takenBy === takenBy;
  };

  return {
    /** The next file that this person shares there is read. */
    expect: (location: Location, user: string) =>
      awaited.set([[keyOf(location, user), { act: { do: 'ask', text: 'library import' } }]]),
    /** Whether a file that is shared may be meant for a library. */
    async isMeant(location: Location, user: string): Promise<boolean> {
      if (isDirect(location.channel)) return true;
      const found = await awaited.get(keyOf(location, user));
      return found !== undefined && found.takenBy === undefined;
    },
    /** Reads a file in, and says what came of it; undefined where it is not meant for a library. */
    async read(
      file: string,
      { location, user, client }: { location: Location; user: string; client: Client },
      who: { place: Place; person: Person },
    ): Promise<Reply | undefined> {
      const { token } = client;
      const isAlone = isDirect(location.channel);
      /** Of several files in a channel the first is read, whichever process hears of it. */
      const isFirst = async () => isAlone || (await takeOnce(keyOf(location, user)));
      const told = await client.files.info({ file }).catch((thrown: unknown) => {
        if (refusalOf(thrown) === 'missing_scope') return undefined;
        throw thrown;
      });
      if (told === undefined)
        return (await isFirst()) ? { ...notice(NOT_ALLOWED, 'warning'), refused: true } : undefined;
      const { name = 'file', size, url_private_download, url_private = '' } = told.file ?? {};
      if (!CAN_BE_LIBRARY.test(name))
        return isAlone ? { ...notice(OTHER_KIND, 'warning'), refused: true } : undefined;
      if (!(await isFirst())) return undefined;
      const headers = { authorization: `Bearer ${token}` };
      const shared = { name, bytes: size, address: url_private_download ?? url_private };
      return importShared(service, who, shared, { fetch, isTrusted, headers });
    },
  };
}
