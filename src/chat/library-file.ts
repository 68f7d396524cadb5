/** Reads the file of a library that a person hands over in a chat: its bytes from where the platform keeps them, and its text. */
import type { Reply } from '../model/message.ts';
import type { CommandService } from '../model/ports.ts';
import { cleanPlain } from '../text/clean.ts';
import { notice } from './notices.ts';

/** The largest file that is taken. Bytes. */
export const MOST_FILE_BYTES = 5_000_000;
export const TOO_LARGE = `The file is larger than ${MOST_FILE_BYTES / 1_000_000} MB, so nothing was imported. Export a part of the library, or use \`paperboy library import\` on the machine that runs Paperboy.`;
/** What is typed after `/papers` to hand a file over next. */
export const ASKS_FOR_FILE = /^\s*library\s+(?:import|upload|add)\s*$/i;
/** Names of files that can be libraries. */
export const CAN_BE_LIBRARY = /\.(?:bib|bibtex|ris|json|csljson|opml|xml)$/i;
/** A file that has not arrived by then is given up. Milliseconds. */
const DOWNLOAD_MS = 20_000;

type Who = Omit<Parameters<CommandService['importLibrary']>[0], 'file'>;

/** How a platform's own files are asked for. */
export interface FileAccess {
  fetch: typeof fetch;
  /** Whether the address is one of the platform's: no other is asked, and none gets its token. */
  isTrusted(url: URL): boolean;
  headers?: Record<string, string>;
}

/** Reads a file that was shared into the library of a place, and answers with what came of it. Rejects where the platform can't be reached. */
export async function importShared(
  service: Pick<CommandService, 'importLibrary'>,
  who: Who,
  file: { name: string; bytes?: number | undefined; address: string },
  access: FileAccess,
): Promise<Reply> {
  const read = (file.bytes ?? 0) > MOST_FILE_BYTES ? TOO_LARGE : await download(file.address, access);
  if (typeof read === 'string') return { ...notice(read, 'warning'), refused: true };
  return service.importLibrary({ ...who, file: { name: file.name, content: textOfFile(read) } });
}

/** The name of a file on one line, without what can't be seen. */
export const nameOfFile = (name: string) => cleanPlain(name) || 'file';

/** The text of a file: UTF-8, or Windows-1252, as older programs export it. */
export function textOfFile(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** The bytes of a file, or why there are none, for people. No redirect is followed: it would lead elsewhere. */
async function download(
  address: string,
  { fetch, isTrusted, headers = {} }: FileAccess,
): Promise<Uint8Array | string> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !isTrusted(url))
    return "This file isn't kept by the platform itself, so Paperboy doesn't read it. Nothing was imported.";
  const signal = AbortSignal.timeout(DOWNLOAD_MS);
  const { status, body } = await fetch(url.href, { headers, redirect: 'manual', signal });
  if (status !== 200 || body === null) {
    await body?.cancel();
    return `The file couldn't be downloaded (the answer was ${status}), so nothing was imported. Share it again.`;
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    // Leaving the loop ends the download.
    if (size > MOST_FILE_BYTES) return TOO_LARGE;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
