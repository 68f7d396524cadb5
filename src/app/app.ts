/**
 * Composes the rooms into one app: settings, a store and sources. It knows the order of the steps and does none. Over 200 lines: the
 * order is read in one place.
 */
import { randomUUID } from 'node:crypto';
import { REVISION as ARRIVALS } from '../archive/arrival-log.ts';
import { createCatalog } from '../catalog/catalog.ts';
import type { LocalSpace } from '../catalog/listed-channels.ts';
import { openChannels } from '../channels/channels.ts';
import { REVISION as CHANNELS } from '../channels/table.ts';
import { createCommandService } from '../commands/command-service.ts';
import type { Settings } from '../config/settings.ts';
import { createAccessRecorder, createParking } from '../delivery/access.ts';
import { createChannelHealth } from '../delivery/channel-health.ts';
import type { DeliveryContext } from '../delivery/context.ts';
import { createDeliveryView } from '../delivery/delivery-view.ts';
import { createJobQueue } from '../delivery/job-queue.ts';
import { openLedger } from '../delivery/ledger.ts';
import type { DeliveryObserver } from '../delivery/observer.ts';
import { createPlanner } from '../delivery/planner.ts';
import { createReadyQueue } from '../delivery/ready-queue.ts';
import { createReplicaSettings } from '../delivery/replica-settings.ts';
import { createSender } from '../delivery/sender.ts';
import { createKeyedMutex } from '../keyed-mutex.ts';
import { type ChannelId, platformOf } from '../model/channel-id.ts';
import { withDeadline } from '../model/deadline.ts';
import { messageOf } from '../model/errors.ts';
import type { Message } from '../model/message.ts';
import type { Messenger, Person, Runtime } from '../model/ports.ts';
import type { Finder, Source } from '../model/source-ports.ts';
import type { PlatformTraces } from '../model/traces.ts';
import { createTopicMatcher } from '../percolator/topic-matcher.ts';
import { openReadingLists } from '../reading-lists.ts';
import { createRelevance } from '../search/relevance.ts';
import { createSourceReader } from '../sources/source-reader.ts';
import { openInOneProcess } from '../store/alone.ts';
import type { Jobs } from '../store/jobs.ts';
import { openLocks } from '../store/locks.ts';
import type { Store } from '../store/store.ts';
import { openSignals } from '../taste/signals.ts';
import { createTastes } from '../taste/tastes.ts';
import { createDeliveries } from './deliveries.ts';
import { createExternalSearch } from './external-search.ts';
import { followChanges } from './follow.ts';
import { createGreetings } from './greetings.ts';
import { createJudging } from './judging.ts';
import { openLanguageModel } from './language-model.ts';
import { createLibraries } from './libraries.ts';
import { openLibrary } from './library.ts';
import { openPeopleOf } from './people.ts';
import { createRetention } from './retention.ts';
import { createTasteResets } from './taste-resets.ts';

/** The outside, handed in by the entry. */
export interface Outside extends Runtime {
  settings: Settings;
  store: Store;
  sources: readonly Source[];
  /** Days of the past that the archive is filled with from live sources, in the background; absent: none. */
  fillDays?: number;
  /** Where papers are found that are not kept here; absent without a live source. */
  finder?: Finder;
  /** Where the search index is kept between runs; nowhere when absent. */
  indexFolder?: string;
  /** Where several processes share the work; without it, this process does all of it. */
  jobs?: Jobs;
  /** What platforms store of people; absent: nothing. */
  platformTraces?: PlatformTraces;
  /** The workspace that comes with Paperboy; absent where there is none. */
  local?: LocalSpace;
  /** Told of deliveries, for metrics. */
  observer?: DeliveryObserver;
  /** How long a process that is sending is believed to be alive; absent: the sender's own. Milliseconds. */
  leaseMs?: number;
  /** How requests to others name this program; absent: by its name alone. */
  userAgent?: string;
  /** Another address of Zotero than its own. */
  zoteroUrl?: string;
  /** How often a command that takes long looks whether the store answers; absent: the usual. Milliseconds. */
  storeLookMs?: number;
}

/** Raised when a source was read by some process. */
const SOURCES = 'sources';

export type App = Awaited<ReturnType<typeof createApp>>;

