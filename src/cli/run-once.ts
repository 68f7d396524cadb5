/** `paperboy run-once`: sends what is due and exits. For system cron, a Kubernetes CronJob, or a preview with `--dry`. */
import { parseArgs } from 'node:util';
import { Temporal } from 'temporal-polyfill';
import type { App } from '../app/app.ts';
import { type DeliveryState, deliveryKey, type NewDelivery } from '../delivery/delivery.ts';
import { saySilence } from '../delivery/silence-text.ts';
import type { AdapterOutside } from '../model/adapter-definition.ts';
import { sayMoment } from '../model/day-format.ts';
import { badUsage } from '../model/errors.ts';
import type { Clock } from '../model/ports.ts';
import { adapterOutside, adapterProblems, type BuiltAdapter, buildAdapters } from './adapters.ts';
import { withApp } from './open.ts';
import { buildSources } from './sources.ts';
import type { Terminal } from './terminal.ts';
import { count } from './text.ts';

/** Deliveries of earlier runs whose result is reported. */
const MOST_READY = 10_000;
/** What is said of a delivery that has no reason of its own. */
const REASONS: Record<DeliveryState, string> = {
  planned: 'an earlier post of the channel comes first, or it was not tried yet',
  posting: 'the attempt was cut off; the next run looks for the post and continues',
  unknown: 'it could not be confirmed',
  failed: 'no reason is known',
  posted: '',
  skipped: '',
};
/** What is due waits this long for a language model, where one is set up. Milliseconds. */
const JUDGED_MS = 30_000;
/** More channels than this with the same problem share a line. */
const MOST_NAMED = 5;

export async function runOnce(args: string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({ args, options: { at: { type: 'string' }, dry: { type: 'boolean' } } });
  const at = clockAt(values.at);
  return withApp(
    terminal,
    async (app, { store, settings, env, clock, log }) => {
      const outside = adapterOutside(store, { service: app.service, log, clock });
      const adapters = await buildAdapters(env, outside);
      for (const { adapter } of adapters) app.connect(adapter.messenger);
      if (values.dry !== true) {
        await joinPlaces(app, adapters, outside);
        // Before anything is planned: papers that came back are in the next post.
        await Promise.all(adapters.map(({ adapter }) => adapter.catchUp?.()));
      }
      await app.readSources();
      const unkept = await app.sourcesAnswered();
      if (values.dry) {
        if ([...app.channels.all()].length === 0) terminal.print(NO_CHANNEL);
        else await say(await app.due(), app, settings.timezone, terminal);
        return complain([...unkept, ...parkedLines(app)], terminal);
      }
      // Nothing runs before or after that could ask ahead.
      await app.judged(JUDGED_MS);
      await welcomeFirst(app, adapters, terminal);
      const due = await dueKeys(app, clock());
      await app.deliver();
      const { failed, elsewhere } = await unsettled(due, app);
      // As if it were another day, nothing is too old.
      if (at === undefined) app.retention.start();
      await app.retention.settled();
      terminal.print(`${due.size} due, ${due.size - failed.length - elsewhere.length} settled.\n`);
      for (const line of elsewhere) terminal.print(`${line}\n`);
      return complain([...unkept, ...parkedLines(app), ...failed], terminal);
    },
    { ...(at ? { clock: at } : {}), buildSources, problems: adapterProblems, looksOnly: values.dry === true },
  );
}

const NO_CHANNEL =
  'There is no channel yet. `paperboy run-once` without --dry creates #general in the local workspace and posts the newest digest there.\n';

/** Creates the channels of the local workspace at the first run, as the first `start` does. */
async function joinPlaces(
  app: App,
  adapters: readonly BuiltAdapter[],
  { shelf, clock }: AdapterOutside,
): Promise<void> {
  for (const { local } of adapters)
    for (const place of (await local?.places(shelf, clock)) ?? [])
      if (!app.channels.get(place.id)?.joined) await app.service.join(place);
}

