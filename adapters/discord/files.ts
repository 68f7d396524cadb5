/** Reads files of libraries that come with a command, from the servers on which Discord keeps them. */
import type { APIApplicationCommandInteraction } from 'discord.js';
import { type FileAccess, importShared } from '../../src/chat/library-file.ts';
import type { Reply } from '../../src/model/message.ts';
import type { CommandService } from '../../src/model/ports.ts';
import type { Caller } from './places.ts';
import type { DiscordSettings } from './settings.ts';

export interface Attached {
  filename: string;
  size: number;
  url: string;
}

/** Where Discord keeps what is attached. https://discord.com/developers/docs/reference#signed-attachment-cdn-urls */
const HOSTS: ReadonlySet<string> = new Set(['cdn.discordapp.com', 'media.discordapp.net']);

/** Returns a function that reads a file in, and says what came of it. */
export function createFiles(
  { apiUrl }: Pick<DiscordSettings, 'apiUrl'>,
  { service, fetch }: { service: CommandService; fetch: typeof globalThis.fetch },
) {
  const origin = apiUrl && new URL(apiUrl).origin;
  /** Discord's own servers, or that of the API where another one is set. */
  const isTrusted: FileAccess['isTrusted'] = (url) =>
    url.origin === origin || (url.protocol === 'https:' && HOSTS.has(url.hostname));
  return (who: Pick<Caller, 'place' | 'person'>, { filename, size, url }: Attached): Promise<Reply> =>
    importShared(service, who, { name: filename, bytes: size, address: url }, { fetch, isTrusted });
}

/** The file that came with a command. */
export function attachedTo(data: APIApplicationCommandInteraction['data']): Attached | undefined {
  const { resolved } = data as { resolved?: { attachments?: Record<string, Attached> } };
  return Object.values(resolved?.attachments ?? {})[0];
}
