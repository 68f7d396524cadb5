/** Builds the configured sources with one shared HTTP client, and keeps secrets out of their errors. */
import type { Redact } from '../config/redact.ts';
import { messageOf, PaperboyError } from '../model/errors.ts';
import type { Day } from '../model/paper.ts';
import type { Runtime } from '../model/ports.ts';
import type { Finder, Source } from '../model/source-ports.ts';
import { createHttp, type HttpOutside } from '../sources/http.ts';
import { openHttpCache } from '../sources/http-cache.ts';
import { createSources } from '../sources/registry.ts';
import { openInOneProcess } from '../store/alone.ts';
import { openLocks } from '../store/locks.ts';
import type { Store } from '../store/store.ts';
import type { AllSettings } from './settings.ts';
import { version } from './version.ts';

/** A new installation fills its archive with so many days of the past. */
export const FILL_DAYS = 30;

export interface BuiltSources {
  sources: Source[];
  /** Only with a live source. */
  finder?: Finder;
  /** Ends requests in progress. */
  close(): void;
}

export interface SourcesOutside extends Runtime {
  settings: Pick<AllSettings, 'sources'>;
  store: Store;
  /** Whether the archive holds no paper: only then is the bundled digest read. */
  isEmpty: () => boolean;
  /** Told of the dates on answers of sources. */
  onDate?: HttpOutside['onDate'];
  /** Errors of sources are shown in chat, where no secret may appear. */
  redact: Redact;
}

export function buildSources(outside: SourcesOutside): BuiltSources {
  const { settings, store, redact } = outside;
  const http = createHttp({
    ...outside,
    locks: openLocks(store),
    alone: openInOneProcess(store).alone,
    cache: openHttpCache(store),
    userAgent: userAgent(settings.sources.contact),
  });
  const memory = <T>() => store.shelf<T>('source_memory');
  const { sources, finder } = createSources(settings.sources, { ...outside, http, memory });
  return {
    sources: sources.map((source) => redacted(source, redact)),
    ...(finder ? { finder: redactedFinder(finder, redact) } : {}),
    close: http.close,
  };
}

function redacted(source: Source, redact: Redact): Source {
  const { past } = source;
  const fetch = redactErrors(redact, () => source.fetch());
  if (past === undefined) return { ...source, fetch };
  return { ...source, fetch, past: { ...past, fetch: redactErrors(redact, (day: Day) => past.fetch(day)) } };
}

function redactedFinder(finder: Finder, redact: Redact): Finder {
  const search = redactErrors(redact, (words: string, limit: number) => finder.search(words, limit));
  return { name: finder.name, search, fetch: redactErrors(redact, (id: string) => finder.fetch(id)) };
}

/** The same work, with errors that show no secret. */
function redactErrors<A extends unknown[], R>(redact: Redact, work: (...args: A) => Promise<R>) {
  return async (...args: A): Promise<R> => {
    try {
      return await work(...args);
    } catch (cause) {
      const { code, retry, advice, gist } =
        cause instanceof PaperboyError ? cause : new PaperboyError('source', messageOf(cause));
      const options = { cause, retry, advice, gist: gist && redact(gist) };
      throw new PaperboyError(code, redact(messageOf(cause)), options);
    }
  };
}

/** The User-Agent, which names a contact as https://info.arxiv.org/help/robots.html asks for. */
export function userAgent(contact: string | undefined): string {
  return `Paperboy/${version()}${contact === undefined ? '' : ` (${contact})`}`;
}
