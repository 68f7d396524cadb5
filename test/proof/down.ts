/**
 * Cases in; a whole app that is down for a minute to a day, and sometimes for days, across due times, and what its
 * channels got or were told on its return, out. Virtual time: a tick a minute after the return, as the clockwork does.
 */
import type { Channel } from '../../src/channels/channel.ts';
import { type Slot, slotAfter } from '../../src/delivery/slots.ts';
import { type AppWorld, createAppWorld, digestOf, paperOf, titlesOf } from '../app/world.ts';
import { type Random, seeded } from './random.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The promise: a post that was due while nobody was there comes within this time of the return. */
const PROMISED_MS = 60_000;
const PLACES = ['daily', 'weekdays', 'weekly'].map((name) => ({ id: `test:t:${name}`, name: `#${name}` }));

export interface DownReport {
  cases: number;
  /** Slots that passed while the app was down. */
  missed: number;
  /** Of these: delivered on the return, and recorded as skipped with a reason. */
  delivered: number;
  skipped: Record<string, number>;
  /** The longest wait after a return, in virtual seconds. */
  slowest: number;
  problems: string[];
}

export async function proveDown(options: { seed: number; cases: number }): Promise<DownReport> {
  const report: DownReport = {
    cases: options.cases,
    missed: 0,
    delivered: 0,
    skipped: {},
    slowest: 0,
    problems: [],
  };
  for (let number = 0; number < options.cases; number++) {
    await runCase(`case ${number}`, seeded(options.seed * 100_003 + number), report);
  }
  return report;
}

async function runCase(name: string, random: Random, report: DownReport): Promise<void> {
  const begin = Date.UTC(2026, Math.floor(random() * 12), 1 + Math.floor(random() * 28));
  const world = await createAppWorld(new Date(begin).toISOString());
  const source = createSource(begin, random);
  await open(world, random);
  const seenAt: number[] = [];
  const tick = async (at: number) => {
    world.digests = source(at);
    await world.tick(new Date(at).toISOString());
    while (seenAt.length < world.readers.seen.length) seenAt.push(at);
  };

  // Up until some time before a slot, then down until some time after it.
  const slot = nextSlot(world, Math.floor(begin + 2 * DAY + random() * DAY));
  const down = Math.floor(Math.max(begin + HOUR, slot.at - random() * 2 * HOUR));
  await upUntil(world, begin, down, tick);
  const back = Math.ceil(Math.max(slot.at + 1_000 + random() * 50_000, down + downtime(random)));
  const missed = PLACES.map(({ id }) => ({ id, slots: slotsIn(world, id, down, back) }));
  await world.restart();
  for (let at = back; at <= back + PROMISED_MS; at += MINUTE) await tick(at);

  for (const { id, slots } of missed) {
    await checkReturn(name, world, id, slots, back, seenAt, report);
  }
  await upUntil(world, back + MINUTE, back + 9 * DAY, tick);
  await checkPapers(name, world, back, report);
  await world.store.close();
}

/** Half of the downtimes are shorter than three hours, one in six is longer than a day. */
function downtime(random: Random): number {
  const kind = random();
  if (kind < 0.5) return MINUTE + random() * 3 * HOUR;
  if (kind < 5 / 6) return 3 * HOUR + random() * 21 * HOUR;
  return DAY + random() * 5 * DAY;
}

/** A digest a day, at some hour of it; a source remembers its last eight. */
function createSource(begin: number, random: Random) {
  const all = Array.from({ length: 24 }, (_, day) => {
    const at = Math.floor(begin + day * DAY + random() * DAY);
    const date = new Date(begin + day * DAY).toISOString().slice(0, 10);
    const papers = Array.from({ length: 1 + Math.floor(random() * 3) }, (_one, number) =>
      paperOf(`Agents of ${date} number ${number}`),
    );
    return { at, digest: digestOf(date, ...papers) };
  });
  return (now: number) =>
    all
      .filter(({ at }) => at <= now)
      .slice(-8)
      .map(({ digest }) => digest);
}