export async function createApp(outside: Outside) {
  const { settings, store, clock, log } = outside;
  const messengers = new Map<string, Messenger>();
  let reached: Messenger['addresses'];
  const matcher = createTopicMatcher();
  const jobQueue = outside.jobs && createJobQueue({ jobs: outside.jobs, database: store, clock, log });
  const ledger = openLedger(store, jobQueue);
  const { archive, search, storeId, keepIndex } = await openLibrary(store, log, clock, outside.indexFolder);
  const channels = await openChannels({
    store,
    listener: matcher,
    startNow: async () => ({ now: clock(), fromSeq: await archive.head() }),
    onBadRecord: (key, reason) => log.warn('a stored record cannot be read as it is', { key, reason }),
  });
  await archive.refresh();

  const locks = openLocks(store);
  const inOneProcess = openInOneProcess(store);
  const greetOnce = createGreetings({ shelf: store.shelf('greetings'), alone: inOneProcess.alone, clock });
  const turns = createKeyedMutex();
  const inTurn = (work: () => Promise<void>) => turns('round', work);
  const sources = createSourceReader({
    ...outside,
    archive,
    states: store.shelf('source_states'),
    onStored: async () => void (await store.transact(({ changed }) => changed(SOURCES))),
    filled: store.shelf('filled_days'),
    unlessElsewhere: inOneProcess.unlessElsewhere,
    inTurn,
  });
  const languageModel = await openLanguageModel(outside);
  const judging =
    languageModel &&
    createJudging({ ...outside, ...languageModel, ...inOneProcess, archive, channels, match: matcher.match });
  const { userAgent = 'Paperboy' } = outside;
  const signals = openSignals(store);
  const libraries = createLibraries({ ...outside, ...inOneProcess, archive, signals, userAgent });
  const tasteResets = createTasteResets({ shelf: store.shelf('taste_resets'), signals, clock });
  const retention = createRetention({
    ...outside,
    ...inOneProcess,
    keep: settings.keep,
    database: store,
    archive,
    ledger,
    tasteResets,
    shelf: store.shelf('retention'),
  });
  const tastes = createTastes({ signals, archive, clock });
  const context: DeliveryContext = {
    ...outside,
    archive,
    channels,
    ledger,
    health: createChannelHealth({ messengers, isShared: outside.jobs !== undefined, log }),
    messengers,
    match: matcher.match,
    asOfNow: matcher.asOfNow,
    ...(languageModel ? { judged: languageModel.table.read } : {}),
    relevance: createRelevance(search),
    tastes,
    stale: sources.stale,
    defaults: settings,
  };
  const planner = createPlanner(context);
  const wake = () =>
    void deliveries.send().catch((error) => log.error('delivery failed', { reason: messageOf(error) }));
  const view = createDeliveryView({ ...context, planner, wake });
  const owner = randomUUID();
  const sender = createSender({
    ...outside,
    ...context,
    render: view.render,
    onSettled: createAccessRecorder(context),
    takeTurn: locks.take,
    owner,
  });
  const queue = jobQueue?.open(ledger, sender) ?? createReadyQueue({ ...context, sender });
  const deliveries = createDeliveries({
    ...outside,
    ...context,
    planner,
    queue,
    inTurn,
    // By the store's time, which turns are in.
    pruneTurns: () => locks.prune(store.now()),
  });

  const commands = {
    ...context,
    search,
    saved: openReadingLists(store),
    people: openPeopleOf(store, outside.platformTraces),
    libraries,
    signals,
    tasteResets,
    delivery: view,
    announce: async (channel: ChannelId, message: Message, by: Person) =>
      messengers.get(platformOf(channel))?.announce?.(channel, message, by),
    direct: {
      open: async (from: ChannelId, person: Person) => messengers.get(platformOf(from))?.openDirect?.(person),
      greet: (own: ChannelId, person: Person, message: Message, again: boolean) =>
        greetOnce(again ? `${own} again` : own, async () =>
          messengers.get(platformOf(own))?.tell?.(person, message),
        ),
    },
    addresses: () => reached ?? [...messengers.values()].find(({ addresses }) => addresses)?.addresses,
    park: createParking(context),
    sources: sources.states,
    ...(judging ? { languageModel: judging.state } : {}),
    storeHealth: store.health,
    storeWaitedMs: store.waitedMs,
    ...(outside.storeLookMs === undefined ? {} : { storeLookMs: outside.storeLookMs }),
    ...(outside.finder ? { external: createExternalSearch(outside.finder, archive, clock) } : {}),
  };
  return {
    service: createCommandService(commands),
    archive,
    search,
    channels,
    ledger,
    /** What pages, feeds and the API read. */
    catalog: createCatalog({ archive, search, channels, ledger, clock, storeId, local: outside.local }),
    /** Opens the way out to a platform. */
    connect(messenger: Messenger) {
      messengers.set(messenger.platform, messenger);
      queue.connect?.(messenger);
    },
    /** Reaches addresses of people, without the way out by which their posts are sent. */
    reach(addresses: Messenger['addresses']) {
      reached = addresses;
    },
    /** Asks the sources that are due, and waits for them a little. */
    readSources: sources.read,
    /** Has what came judged in the background, where a language model is set up. */
    judge: () => judging?.start(),
    /** Reads libraries that are kept elsewhere, where it is time, in the background. */
    readLibraries: libraries.start,
    libraries,
    /** Deletes what is too old, once a day, in the background; `settled` resolves when that has ended. */
    retention,
    /** Resolves when what came is judged, as far as a language model is set up and can be asked; or after so many milliseconds. */
    async judged(patienceMs: number) {
      if (judging === undefined) return;
      judging.start();
      await withDeadline(judging.settled(), patienceMs, () => {}, outside.sleep);
    },
    /** Resolves when every source that is being asked has answered, with the reasons why what came could not be kept. */
    sourcesAnswered: sources.answered,
    /** Whether other processes on the store have the same settings. */
    replicaSettings: createReplicaSettings({
      shelf: store.shelf('replica_settings'),
      defaults: settings,
      clock: store.now,
      log,
    }),
    /** How each source is. */
    sources: sources.states,
    /** Takes over what other processes change from now on, also while nobody asks. Returns the function that ends it. */
    follow: () =>
      followChanges(
        store,
        { [CHANNELS]: channels.refresh, [ARRIVALS]: archive.refresh, [SOURCES]: sources.refresh },
        log,
      ),
    /** Stops background work. */
    async stop() {
      await Promise.all([judging?.stop(), libraries.stop(), retention.stop(), sources.stop()]);
    },
    ...deliveries,
    /** Whether another process is sending a delivery, or looking for it. */
    async isSentElsewhere(key: string): Promise<boolean> {
      const holder = await ledger.holder(key, clock());
      return holder !== undefined && holder !== owner;
    },
    /** When something that waits becomes ready, in milliseconds; undefined when nothing waits. */
    nextReady: () => ledger.nextReady(clock()),
    /** Writes the search index to its folder, if it changed since. */
    keepIndex,
  };
}
