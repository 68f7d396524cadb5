/**
 * `paperboy start`: runs everything that is configured until a signal to stop. The order in which all parts start is told in one place,
 * so the file is longer than most.
 */
import { type App, createApp } from '../app/app.ts';
import { startRunLoop } from '../app/run-loop.ts';
import { limitCommands } from '../chat/limited-commands.ts';
import { createLog } from '../config/log.ts';
import { createServerDates } from '../doctor/server-dates.ts';
import { serveEndpoints } from '../health/server.ts';
import type { Env } from '../model/adapter-definition.ts';
import { withDeadline } from '../model/deadline.ts';
import { badUsage, messageOf } from '../model/errors.ts';
import type { Log } from '../model/ports.ts';
import {
  adapterOutside,
  adapterProblems,
  type BuiltAdapter,
  buildAdapters,
  configured,
  PLATFORM_TRACES,
} from './adapters.ts';
import { insideChecks, run } from './checks.ts';
import { connect } from './connect.ts';
import { createLastResort } from './last-resort.ts';
import { createMonitor, type Monitor } from './monitor.ts';
import { openLogged, pause, SHARED_LEASE_MS } from './open.ts';
import type { AllSettings } from './settings.ts';
import { createSetup } from './setup-form.ts';
import { buildSite, localSpace, sitePlaces, siteProblems } from './site.ts';
import { buildSources, FILL_DAYS, userAgent } from './sources.ts';
import { assertStartable } from './startable.ts';
import { runUntilStopped, type Stops } from './stopping.ts';
import type { Terminal } from './terminal.ts';
import { version } from './version.ts';

/**
 * How long a start waits for its sources and the first post, so that a newcomer sees a digest at once. The program is ready
 * within three seconds in all. Milliseconds.
 */
const FIRST_SOURCES_MS = 1_500;
/** A platform that takes longer to connect holds up neither the deliveries to others nor the end of the start. Milliseconds. */
const CONNECT_MS = 3_000;
/** After this, the first channel gets what has come, though a source is still being read. Milliseconds. */
const FIRST_POST_MS = 30_000;

export async function runStart(args: string[], terminal: Terminal): Promise<number> {
  if (args.length > 0) throw badUsage(`\`start\` takes no arguments, but got "${args.join(' ')}".`);
  const { settings, env } = terminal.settings((env) => [
    ...new Set([...adapterProblems(env), ...siteProblems(env)]),
  ]);
  assertStartable(configured(env), settings.health, sitePlaces(env));
  const { redact } = terminal;
  const monitor = createMonitor({ clock: Date.now, version: version(), redact });
  const log = monitor.metrics.program.countLines(
    createLog(settings.logLevel, redact, await terminal.logTo('stdout')),
  );
  if (settings.timezoneNote !== undefined) log.info(`TIMEZONE: ${settings.timezoneNote}`);
  const lastResort = createLastResort(terminal.process, log);
  const onStopping = () => monitor.setPhase('stopping');
  const outside = { process: terminal.process, log, fatal: lastResort.fatal, onStopping };
  try {
    return await runUntilStopped(outside, (stops) =>
      startAll({ settings, env, terminal, monitor, log }, stops),
    );
  } finally {
    lastResort.remove();
  }
}

interface StartContext {
  settings: AllSettings;
  env: Env;
  terminal: Terminal;
  monitor: Monitor;
  log: Log;
}

