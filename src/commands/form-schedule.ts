/** Reads the schedule and the zone of a filled form: a typed line, or boxes for the days with a time. */
import type { Channel } from '../channels/channel.ts';
import { type Schedule, typeDays, typeSchedule } from '../channels/schedule.ts';
import type { FilledForm, FormProblem } from '../model/channel-form.ts';
import { readZone } from '../model/zone.ts';
import type { Parsed } from './command.ts';
import type { Context } from './context.ts';
import { parseCommand } from './parse.ts';
import { NO_TIME, parseSchedule, type ReadSchedule } from './schedule/parse.ts';

export interface When {
  /** Absent where neither the schedule nor the zone changes. What is not in it is the installation's own. */
  change?: { schedule?: Schedule; zone?: string };
  note?: string;
  /** `off` or `on` was written in place of a schedule. */
  isOff?: true;
  isOn?: true;
}

/** What is asked for before it is compared with what is set. */
interface Asked {
  schedule?: Schedule;
  zone?: string;
  note?: string;
  /** As the command would be parsed, where a line was typed. */
  parsed?: Parsed;
}

/**
 * The schedule and the zone of a form; undefined when something is wrong with them, which is added to `problems`. A zone
 * typed beside the schedule wins over a zone field that was left as it was; two different ones are a problem.
 */
export function readWhen(
  form: FilledForm,
  current: Channel,
  { delivery }: Pick<Context, 'delivery'>,
  problems: FormProblem[],
): When | undefined {
  const before = { schedule: delivery.schedule(current), zone: delivery.zone(current) };
  const typedZone = form.zone?.trim() ?? '';
  const field = typedZone === '' ? { zone: before.zone } : readZone(typedZone);
  const isLine = form.schedule !== undefined;
  const asked = isLine ? readLine(form.schedule, problems) : readBoxes(form, before.schedule, problems);
  if ('problem' in field) problems.push({ field: 'zone', message: field.problem });
  if (asked === undefined || 'problem' in field) return undefined;
  const { schedule, zone, note = field.note, parsed } = asked;
  const isZoneKept = field.zone === before.zone;
  if (zone !== undefined && !isZoneKept && field.zone !== zone) {
    const message = `There are two time zones: ${zone} and ${field.zone}. Which one?`;
    problems.push({ field: isLine ? 'schedule' : 'time', message });
  }
  if (parsed?.reset) {
    const isSame = isZoneKept && current.schedule === undefined && current.zone === undefined;
    return isSame ? {} : { change: isZoneKept ? {} : { zone: field.zone } };
  }
  const chosen = { schedule: schedule ?? before.schedule, zone: zone ?? field.zone };
  const moved =
    typeSchedule(before.schedule) !== typeSchedule(chosen.schedule) || before.zone !== chosen.zone;
  return {
    ...(moved ? { change: chosen } : {}),
    ...(note === undefined ? {} : { note }),
    ...(parsed?.name === 'pause' ? { isOff: true } : {}),
    ...(parsed?.name === 'resume' ? { isOn: true } : {}),
  };
}

/** A line as it is typed after `/papers schedule`. */
function readLine(typed: string | undefined, problems: FormProblem[]): Asked | undefined {
  const parsed = readField('schedule', typed ?? '', problems);
  if (parsed.problem !== undefined) return undefined;
  const { schedule, days, zone, note } = parsed as Exclude<ReadSchedule, { problem: string }>;
  if (parsed.trending) {
    problems.push({ field: 'schedule', message: 'Choose trending papers in the order of papers.' });
    return undefined;
  }
  if (days !== undefined) {
    problems.push({ field: 'schedule', message: NO_TIME });
    return undefined;
  }
  return {
    parsed,
    ...(schedule ? { schedule } : {}),
    ...(zone === undefined ? {} : { zone }),
    ...(note === undefined ? {} : { note }),
  };
}

/** The boxes of the days and the time beside them; what the form has not stays as it is. */
function readBoxes({ days, time }: FilledForm, before: Schedule, problems: FormProblem[]): Asked | undefined {
  const clock = time === undefined ? { schedule: before } : readClock(time, problems);
  const on = days === undefined ? undefined : readDays(days, problems);
  if (clock === undefined || (days !== undefined && on === undefined)) return undefined;
  const at = clock.schedule.time;
  const isSame = on === undefined || isSameSet(on, typeDays(before));
  // The same days keep the kind of schedule that they had: a roll-up on all five weekdays stays one.
  if (isSame) return { ...clock, schedule: { ...before, time: at } };
  const read = parseSchedule(`${on.join(' ')} ${at}`, '');
  if (!('problem' in read)) return { ...clock, ...(read.schedule ? { schedule: read.schedule } : {}) };
  problems.push({ field: 'days', message: read.problem });
  return undefined;
}

function readClock(
  typed: string,
  problems: FormProblem[],
): { schedule: Schedule; zone?: string; note?: string } | undefined {
  const read = parseSchedule(typed, '');
  if (!('problem' in read) && read.schedule?.every === 'day') return { ...read, schedule: read.schedule };
  const message =
    'problem' in read
      ? read.problem.replace('`daily 9:00`', '`9:00`')
      : 'Only a time of day goes here, such as `9:00`. Choose the days above.';
  problems.push({ field: 'time', message });
  return undefined;
}

function readDays(days: readonly string[], problems: FormProblem[]): string[] | undefined {
  const isMonthly = (day: string) => day.startsWith('monthly');
  const mixes = days.some(isMonthly) && days.length > 1;
  if (days.length > 0 && !mixes) return [...days];
  const message = mixes
    ? 'Choose days of the week or once a month, not both.'
    : 'Choose at least one day. To stop posts for a while, pause them instead.';
  problems.push({ field: 'days', message });
  return undefined;
}

function isSameSet(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one) => others.includes(one));
}

/** Reads a field as its command reads what is typed after it. Adds what is wrong to `problems`. */
export function readField(
  field: 'schedule' | 'limit' | 'order' | 'layout',
  typed: string,
  problems: FormProblem[],
): Parsed {
  const isEmpty = field === 'schedule' && typed.trim() === '';
  const read: Parsed = isEmpty
    ? { name: field, ...parseSchedule('', '') }
    : parseCommand(`${field} ${typed}`, true);
  if (read.problem === undefined) return read;
  problems.push({ field, message: read.problem.replaceAll(`\`/papers ${field} `, '`') });
  return read;
}
