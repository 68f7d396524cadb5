/**
 * Reads a Zotero library by its API, incrementally: only what changed since the last version that was read, a hundred items at a
 * time, one request after another, with the waits that the server asks for (`Backoff`, `Retry-After`).
 */
import { z } from 'zod';
import { PaperboyError, sourceError } from '../model/errors.ts';
import type { Runtime } from '../model/ports.ts';
import { type RawResponse, request } from '../sources/request.ts';
import { backoffMs, waitAsked } from '../sources/wait.ts';
import { isBeside, readItem } from './csl.ts';
import { type ReadEntries, skippedOf } from './entry.ts';

const API = 'https://api.zotero.org';
const PAGE = 100;
const TRIES = 4;
/** Longer waits are left to the next reading. Milliseconds. */
const MOST_WAIT_MS = 5 * 60_000;
/** Items of one reading, as many as a library here keeps; the rest is left out. */
const MOST_ITEMS = 20_000;
const MAX_BYTES = 20_000_000;

export interface ZoteroSettings {
  /** `123456` for a user's library, `group/123456` for a group's. */
  user: string;
  key: string;
  /** Another address than Zotero's own, for tests. */
  url?: string;
}

export interface ZoteroChanges extends ReadEntries {
  /** The library's version that this brings up to. */
  version: number;
  /** Keys of items that are gone, where they were asked for. */
  removed: string[];
  /** Whether there were more items than are read. */
  isPart: boolean;
}

export interface ZoteroOutside extends Runtime {
  /** Items of one reading; fewer in tests. */
  mostItems?: number;
  settings: ZoteroSettings;
  userAgent: string;
  signal?: AbortSignal;
}

export function createZotero(outside: ZoteroOutside) {
  const { settings, userAgent, clock, random, sleep, log, signal, mostItems = MOST_ITEMS } = outside;
  const { user, key, url = API } = settings;
  const prefix = user.startsWith('group/') ? `/groups/${user.slice('group/'.length)}` : `/users/${user}`;
  const closing = signal ?? new AbortController().signal;
  let openAt = 0;

  const once = async (path: string, since: number): Promise<RawResponse> => {
    const wait = openAt - clock();
    if (wait > MOST_WAIT_MS)
      throw sourceError('Zotero asked to wait longer. The next reading goes on.', wait);
    if (wait > 0) await sleep(wait, closing);
    const answer = await request({
      url: new URL(`${url}${prefix}${path}`),
      headers: {
        'user-agent': userAgent,
        'zotero-api-version': '3',
        'zotero-api-key': key,
        'if-modified-since-version': String(since),
      },
      maxBytes: MAX_BYTES,
      timeoutMs: 60_000,
      idleMs: 30_000,
      signal: closing,
    });
    const asked = Math.max(backoffOf(answer), waitAsked(answer.headers, answer.status, clock()) ?? 0);
    if (asked > 0) openAt = Math.max(openAt, clock() + asked);
    return answer;
  };

  /** An answer, or undefined where nothing changed since. */
  const get = async (path: string, since: number): Promise<RawResponse | undefined> => {
    for (let tries = 1; ; tries++) {
      try {
        const answer = await once(path, since);
        if (answer.status === 304) return undefined;
        if (answer.status === 200) return answer;
        throw refusalOf(answer.status);
      } catch (error) {
        const retry = error instanceof PaperboyError ? error.retry : 'never';
        if (retry === 'never' || retry.afterMs > MOST_WAIT_MS || tries === TRIES || closing.aborted)
          throw error;
        log.debug('Zotero is asked again', { tries });
        await sleep(Math.max(retry.afterMs, backoffMs(tries, random)), closing);
      }
    }
  };

  return {
    /**
     * What changed since a version, 0 for all; undefined where nothing did.
     * @throws PaperboyError `source` when it cannot be read; nothing is to be taken over then
     */
    async changesSince(version: number): Promise<ZoteroChanges | undefined> {
      const changes: ZoteroChanges = { entries: [], skipped: [], version, removed: [], isPart: false };
      for (let start = 0; ; start += PAGE) {
        const query = `since=${version}&sort=dateModified&direction=desc&limit=${PAGE}&start=${start}`;
        const answer = await get(`/items/top?format=json&${query}`, start === 0 ? version : 0);
        if (answer === undefined) return undefined;
        const items = readItems(answer);
        // A change while pages are read shows in the version: it is read again the next time.
        if (start === 0) changes.version = versionOf(answer) ?? version;
        take(items, changes);
        if (items.length < PAGE) break;
        if (start + PAGE >= mostItems) {
          // Asked for again from the old version, it would end here every time.
          changes.isPart = true;
          break;
        }
      }
      const gone = version === 0 ? undefined : await get(`/deleted?since=${version}`, 0);
      if (gone !== undefined) changes.removed = readDeleted(gone);
      return changes;
    },
  };
}

function take(items: readonly unknown[], changes: ZoteroChanges): void {
  for (const [at, item] of items.entries()) {
    if (isBeside(item)) continue;
    const entry = readItem(item);
    if (typeof entry === 'string') {
      const key = (item as { key?: unknown } | null)?.key;
      const name = typeof key === 'string' ? key.slice(0, 20) : '';
      changes.skipped.push(skippedOf(name, entry, `item ${at + 1}`));
    } else changes.entries.push(entry);
  }
}

/** Seconds in Zotero's own header, which it sends when it is busy. */
function backoffOf({ headers }: RawResponse): number {
  const seconds = Number(headers.backoff);
  return seconds > 0 ? seconds * 1_000 : 0;
}

function versionOf({ headers }: RawResponse): number | undefined {
  const version = Number(headers['last-modified-version']);
  return Number.isSafeInteger(version) && version > 0 ? version : undefined;
}

function readItems(answer: RawResponse): unknown[] {
  const read = z.array(z.unknown()).safeParse(jsonOf(answer));
  if (!read.success) throw sourceError('Zotero sent something else than a list of items.');
  return read.data;
}

const Deleted = z.object({ items: z.array(z.string().max(40)).max(1_000_000) });

function readDeleted(answer: RawResponse): string[] {
  return Deleted.safeParse(jsonOf(answer)).data?.items ?? [];
}

function jsonOf({ body }: RawResponse): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch (cause) {
    throw sourceError('Zotero sent something that is no JSON.', undefined, cause);
  }
}

function refusalOf(status: number): PaperboyError {
  if (status === 401 || status === 403)
    return sourceError('Zotero refused the key (ZOTERO_KEY), or it may not read this library.');
  if (status === 404) return sourceError('Zotero has no such library (ZOTERO_USER).');
  return sourceError(
    `Zotero answered with status ${status}.`,
    status === 429 || status >= 500 ? 0 : undefined,
  );
}
