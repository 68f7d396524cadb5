/** The adapter of the local workspace, a chat in the browser that needs no account. */
import { getRequestListener } from '@hono/node-server';
import { type ConnectionLimits, type Listening, listen } from '../../src/chat/http-server.ts';
import type { AdapterOutside } from '../../src/model/adapter-definition.ts';
import { formatSpaceId } from '../../src/model/channel-id.ts';
import type { Adapter } from '../../src/model/ports.ts';
import { keyOf, placeOf, readName, SPACE } from './channel-names.ts';
import { type Channel, createChannels } from './channels.ts';
import { createConversation } from './conversation.ts';
import type { Entry } from './entry.ts';
import { createExamination } from './examination.ts';
import { createHistory } from './history.ts';
import { createOperators } from './operators.ts';
import { pageVersion } from './page-files.ts';
import { createPeople } from './people.ts';
import { createMessenger } from './post.ts';
import type { Given } from './sequence.ts';
import { createApp } from './server.ts';
import type { WebSettings } from './settings.ts';
import { watchStore } from './store-watch.ts';
import { createStreams, type Streams } from './stream.ts';

/** Far above what a page needs. Events are sent every 15 seconds, so an open page is never idle. */
const LIMITS: Partial<ConnectionLimits> = {
  headersMs: 10_000,
  requestMs: 20_000,
  keepAliveMs: 5_000,
  idleMs: 60_000,
  checkMs: 1_000,
  connections: 2_000,
  perAddress: 500,
  bodyBytes: 16 * 1024 * 1024,
};

/** How often the store is asked for what other processes have added, such as `run-once`. Milliseconds. */
const LOOK_MS = 1_000;

/** Its shelves are `web_channels`, `web_messages`, `web_numbers` and `web_people`, and no one else's. */
export interface WebOutside extends AdapterOutside {
  /** How long connections may take and how many there are; the defaults unless a test says otherwise. */
  limits?: Partial<ConnectionLimits>;
  /** `LOOK_MS` unless a test says otherwise. */
  lookMs?: number;
  /** Of the page's files; what their content says unless a test says otherwise. */
  version?: string;
}

/**
 * Creates the adapter. `start` loads what is stored, opens the port and joins every channel; it throws `PaperboyError`
 * `address-taken` or `bad-settings` when the port cannot be opened.
 * `stop` closes within a second and may be called again.
 */
export function createWeb(settings: WebSettings, outside: WebOutside): Adapter {
  const { service, shelf, clock, log, limits = LIMITS, lookMs: everyMs = LOOK_MS } = outside;
  let streams: Streams | undefined;
  let stopWatching: (() => void) | undefined;
  let listening: Listening | undefined;
  let loaded: Promise<void> | undefined;
  const added = (late?: Entry | 'all') => streams?.wake(late);
  const channels = createChannels({ shelf, clock, ...(outside.alone ? { alone: outside.alone } : {}) });
  const history = createHistory({
    shelf: shelf<Entry>('web_messages'),
    numbers: shelf<Given>('web_numbers'),
    clock,
    log,
    added,
    isGone: channels.isGone,
  });
  const people = createPeople(shelf<string>('web_people'));
  const conversation = createConversation({ service, history, log });

  /** Loads the stored channels and messages once; after a failure the next call tries again. */
  function ready(): Promise<void> {
    loaded ??= load().catch((thrown: unknown) => {
      loaded = undefined;
      throw thrown;
    });
    return loaded;
  }

  async function load(): Promise<void> {
    await channels.load();
    for (const { id, name, joinedAt } of await service.placesIn(formatSpaceId(SPACE.platform, SPACE.space))) {
      // A deletion that was cut off is finished. A channel whose own row was lost is still among those that are posted to.
      if (channels.isGone(keyOf(id) ?? '')) await service.leave(id);
      else if (await channels.addById(id, joinedAt, name))
        log.warn('the stored row of a channel was lost and is restored from its settings', { channel: name });
    }
    await history.load();
  }

  async function addChannel(typed: string): ReturnType<typeof channels.add> {
    const answer = await channels.add(typed);
    const channel = 'channel' in answer ? answer.channel : await addedHalf(typed);
    if (channel === undefined) return answer;
    added();
    await service.join(placeOf(channel));
    return { channel };
  }

  /** The channel of this name, where adding it failed after it was listed: asked again, it is done. */
  async function addedHalf(typed: string): Promise<Channel | undefined> {
    const name = readName(typed);
    const channel = channels.list().find((one) => one.name === name);
    if (channel === undefined) return undefined;
    const joined = await service.placesIn(formatSpaceId(SPACE.platform, SPACE.space));
    return joined.some(({ id }) => id === placeOf(channel).id) ? undefined : channel;
  }

  async function renameChannel(key: string, typed: string): ReturnType<typeof channels.rename> {
    const answer = await channels.rename(key, typed);
    if ('channel' in answer) {
      added();
      await service.rename(placeOf(answer.channel));
    }
    return answer;
  }

  /** First it is gone for everyone; then what is stored for it goes. Asked again after a failure, it does the rest. */
  async function removeChannel(key: string): ReturnType<typeof channels.remove> {
    const answer = await channels.remove(key);
    if ('channel' in answer) {
      added();
      await service.leave(placeOf(answer.channel).id);
      await history.forget(key);
    }
    return answer;
  }

  return {
    messenger: createMessenger({ history, channels, ready }),
    async start() {
      await ready();
      for (const place of channels.places()) await service.join(place);
      const { version = pageVersion() } = outside;
      streams = createStreams({ history, channels, version });
      const { host, port } = settings;
      const ports = { endpoints: outside.endpoints ?? [], pages: outside.site };
      const { examine, setup } = outside;
      const operators = createOperators(host);
      const site = {
        host,
        version,
        service,
        ...ports,
        ...(examine ? { examine: createExamination(examine, clock) } : {}),
        log,
        operators,
        setup,
      };
      const edit = { addChannel, renameChannel, removeChannel };
      const app = createApp({ ...site, ...edit, history, channels, people, conversation, streams });
      stopWatching = watchStore({ history, channels, added, log, everyMs });
      listening = await listen(getRequestListener(app.fetch), { host, port, portSetting: 'PORT' }, limits);
      const { address } = listening;
      if (operators.code === undefined) return { address };
      return { address, operatorAddress: `${address}/#/?code=${operators.code}` };
    },
    async stop() {
      stopWatching?.();
      streams?.close();
      await listening?.close();
      listening = undefined;
    },
  };
}
