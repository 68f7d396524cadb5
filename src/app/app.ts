/**
 * Composes the rooms into one app: settings, a store and sources. It knows the order of the steps and does none
 * itself.
 */
import { randomUUID } from 'node:crypto';
import type { Archive } from '../archive/archive.ts';
import type { Subscription } from '../channels/channel.ts';
import { type Channels, openChannels } from '../channels/channels.ts';
import { createCommandService } from '../commands/command-service.ts';
import type { Context } from '../commands/context.ts';
import type { Settings } from '../config/settings.ts';
import { createAccessRecorder } from '../delivery/access.ts';
import { createChannelHealth } from '../delivery/channel-health.ts';
import { createDeliveryView } from '../delivery/delivery-view.ts';
import type { Ledger } from '../delivery/ledger.ts';
import { openLedger } from '../delivery/ledger-table.ts';
import { createPlanner } from '../delivery/planner.ts';
import { createSender } from '../delivery/sender.ts';
import { createKeyedMutex } from '../keyed-mutex.ts';
import { messageOf } from '../model/errors.ts';
import type { Clock, CommandService, Log, Messenger } from '../model/ports.ts';
import type { Finder, Source } from '../model/source-ports.ts';
import { createTopicMatcher } from '../percolator/topic-matcher.ts';
import { openReadingLists } from '../reading-lists.ts';
import { createRelevance } from '../search/relevance.ts';
import type { SearchIndex } from '../search/search-index.ts';
import { openLocks } from '../sources/locks.ts';
import { createSourceReader } from '../sources/source-reader.ts';
import type { Store } from '../store/store.ts';
import { createDeliveries, type Deliveries } from './deliveries.ts';
import { createExternalSearch } from './external-search.ts';
import { openLibrary } from './library.ts';

/** The outside, handed in by the entry. */
export interface Outside {
  settings: Settings;
  store: Store;
  sources: readonly Source[];
  /** Days of the past that the archive is filled with from live sources, in the background; absent: none. */
  fillDays?: number;
  /** Where papers are found that are not kept here; absent without a live source. */
  finder?: Finder;
  /** Where the search index is kept between runs; nowhere when absent. */
  indexFolder?: string;
  clock: Clock;
  random: () => number;
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  log: Log;
  /** How long a process that is sending is believed to be alive; absent: the sender's own. Milliseconds. */
  leaseMs?: number;
}

export interface App extends Deliveries {
  readonly service: CommandService;
  readonly archive: Archive;
  readonly search: SearchIndex;
  readonly channels: Channels;
  readonly ledger: Ledger;
  /** Opens the way out to a platform. */
  connect(messenger: Messenger): void;
  /** Asks the sources that are due, and waits for them a little. */
  readSources(): Promise<void>;
  /** Resolves when every source that is being asked has answered. */
  sourcesAnswered(): Promise<void>;
  /** Stops background work. */
  stop(): Promise<void>;
  /** When something that waits becomes ready, in milliseconds; undefined when nothing waits. */
  nextReady(): Promise<number | undefined>;
  /** Writes the search index to its folder, if it changed since. */
  keepIndex(): Promise<void>;
}

export async function createApp(outside: Outside): Promise<App> {
  const { settings, store, clock, log } = outside;
  const messengers = new Map<string, Messenger>();
  const matcher = createTopicMatcher<Subscription>();
  const ledger = openLedger(store);
  const { archive, search, keepIndex } = await openLibrary(store, log, outside.indexFolder);
  const channels = await openChannels({
    store,
    listener: matcher,
    startNow: async () => ({ now: clock(), fromSeq: await archive.head() }),
    onBadRecord: (key, reason) => log.warn('a stored record cannot be read as it is', { key, reason }),
  });
  await archive.refresh();

  const turns = createKeyedMutex();
  const inTurn = (work: () => Promise<void>) => turns('round', work);
  const sources = createSourceReader({
    ...outside,
    archive,
    states: store.shelf('source_states'),
    filled: store.shelf('filled_days'),
    locks: openLocks(store),
    inTurn,
  });
  const health = createChannelHealth({ messengers, log });
  const planner = createPlanner({
    archive,
    channels,
    ledger,
    health,
    match: matcher.match,
    relevance: createRelevance(search),
    defaults: settings,
    stale: sources.stale,
  });
  let waking: () => void = () => {};
  const view = createDeliveryView({
    archive,
    channels,
    ledger,
    planner,
    health,
    defaults: settings,
    clock,
    wake: () => waking(),
  });
  const sender = createSender({
    ...outside,
    ledger,
    messengers,
    render: view.render,
    onSettled: createAccessRecorder({ ...outside, channels, ledger, messengers }),
    owner: randomUUID(),
  });

  const deliveries = createDeliveries({
    archive,
    channels,
    ledger,
    health,
    planner,
    sender,
    defaults: settings,
    inTurn,
    clock,
    log,
  });
  waking = () =>
    void deliveries.deliver().catch((error) => log.error('delivery failed', { reason: messageOf(error) }));

  const context: Omit<Context, 'commands'> = {
    archive,
    search,
    channels,
    ledger,
    saved: openReadingLists(store),
    delivery: view,
    sources: sources.states,
    clock,
    ...(outside.finder ? { external: createExternalSearch(outside.finder, archive, clock) } : {}),
  };
  return {
    service: createCommandService(context, settings.timezone, log),
    archive,
    search,
    channels,
    ledger,
    connect: (messenger) => void messengers.set(messenger.platform, messenger),
    readSources: sources.read,
    sourcesAnswered: sources.answered,
    stop: sources.stop,
    ...deliveries,
    nextReady: () => ledger.nextReady(clock()),
    keepIndex,
  };
}
