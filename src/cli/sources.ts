/** The sources that the settings name, built, with what they share: one polite way out and one memory. */
import { fileURLToPath } from 'node:url';
import type { Redact } from '../config/redact.ts';
import type { Settings, SourceSetting } from '../config/settings.ts';
import { messageOf, PaperboyError } from '../model/errors.ts';
import type { Day } from '../model/paper.ts';
import type { Clock, Finder, Log, Source } from '../model/ports.ts';
import { type ArxivMemory, createArxiv } from '../sources/arxiv.ts';
import { createArxivApi } from '../sources/arxiv-api.ts';
import { createFeed, type FeedMemory } from '../sources/feed.ts';
import { createFileSource, type FileMemory } from '../sources/files.ts';
import { createFinder } from '../sources/finder.ts';
import { folderNames } from '../sources/folder-names.ts';
import { createHttp } from '../sources/http.ts';
import { openHttpCache } from '../sources/http-cache.ts';
import { createHuggingFace, type HuggingFaceMemory } from '../sources/hugging-face.ts';
import { createHuggingFaceApi } from '../sources/hugging-face-api.ts';
import { openLocks } from '../sources/locks.ts';
import type { Store } from '../store/store.ts';
import { version } from './version.ts';

const BUNDLED = fileURLToPath(new URL('../../fixtures/daily-papers-2025-12-12.txt', import.meta.url));

/** A new installation fills its archive with so many days of the past. */
export const FILL_DAYS = 30;

export interface BuiltSources {
  sources: Source[];
  /** Only with a live source: who asked for files alone is asked about nobody else. */
  finder?: Finder;
  /** Ends requests that are under way. */
  close(): void;
}

export interface SourcesOutside {
  settings: Pick<Settings, 'sources' | 'live'>;
  store: Store;
  clock: Clock;
  random: () => number;
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  log: Log;
  /** Whether no paper is kept: the bundled digest is for a first look, not mixed into papers of one's own. */
  isEmpty: () => boolean;
  /** What is wrong with a source is told in chat, where no secret may appear. */
  redact: Redact;
}

export function buildSources(outside: SourcesOutside): BuiltSources {
  const { settings, store, clock, random, redact } = outside;
  const http = createHttp({
    ...outside,
    locks: openLocks(store.database),
    cache: openHttpCache(store.database),
    userAgent: userAgent(settings.live.contact),
  });
  const { huggingFaceUrl: url, huggingFaceToken: token, arxivApiUrl, arxivListingUrl } = settings.live;
  const huggingFace = createHuggingFaceApi(http, token === undefined ? { url } : { url, token });
  const arxiv = createArxivApi(http, { apiUrl: arxivApiUrl, listingUrl: arxivListingUrl });
  /** What sources remember over a restart; each has keys of its own. */
  const memory = <T>() => store.shelf<T>('source_memory');

  const folders = settings.sources.flatMap((setting) => (setting.kind === 'folder' ? [setting.path] : []));
  const names = folderNames(folders);
  const nameOf = (path: string) => names[folders.indexOf(path)] ?? path;

  const build = (setting: SourceSetting): Source => {
    switch (setting.kind) {
      case 'hugging-face':
        return createHuggingFace({ api: huggingFace, memory: memory<HuggingFaceMemory>(), clock, random });
      case 'arxiv':
        return createArxiv({ ...setting, api: arxiv, memory: memory<ArxivMemory>(), clock, random });
      case 'feed':
        return createFeed({ ...setting, http, memory: memory<FeedMemory>(), clock, random });
      case 'folder':
        return createFileSource({
          name: `folder ${nameOf(setting.path)}`,
          path: setting.path,
          clock,
          memory: memory<FileMemory>(),
        });
      case 'bundled': {
        const file = createFileSource({ name: 'bundled digest', path: BUNDLED, clock });
        return { name: file.name, fetch: async () => (outside.isEmpty() ? file.fetch() : []) };
      }
    }
  };
  const sources = settings.sources.map(build).map((source) => {
    const { past } = source;
    const fetch = discreet(redact, () => source.fetch());
    if (past === undefined) return { ...source, fetch };
    return { ...source, fetch, past: { ...past, fetch: discreet(redact, (day: Day) => past.fetch(day)) } };
  });
  const isLive = sources.some((source) => source.live);
  return {
    sources,
    ...(isLive ? { finder: discreetFinder(redact, createFinder({ huggingFace, arxiv, clock })) } : {}),
    close: http.close,
  };
}

/** The same work, but what it throws shows no secret. */
function discreet<A extends unknown[], R>(redact: Redact, work: (...args: A) => Promise<R>) {
  return async (...args: A): Promise<R> => {
    try {
      return await work(...args);
    } catch (cause) {
      const { code, retry } =
        cause instanceof PaperboyError ? cause : ({ code: 'source', retry: 'never' } as const);
      throw new PaperboyError(code, redact(messageOf(cause)), { cause, retry });
    }
  };
}

function discreetFinder(redact: Redact, finder: Finder): Finder {
  const search = discreet(redact, (words: string, limit: number) => finder.search(words, limit));
  return { name: finder.name, search, fetch: discreet(redact, (id: string) => finder.fetch(id)) };
}

/** What is asked for by https://info.arxiv.org/help/robots.html and good manners: who asks, and how to reach them. */
export function userAgent(contact: string | undefined): string {
  return `Paperboy/${version()}${contact === undefined ? '' : ` (${contact})`}`;
}
