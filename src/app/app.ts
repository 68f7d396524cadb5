/**
 * Composes the rooms into one app: settings, a store and sources. It knows the order of the steps and does none
 * itself.
 */
import { randomUUID } from 'node:crypto';
import { type Archive, openArchive } from '../archive/archive.ts';
import { openArrivals } from '../archive/arrivals.ts';
import type { KeptDigest } from '../archive/calendar.ts';
import type { Channel } from '../channels/channel.ts';
import { type Channels, openChannels } from '../channels/channels.ts';
import type { Beyond, Rooms, SourceState } from '../commands/rooms.ts';
import type { Settings } from '../config/settings.ts';
import { deliveryKey } from '../delivery/delivery.ts';
import { localDay } from '../delivery/due.ts';
import { createGuard } from '../delivery/guard.ts';
import type { Ledger, NewDelivery } from '../delivery/ledger.ts';
import { openLedger } from '../delivery/ledger-table.ts';
import { createSender } from '../delivery/send.ts';
import { messageOf } from '../model/errors.ts';
import type { Paper } from '../model/paper.ts';
import type { Clock, Desk, Finder, Log, Messenger, Source } from '../model/ports.ts';
import { openReadingLists } from '../reading-lists.ts';
import { createIndex, type SearchIndex } from '../search/index.ts';
import type { Filled } from '../sources/fill.ts';
import { openTurnstile } from '../sources/turnstile.ts';
import { onTable } from '../store/failure.ts';
import type { Store } from '../store/store.ts';
import { createTurns } from '../turns.ts';
import { createDesk } from './desk.ts';
import { openIndexFile } from './index-file.ts';
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

export interface App {
  readonly desk: Desk;
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
  /** Plans what is due and sends what is ready; resolves when nothing is ready any more. Calls queue. */
  deliver(): Promise<void>;
  /** What `deliver` would plan now: nothing is written and nothing is sent. */
  due(): Promise<NewDelivery[]>;
  /** Channels whose post could not be planned, with the reason: they are tried again at the next round. */
  parked(): ReadonlyMap<string, string>;
  /** When something that waits becomes ready, in milliseconds; undefined when nothing waits. */
  nextReady(): Promise<number | undefined>;
  /** Writes the search index to its folder, if it changed since. */
  keepIndex(): Promise<void>;
  /** Gives a channel that never had a post the newest digest at once, if there is one. */
  welcome(channelId: string): Promise<void>;
}

/** Deliveries are forgotten after this long; that a paper was sent is not. Milliseconds. */
const KEEP_MS = 400 * 24 * 3_600_000;

export async function createApp(outside: Outside): Promise<App> {
  const { settings, store, clock, log } = outside;
  const messengers = new Map<string, Messenger>();
  const matching = createMatching();
  const ledger = openLedger(store.database, settings.storePath);
  const arrivals = openArrivals(store.database, (what, work) => onTable(store.database, what, work));
  const { indexFolder } = outside;
  const indexFile = indexFolder === undefined ? undefined : openIndexFile(indexFolder, arrivals.storeId, log);
  const kept = await indexFile?.load(arrivals.head().rev);
  const search = kept?.index ?? createIndex();
  const archive = openArchive({
    papers: store.shelf<Paper>('papers'),
    digests: store.shelf<KeptDigest>('digests'),
    arrivals,
    index: search,
    indexed: kept?.revision ?? 0,
    onUnreadable: (shelf, key) => log.warn('a stored value cannot be read and is left out', { shelf, key }),
  });
  const channels = await openChannels({
    store,
    listener: matching.listener,
    origin: () => ({ now: clock(), fromSeq: archive.head() }),
    onBadRecord: (key, reason) => log.warn('a stored record cannot be read as it is', { key, reason }),
  });
  await archive.refresh();

  const turns = createTurns();
  const inTurn = (work: () => Promise<void>) => turns('round', work);
  const sources = createSourceReader({
    ...outside,
    archive,
    states: store.shelf<SourceState>('source_states'),
    filled: store.shelf<Filled>('filled_days'),
    turnstile: openTurnstile(store.database),
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

  /** Writes plans; one that cannot be written parks its channel alone. Returns the keys that were written. */
  const record = async (batch: readonly NewDelivery[], now: number) => {
    const each = await guard.batch(
      batch,
      'record its post',
      ({ channel }) => channel,
      (some) => ledger.plan(some, now),
    );
    return new Set(each.flatMap((keys) => [...keys]));
  };

  const deliver = () =>
    inTurn(async () => {
      await archive.refresh();
      await channels.refresh();
      const now = clock();
      for await (const batch of round.due(now)) {
        const written = await record(batch, now);
        const planned = batch.filter(({ channel, day }) => written.has(deliveryKey(channel, day)));
        if (planned.length > 0) log.info('planned', countByKind(planned));
      }
      await sender.sendReady();
      await ledger.prune(clock() - KEEP_MS);
    });
  waking = () => void deliver().catch((error) => log.error('delivery failed', { reason: messageOf(error) }));

  const rooms: Rooms = {
    archive,
    search,
    channels,
    ledger,
    saved: openReadingLists(store),
    outlook,
    sources: sources.states,
    clock,
    ...(outside.finder ? { beyond: beyondOf(outside.finder, archive, clock) } : {}),
  };
  return {
    desk: createDesk(rooms, settings.timezone, log),
    archive,
    search,
    channels,
    ledger,
    connect: (messenger) => void messengers.set(messenger.platform, messenger),
    readSources: sources.read,
    sourcesAnswered: sources.answered,
    stop: sources.stop,
    deliver,
    async due() {
      await archive.refresh();
      await channels.refresh();
      return (await Array.fromAsync(round.due(clock()))).flat();
    },
    parked() {
      const damaged = [...channels.all()].flatMap(({ id, state }): [string, string][] =>
        state.kind === 'damaged' ? [[id, state.why]] : [],
      );
      return new Map([...guard.parked(), ...damaged]);
    },
    nextReady: () => ledger.nextReady(clock()),
    async keepIndex() {
      const revision = archive.revision();
      if (revision > 0) await indexFile?.keep(search, revision);
    },
    welcome: (channelId) =>
      inTurn(async () => {
        const channel = channels.get(channelId);
        if (!channel || (await ledger.history(channelId, 1)).length > 0) return;
        const now = clock();
        const planned = await guard.step(channelId, 'plan its post', () => round.planOne(channel, now));
        if (planned?.plan.kind !== 'post') return;
        const { head, ...made } = planned;
        const day = localDay(zoneOf(channel, settings), now);
        await ledger.plan([{ channel: channelId, day, slotAt: now, upTo: head, ...made }], now);
        await sender.sendReady();
      }),
  };
}

function countByKind(planned: readonly { plan: { kind: string } }[]): Record<string, number> {
  const posts = planned.filter(({ plan }) => plan.kind === 'post').length;
  return { posts, silences: planned.length - posts };
}

/** What is found elsewhere is kept once someone opens, shares or saves it; it is no news for channels. */
function beyondOf(finder: Finder, archive: Archive, clock: Clock): Beyond {
  return {
    name: finder.name,
    search: finder.search,
    async paper(id) {
      const paper = await finder.fetch(id);
      if (paper === undefined) return undefined;
      await archive.keep([paper], paper.publishedOn ?? localDay('UTC', clock()));
      return (await archive.get(paper.id)) ?? paper;
    },
  };
}