async function open(world: AppWorld, random: Random): Promise<void> {
  const zones = Intl.supportedValuesOf('timeZone');
  for (const [at, place] of PLACES.entries()) {
    const zone = zones[Math.floor(random() * zones.length)] as string;
    const time = `${String(Math.floor(random() * 24)).padStart(2, '0')}:${random() < 0.5 ? '00' : '30'}`;
    const when = ['daily', 'weekdays', 'weekly mon thu'][at];
    await world.app.service.join(place);
    const reply = await world.ask(`schedule ${when} ${time} ${zone}`, place);
    if (!world.app.channels.get(place.id)?.schedule)
      throw new Error(`not understood: ${when} ${time} ${zone}: ${reply.summary}`);
    if (random() < 0.5) await world.ask('subscribe agents', place);
  }
}

function scheduleOf(
  world: AppWorld,
  id: string,
): { schedule: NonNullable<Channel['schedule']>; zone: string } {
  const { schedule, zone = 'UTC' } = world.app.channels.get(id) ?? {};
  if (!schedule) throw new Error(`${id} has no schedule`);
  return { schedule, zone };
}

function slotsIn(world: AppWorld, id: string, from: number, to: number): Slot[] {
  const { schedule, zone } = scheduleOf(world, id);
  const found: Slot[] = [];
  for (let slot = slotAfter(schedule, zone, from); slot.at <= to; slot = slotAfter(schedule, zone, slot.at)) {
    found.push(slot);
  }
  return found;
}

function nextSlot(world: AppWorld, now: number): Slot {
  const next = PLACES.map(({ id }) => {
    const { schedule, zone } = scheduleOf(world, id);
    return slotAfter(schedule, zone, now);
  });
  return next.reduce((first, slot) => (slot.at < first.at ? slot : first));
}

/** Ticks at every slot and every six hours between: what the minutes in between would do is nothing. */
async function upUntil(world: AppWorld, from: number, to: number, tick: (at: number) => Promise<void>) {
  const moments = PLACES.flatMap(({ id }) => slotsIn(world, id, from, to).map(({ at }) => at));
  for (let at = from; at < to; at += 6 * HOUR) moments.push(at);
  for (const at of moments.sort((a, b) => a - b)) if (at < to) await tick(at);
}

/** Every slot that was missed has a post within the promised time or a record with its reason; one post in all. */
async function checkReturn(
  name: string,
  world: AppWorld,
  id: string,
  slots: readonly Slot[],
  back: number,
  seenAt: readonly number[],
  report: DownReport,
): Promise<void> {
  const came = world.readers.seen.flatMap((post, at) => {
    const when = seenAt[at] ?? 0;
    return post.channel === id && when >= back ? [{ post, when }] : [];
  });
  if (came.length > 1) report.problems.push(`${name} ${id}: a flood of ${came.length} posts`);
  if (came.length > 0 && slots.length === 0) report.problems.push(`${name} ${id}: a post that was not due`);
  for (const { day, at } of slots) {
    report.missed++;
    const delivery = await world.app.ledger.get(`${id} ${day}`);
    const post = came.find(({ post: { key } }) => key === `${id} ${day}`);
    if (post && delivery?.state === 'posted') {
      report.delivered++;
      report.slowest = Math.max(report.slowest, (post.when - back) / 1_000);
      const marked = JSON.stringify(post.post.blocks).includes('Late: this post was due');
      if (marked !== back - at > 10 * MINUTE) report.problems.push(`${name} ${id} ${day}: wrongly marked`);
    } else if (delivery?.state === 'skipped' && delivery.plan.kind === 'silence') {
      const { why } = delivery.plan.silence;
      report.skipped[why] = (report.skipped[why] ?? 0) + 1;
    } else report.problems.push(`${name} ${id} ${day}: ${delivery?.state ?? 'no record at all'}`);
  }
}

/** Nine days after the return every paper that came before it has been seen, and none twice. */
async function checkPapers(name: string, world: AppWorld, back: number, report: DownReport): Promise<void> {
  const owed = await world.app.archive.after(0);
  for (const { id } of PLACES) {
    const titles = world.readers.seen.filter(({ channel }) => channel === id).flatMap(titlesOf);
    if (new Set(titles).size < titles.length) report.problems.push(`${name} ${id}: a paper came twice`);
    const before = owed.filter(({ day }) => Date.parse(day) < back - DAY).length;
    if (titles.length < before) report.problems.push(`${name} ${id}: ${titles.length} of ${before} papers`);
  }
}
