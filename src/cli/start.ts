/** `paperboy start`: runs all that is set up until a signal to stop. */
import { type App, createApp } from '../app/app.ts';
import { startRunLoop } from '../app/run-loop.ts';
import { createLog } from '../config/log.ts';
import { messageOf, PaperboyError } from '../model/errors.ts';
import type { Adapter, Log } from '../model/ports.ts';
import { openStore } from '../store/store.ts';
import { adapterProblems, buildAdapters, LOCAL_ADAPTERS } from './adapters.ts';
import { createLastResort } from './last-resort.ts';
import { pause, tellUnreadable } from './open.ts';
import { buildSources, FILL_DAYS } from './sources.ts';
import { stopAll, untilStopped } from './stopping.ts';
import type { Terminal } from './terminal.ts';

/**
 * How long a start waits for its sources and the first post, so that a newcomer sees a digest at once. The program is ready
 * within three seconds in all. Milliseconds.
 */
const FIRST_SOURCES_MS = 1_500;
/** After this, the first channel gets what has come, though a source is still being read. Milliseconds. */
const FIRST_POST_MS = 30_000;
/** Between two tries to connect to a platform. Milliseconds. */
const AGAIN_MS = 30_000;

export async function runStart(args: string[], terminal: Terminal): Promise<number> {
  if (args.length > 0)
    throw new PaperboyError('bad-usage', `\`start\` takes no arguments, but got "${args.join(' ')}".`);
  const { settings, env } = terminal.settings(adapterProblems);
  const log = createLog(settings.logLevel, terminal.redact, terminal.logTo('stdout'));
  if (settings.timezoneNote !== undefined) log.info(`TIMEZONE: ${settings.timezoneNote}`);
  const store = await openStore(settings.storePath, {
    folder: settings.dataDir,
    check: true,
    onUnreadable: tellUnreadable(log),
  });
  const lastResort = createLastResort(terminal.process, log);
  const stops: (() => Promise<void>)[] = [() => store.close()];
  try {
    let app: App | undefined;
    const outside = { settings, store, clock: Date.now, random: Math.random, sleep: pause, log };
    const { close, ...built } = buildSources({
      ...outside,
      isEmpty: () => app?.search.size === 0,
      redact: terminal.redact,
    });
    app = await createApp({ ...outside, ...built, fillDays: FILL_DAYS, indexFolder: settings.dataDir });
    const { keepIndex, sourcesAnswered, stop } = app;
    const welcome = async () => {
      for (const { local } of LOCAL_ADAPTERS) await app?.welcome(local.firstChannel);
    };
    let welcomed: Promise<void> | undefined;
    stops.unshift(async () => {
      close();
      await stop();
      await welcomed;
    });
    const adapters = await buildAdapters(env, {
      service: app.service,
      shelf: store.shelf,
      clock: Date.now,
      log,
    });
    for (const { adapter } of adapters) {
      stops.unshift(() => adapter.stop());
      app.connect(adapter.messenger);
    }
    let address: string | undefined;
    for (const { adapter, local } of adapters) if (local) ({ address } = await adapter.start());
    void app.readSources();
    const stopped = new AbortController();
    stops.unshift(async () => stopped.abort());
    // A first digest that is still being read is posted when it has come.
    const first = async (came: Promise<void>) => {
      await came;
      if (!stopped.signal.aborted) await welcome();
    };
    const early = first(Promise.race([sourcesAnswered(), pause(FIRST_POST_MS, stopped.signal)]));
    welcomed = Promise.all([early, first(sourcesAnswered()).then(keepIndex)])
      .then(() => {})
      .catch((error) => log.warn('no first digest', { reason: messageOf(error) }));
    await Promise.race([early.catch(() => {}), pause(FIRST_SOURCES_MS)]);
    for (const { adapter, local } of adapters) if (!local) await connect(adapter, log, stops);
    // A digest that comes after the start can still be the first channel's first post.
    const readSources = async () => {
      await app?.readSources();
      await welcome();
    };
    const runLoop = startRunLoop({ ...app, readSources }, Date.now, log);
    stops.unshift(
      () => runLoop.stop(),
      () => keepIndex(),
    );
    terminal.invite(address);
    log.info('paperboy ready', { address, papers: app.search.size, data: settings.storePath });
    return await untilStopped(terminal.process, log, lastResort.fatal, stops);
  } catch (error) {
    await stopAll(stops);
    throw error;
  } finally {
    lastResort.remove();
  }
}

/**
 * Starts a platform. A wrong setting ends the start of the program; a platform that cannot be reached is tried again every
 * 30 s and holds nothing else up.
 */
async function connect(platform: Adapter, log: Log, stops: (() => Promise<void>)[]): Promise<void> {
  const { platform: name } = platform.messenger;
  const given = new AbortController();
  stops.unshift(async () => given.abort());
  const attempt = async () => log.info('connected', { platform: name, ...(await platform.start()) });
  const again = async (): Promise<void> => {
    await pause(AGAIN_MS, given.signal);
    if (!given.signal.aborted) await attempt().catch(failed);
  };
  const failed = (error: unknown) => {
    log.error('cannot connect; trying again', { platform: name, reason: messageOf(error) });
    void again();
  };
  try {
    await attempt();
  } catch (error) {
    const ours =
      error instanceof PaperboyError && (error.code === 'bad-settings' || error.code === 'address-taken');
    if (ours) throw error;
    failed(error);
  }
}