/** Gives each first channel its first post, if it never had one, and says so. */
async function welcomeFirst(app: App, adapters: readonly BuiltAdapter[], terminal: Terminal): Promise<void> {
  for (const { local } of adapters) {
    if (local === undefined) continue;
    const { firstChannel } = local;
    const isNew = (await app.ledger.history(firstChannel, 1)).length === 0;
    await app.welcome(firstChannel);
    const [first] = await app.ledger.history(firstChannel, 1);
    if (isNew && first?.state === 'posted')
      terminal.print(`Sent the first post to ${app.channels.get(firstChannel)?.name}.\n`);
  }
}

/** @throws PaperboyError `bad-usage` when it isn't a moment */
function clockAt(at: string | undefined): Clock | undefined {
  if (at === undefined) return undefined;
  try {
    const { epochMilliseconds } = Temporal.Instant.from(at);
    return () => epochMilliseconds;
  } catch {
    throw badUsage(`--at needs a date and time with an offset, such as 2026-11-23T09:00:00Z, not "${at}".`);
  }
}

async function say(due: NewDelivery[], app: App, zone: string, terminal: Terminal): Promise<0> {
  if (due.length === 0) return terminal.print('Nothing is due.\n');
  for (const { channel: id, slotAt, plan } of due) {
    const channel = app.channels.get(id);
    const place = `${channel?.name ?? id}, due ${sayMoment(slotAt, channel?.zone ?? zone)}`;
    if (plan.kind === 'silence') {
      terminal.print(`${place}: nothing, ${saySilence(plan.silence, zone)}\n`);
      continue;
    }
    const papers = await app.archive.getMany(plan.shown.map((chosen) => chosen.id));
    const size = plan.shown.length + plan.rest.length;
    const shown = plan.rest.length > 0 ? `${plan.shown.length} of ` : '';
    terminal.print(`${place}: ${shown}${count(size, 'paper')}\n`);
    for (const { title } of papers) terminal.print(`  ${title}\n`);
  }
  return 0;
}

/** Prints problems, a line each, and returns the exit code: 1 when there are any. */
function complain(lines: readonly string[], terminal: Terminal): number {
  for (const line of lines) terminal.complain(line);
  return lines.length === 0 ? 0 : 1;
}

/** Keys of what this run settles: slots that are due, and deliveries of earlier runs that are ready. */
async function dueKeys(app: App, now: number): Promise<Set<string>> {
  const due = (await app.due()).map(({ channel, day }) => deliveryKey(channel, day));
  const ready = await app.ledger.ready(now, MOST_READY);
  return new Set([...ready.map(({ key }) => key), ...due]);
}

/** Channels that are parked until a problem is fixed: a line each, or one for many with the same reason. */
function parkedLines(app: App): string[] {
  const byReason = Map.groupBy(app.parked(), ([, why]) => why);
  return [...byReason].flatMap(([why, channels]) =>
    channels.length > MOST_NAMED
      ? [`${channels.length} channels are parked: ${why}`]
      : channels.map(([id]) => `${nameOf(id, app)} is parked: ${why}`),
  );
}

/** Deliveries that this run did not settle, a line each: those that did not arrive, and those that another process is sending. */
async function unsettled(
  due: ReadonlySet<string>,
  app: App,
): Promise<{ failed: string[]; elsewhere: string[] }> {
  const [failed, elsewhere]: [string[], string[]] = [[], []];
  for (const key of due) {
    // First, as what it sends meanwhile is settled afterwards.
    const isElsewhere = await app.isSentElsewhere(key);
    const delivery = await app.ledger.get(key);
    if (delivery === undefined || delivery.state === 'posted' || delivery.state === 'skipped') continue;
    const { channel, day, state, reason = REASONS[state] } = delivery;
    const name = `${nameOf(channel, app)} of ${day}`;
    if (isElsewhere) elsewhere.push(`${name}: another process is sending it.`);
    else failed.push(`${name} is ${state}: ${reason}`);
  }
  return { failed, elsewhere };
}

function nameOf(id: string, app: App): string {
  return `${app.channels.get(id)?.name ?? id} (${id})`;
}