/** Resolves when everything is up and each platform has answered; `stops` gets what ends each part that was started. */
async function startAll(
  { settings, env, terminal, monitor, log }: StartContext,
  stops: Stops,
): Promise<void> {
  const { metrics, endpoints } = monitor;
  // Opened first and closed last: a probe hears that the program is starting, and that it is stopping.
  if (settings.health) {
    const { address, close } = await serveEndpoints(endpoints, settings.health, log);
    stops.add(close);
    log.info('health and metrics', { address });
  }
  const { onStatement } = metrics.store;
  const store = await openLogged(settings.storeUrl, log, { check: true, onStatement });
  stops.add(() => store.close());
  monitor.watchStore(store);
  let app: App | undefined;
  let firstPosts: Promise<void> | undefined;
  const jobs = await store.openJobs?.(log);
  if (jobs !== undefined) stops.add(() => jobs.stop(0));
  const shared = jobs && { jobs, leaseMs: SHARED_LEASE_MS };
  const outside = { settings, store, clock: store.now, random: Math.random, sleep: pause, log, ...shared };
  const isEmpty = () => app?.search.size === 0;
  const dates = createServerDates();
  const { close, ...built } = buildSources({
    ...outside,
    isEmpty,
    redact: terminal.redact,
    onDate: dates.heard,
  });
  const { observer } = metrics.deliveries;
  const local = localSpace();
  app = await createApp({
    ...outside,
    ...built,
    userAgent: userAgent(settings.sources.contact),
    observer,
    platformTraces: PLATFORM_TRACES,
    fillDays: FILL_DAYS,
    ...(local === undefined ? {} : { local }),
    indexFolder: settings.dataDir,
  });
  const { search, readSources, replicaSettings, keepIndex, stop } = app;
  monitor.watchApp(app);
  stops.add(replicaSettings.leave);
  await replicaSettings.compare();
  stops.add(app.follow());
  stops.add(async () => {
    close();
    await stop();
    await firstPosts;
  });
  const service = metrics.measureCommands(limitCommands(app.service));
  // On a port of their own, the pages for machines are on no other.
  const pages = settings.health ? {} : { endpoints };
  const site = await buildSite(env, { catalog: app.catalog, log, stops });
  const opened = { settings, env, store, sources: built.sources };
  const started = app;
  const examine = async () => [
    ...(await run(insideChecks(started, opened), terminal.redact)),
    ...dates.findings(),
  ];
  const setup = createSetup(terminal.process);
  const beside = { ...pages, examine, setup, ...(site === undefined ? {} : { site }) };
  const each = await buildAdapters(env, { ...adapterOutside(store, { service, log }), ...beside });
  const adapters = each.map(monitor.watchAdapter);
  for (const { adapter } of adapters) {
    stops.add(() => adapter.stop());
    app.connect(adapter.messenger);
  }
  let address: string | undefined;
  let operatorAddress: string | undefined;
  for (const { adapter, local } of adapters) {
    if (!local) continue;
    ({ address, operatorAddress } = await adapter.start());
    // Stopped in the meantime, before there was anything to stop.
    stops.add(() => adapter.stop());
  }
  const stopped = new AbortController();
  stops.add(async () => stopped.abort(), app.stopSending);
  const first = postFirst(app, adapters, log, stopped.signal);
  firstPosts = first.all;
  await Promise.race([first.early, pause(FIRST_SOURCES_MS)]);
  const remote = adapters.filter(({ local }) => local === undefined);
  const connected = Promise.all(remote.map(({ adapter }) => connect(adapter, log, stops)));
  await withDeadline(connected, CONNECT_MS, () => {});
  stops.check();
  const readAndPost = async () => {
    void replicaSettings.compare();
    await readSources();
    app?.judge();
    app?.readLibraries();
    app?.retention.start();
    // A digest that comes after the start can still be the first channel's first post.
    if (app) await welcome(app, adapters);
  };
  const plan = metrics.program.measureRound(app.plan);
  const runLoop = startRunLoop({ ...app, plan, readSources: readAndPost }, outside);
  stops.add(
    () => runLoop.stop(),
    () => keepIndex(),
  );
  terminal.invite(address, operatorAddress);
  monitor.setPhase('running');
  log.info('paperboy ready', { address, papers: search.size, data: store.name });
  // A wrong setting that a slow platform answers with still ends the program.
  await connected;
}

/**
 * Reads the sources and gives the first channels their first post. `early` resolves after the first try, once all sources have
 * answered or 30 s have passed; `all` once the sources that were slower have answered too. Neither rejects.
 */
function postFirst(
  app: App,
  adapters: readonly BuiltAdapter[],
  log: Log,
  signal: AbortSignal,
): { early: Promise<void>; all: Promise<void> } {
  void app.readSources();
  const postAfter = async (came: Promise<unknown>) => {
    await came;
    if (!signal.aborted) await welcome(app, adapters);
  };
  const failed = (error: unknown) =>
    log.warn('the first digest could not be posted', { reason: messageOf(error) });
  const early = postAfter(Promise.race([app.sourcesAnswered(), pause(FIRST_POST_MS, signal)])).catch(failed);
  const late = postAfter(app.sourcesAnswered()).then(app.keepIndex).catch(failed);
  return { early, all: Promise.all([early, late]).then(() => {}) };
}

async function welcome(app: App, adapters: readonly BuiltAdapter[]): Promise<void> {
  for (const { local } of adapters) if (local) await app.welcome(local.firstChannel);
}
