/**
 * Composes the rooms into one app: settings, a store and sources. It knows the order of the steps and does none
 * itself.
 */
import { randomUUID } from 'node:crypto';
import type { Archive } from '../archive/archive.ts';
import type { Channel } from '../channels/channel.ts';
import { type Channels, openChannels } from '../channels/channels.ts';
import { createCommandService } from '../commands/command-service.ts';
import type { Context, SourceState } from '../commands/context.ts';
import type { Settings } from '../config/settings.ts';
import { createGuard } from '../delivery/guard.ts';
import type { Ledger } from '../delivery/ledger.ts';
import { openLedger } from '../delivery/ledger-table.ts';
import { createSender } from '../delivery/send.ts';
import { createKeyedMutex } from '../keyed-mutex.ts';
import { messageOf } from '../model/errors.ts';
import type { Clock, CommandService, Finder, Log, Messenger, Source } from '../model/ports.ts';
import { openReadingLists } from '../reading-lists.ts';
import type { SearchIndex } from '../search/search-index.ts';
import type { Filled } from '../sources/fill.ts';
import { openLocks } from '../sources/locks.ts';
import type { Store } from '../store/store.ts';
import { createDeliveries, type Deliveries } from './deliveries.ts';
import { createExternalSearch } from './external-search.ts';
import { openLibrary } from './library.ts';
import { createMatching } from './matching.ts';
import { createOutlook, scheduleOf, zoneOf } from './outlook.ts';
import { createParking } from './parking.ts';
import { createRelevance } from './relevance.ts';
import { createRound } from './round.ts';
import { createSourceReader } from './source-reader.ts';

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
  /** Ends what goes on in the background. */
  stop(): Promise<void>;
  /** When something that waits becomes ready, in milliseconds; undefined when nothing waits. */
  nextReady(): Promise<number | undefined>;
  /** Writes the search index to its folder, if it changed since. */
  keepIndex(): Promise<void>;
}

export async function createApp(outside: Outside): Promise<App> {
  const { settings, store, clock, log } = outside;
  const messengers = new Map<string, Messenger>();
  const matching = createMatching();
  const ledger = openLedger(store.database, settings.storePath);
  const { archive, search, keepIndex } = await openLibrary(store, log, outside.indexFolder);
  const channels = await openChannels({
    store,
    listener: matching.listener,
    startNow: async () => ({ now: clock(), fromSeq: await archive.head() }),
    onBadRecord: (key, reason) => log.warn('a stored record cannot be read as it is', { key, reason }),
  });
  await archive.refresh();

  const turns = createKeyedMutex();
  const inTurn = (work: () => Promise<void>) => turns('round', work);
  const sources = createSourceReader({
    ...outside,
    archive,
    states: store.shelf<SourceState>('source_states'),
    filled: store.shelf<Filled>('filled_days'),
    locks: openLocks(store.database),
    inTurn,
  });
  const guard = createGuard(log);
  const unreachable = ({ id }: Channel) => {
    const platform = id.split(':', 1)[0] ?? '';
    return messengers.has(platform) ? undefined : `${platform} is not connected in this installation`;
  };
  const round = createRound({
    archive,
    channels,
    ledger,
    guard,
    match: matching.match,
    relevance: createRelevance(search),
    scheduleOf: (channel) => scheduleOf(channel, settings),
    zoneOf: (channel) => zoneOf(channel, settings),
    unreachable,
    stale: sources.stale,
  });
  let waking: () => void = () => {};
  const outlook = createOutlook({
    settings,
    archive,
    channels,
    ledger,
    round,
    guard,
    unreachable,
    clock,
    wake: () => waking(),
  });
  const sender = createSender({
    ...outside,
    ledger,
    messengers,
    render: outlook.render,
    onSettled: createParking({ ...outside, channels, ledger, messengers }),
    owner: randomUUID(),
  });

  const deliveries = createDeliveries({
    archive,
    channels,
    ledger,
    guard,
    round,
    sender,
    zoneOf: (channel) => zoneOf(channel, settings),
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
    outlook,
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
