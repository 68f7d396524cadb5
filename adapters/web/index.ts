/** The adapter of the local workspace, a chat in the browser that needs no account. */
import { getRequestListener } from '@hono/node-server';
import { type ConnectionLimits, type Listening, listen } from '../../src/chat/http-server.ts';
import { formatSpaceId } from '../../src/model/channel-id.ts';
import type { Adapter, Clock, CommandService, Log, Shelf } from '../../src/model/ports.ts';
import { type Channel, createChannels, placeOf, SHELF, SPACE } from './channels.ts';
import { createConversation } from './conversation.ts';
import { createHistory, type Entry } from './history.ts';
import { readPage } from './page.ts';
import { createMessenger } from './post.ts';
import type { Given } from './sequence.ts';
import { createApp } from './server.ts';
import type { WebSettings } from './settings.ts';
import { createStoreWatch } from './store-watch.ts';
import { createStreams, type Streams } from './stream.ts';

/** Far above what a page needs. Events are sent every 15 seconds, so an open page is never idle. */
const LIMITS: ConnectionLimits = {
  headersMs: 10_000,
  requestMs: 20_000,
  keepAliveMs: 5_000,
  idleMs: 60_000,
  checkMs: 1_000,
  connections: 2_000,
  perAddress: 500,
};

/** How often the store is asked for what other processes have added, such as `run-once`. Milliseconds. */
const LOOK_MS = 2_000;

/** What the workspace needs. Its shelves are `web_channels`, `web_messages` and `web_numbers`, and no one else's. */
export interface WebOutside {
  service: CommandService;
  shelf: <T>(name: string) => Shelf<T>;
  clock: Clock;
  log: Log;
  /** How long connections may take and how many there are; the defaults unless a test says otherwise. */
  limits?: ConnectionLimits;
  /** `LOOK_MS` unless a test says otherwise. */
  lookMs?: number;
}

/**
 * Creates the adapter. `start` loads what is stored, opens the port and joins every channel; it throws `PaperboyError`
 * `address-taken` or `bad-settings` when the port cannot be opened.
 * `stop` closes within a second and may be called again.
 */
export function createWeb(settings: WebSettings, outside: WebOutside): Adapter {
  const { service, shelf, clock, log } = outside;
  let streams: Streams | undefined;
  const added = (isLate = false) => streams?.wake(isLate);
  const channels = createChannels({ shelf: shelf<Channel>(SHELF), clock, added });
  const history = createHistory({
    shelf: shelf<Entry>('web_messages'),
    numbers: shelf<Given>('web_numbers'),
    clock,
    log,
    added,
  });
  const conversation = createConversation({ service, history, log });
  const watch = createStoreWatch({ history, channels, added, log, everyMs: outside.lookMs ?? LOOK_MS });
  let listening: Listening | undefined;
  let reading: Promise<void> | undefined;

  /** Loads the stored channels and messages once; after a failure the next call tries again. */
  function ready(): Promise<void> {
    reading ??= channels
      .load()
      .then(restoreLost)
      .then(() => history.load())
      .catch((thrown: unknown) => {
        reading = undefined;
        throw thrown;
      });
    return reading;
  }

  /** A channel whose own row was lost is still among those that are posted to. */
  async function restoreLost(): Promise<void> {
    for (const { id, name, joinedAt } of await service.placesIn(formatSpaceId(SPACE.platform, SPACE.space))) {
      if (await channels.restore(id, joinedAt))
        log.warn('the stored row of a channel was lost and is restored from its settings', { channel: name });
    }
  }

  async function addChannel(typed: string): ReturnType<typeof channels.add> {
    const added = await channels.add(typed);
    if ('channel' in added) await service.join(placeOf(added.channel.name));
    return added;
  }

  return {
    messenger: createMessenger({ history, channels, ready }),
    async start() {
      await ready();
      const page = await readPage();
      for (const { name } of channels.list()) await service.join(placeOf(name));
      streams = createStreams({ history, channels });
      const { host, port } = settings;
      const app = createApp({
        host,
        commands: service.specs,
        history,
        channels,
        conversation,
        streams,
        page,
        addChannel,
        log,
      });
      watch.start();
      listening = await listen(
        getRequestListener(app.fetch),
        { host, port, portSetting: 'PORT' },
        outside.limits ?? LIMITS,
      );
      return { address: listening.address };
    },
    async stop() {
      watch.stop();
      streams?.close();
      await listening?.close();
      listening = undefined;
    },
  };
}
