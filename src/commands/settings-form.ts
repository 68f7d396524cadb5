/** Shows a channel's settings as a form and applies a submitted one: all of it, or nothing with the reasons. */
import { type Channel, hasThumbnails, isAnnounced, layoutFields, layoutOf } from '../channels/channel.ts';
import { pauseAt } from '../channels/pause.ts';
import { type Schedule, typeSchedule } from '../channels/schedule.ts';
import type { ChannelForm, FilledForm, FormProblem } from '../model/channel-form.ts';
import type { Layout, Reply } from '../model/message.ts';
import { readZone } from '../model/zone.ts';
import type { Parsed } from './command.ts';
import type { Caller, Context } from './context.ts';
import { currentSettings } from './current-settings.ts';
import { readTopics, topicsEdit } from './form-topics.ts';
import type { NextPostNeeds } from './next-post.ts';
import { parseCommand } from './parse.ts';
import { reply, text } from './reply.ts';
import { parseSchedule, type ReadSchedule } from './schedule/parse.ts';
import { typeTopic } from './topic-name.ts';
import { type TopicListNeeds, topicList } from './topics.ts';

export function formOf({ channel }: Caller, context: NextPostNeeds): ChannelForm {
  const current = context.channels.get(channel.id) ?? channel;
  return {
    topics: context.channels.topics(channel.id).map(typeTopic),
    schedule: typeSchedule(context.delivery.schedule(current)),
    zone: context.delivery.zone(current),
    limit: current.limit,
    order: current.order,
    quiet: current.quietLine,
    layout: layoutOf(current),
    thumbnails: hasThumbnails(current),
    announce: isAnnounced(current),
    paused: pauseAt(current, context.clock()) !== undefined,
  };
}

export async function fillForm(
  form: FilledForm,
  caller: Caller,
  context: TopicListNeeds & Pick<Context, 'clock'>,
): Promise<{ reply: Reply } | { problems: FormProblem[] }> {
  const problems: FormProblem[] = [];
  const topics = readTopics(form.topics, context.channels.topics(caller.channel.id), problems);
  const current = context.channels.get(caller.channel.id) ?? caller.channel;
  const when = readWhen(form, current, context, problems);
  const { limit } = readField('limit', form.limit, problems) as Parsed & Pick<Channel, 'limit'>;
  const { order } = readField('order', form.order, problems) as Parsed & Pick<Channel, 'order'>;
  const typedLayout = form.layout === '' ? layoutOf(current) : form.layout;
  const { layout } = readField('layout', typedLayout, problems) as Parsed & { layout: Layout };
  if (problems.length > 0 || when === undefined) return { problems };

  const { change, isOff, isOn } = when;
  await caller.change(({ paused: before, ...channel }, followed) => {
    const paused = pauseAt({ paused: before }, context.clock());
    return {
      channel: {
        ...(change ? { ...withoutSchedule(channel), ...change, since: context.clock() } : channel),
        limit,
        order,
        quietLine: form.quiet,
        ...(layout === layoutOf(channel) ? {} : layoutFields(layout)),
        ...(form.thumbnails === hasThumbnails(channel) ? {} : { thumbnails: form.thumbnails }),
        ...(form.announce === undefined || form.announce === isAnnounced(channel)
          ? {}
          : { announce: form.announce }),
        ...(isOff || (form.paused && !isOn)
          ? { paused: paused ?? { by: caller.person, at: context.clock(), ...(isOff ? { off: isOff } : {}) } }
          : {}),
      },
      ...topicsEdit(topics, followed, { by: caller.person, at: context.clock(), channel: caller.channel.id }),
    };
  });
  const said = [text([{ text: when.note === undefined ? 'Saved.' : `Saved. ${when.note}` }])];
  caller.wrote(said);
  const list = await topicList(caller, context);
  const settings = (await currentSettings(caller, context)).slice(0, 1);
  return { reply: reply([...said, ...list, ...settings]) };
}

function withoutSchedule({ schedule: _schedule, zone: _zone, ...rest }: Omit<Channel, 'paused'>) {
  return rest;
}

/** Reads a field as its command reads what is typed after it. Adds what is wrong to `problems`. */
function readField(
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

interface When {
  /** Absent where neither the schedule nor the zone changes. What is not in it is the installation's own. */
  change?: { schedule?: Schedule; zone?: string };
  note?: string;
  /** `off` or `on` was written in place of a schedule. */
  isOff?: true;
  isOn?: true;
}

/**
 * The schedule and the zone of a form. A zone typed beside the schedule wins over a zone field that was left as it was;
 * two different ones are a problem.
 */
function readWhen(
  form: FilledForm,
  current: Channel,
  { delivery }: Pick<Context, 'delivery'>,
  problems: FormProblem[],
): When | undefined {
  const before = { schedule: delivery.schedule(current), zone: delivery.zone(current) };
  const field = form.zone.trim() === '' ? { zone: before.zone } : readZone(form.zone);
  const typed = readField('schedule', form.schedule, problems);
  if ('problem' in field) problems.push({ field: 'zone', message: field.problem });
  if (typed.problem !== undefined || 'problem' in field) return undefined;
  const { schedule, zone, note = field.note } = typed as Extract<ReadSchedule, { zone?: string }>;
  const isZoneKept = field.zone === before.zone;
  if (zone !== undefined && !isZoneKept && field.zone !== zone) {
    const message = `There are two time zones: ${zone} and ${field.zone}. Which one?`;
    problems.push({ field: 'schedule', message });
  }
  if (typed.reset) {
    const isSame = isZoneKept && current.schedule === undefined && current.zone === undefined;
    return isSame ? {} : { change: isZoneKept ? {} : { zone: field.zone } };
  }
  const chosen = { ...before, ...field, ...(schedule ? { schedule } : {}), ...(zone ? { zone } : {}) };
  const moved =
    typeSchedule(before.schedule) !== typeSchedule(chosen.schedule) || before.zone !== chosen.zone;
  return {
    ...(moved ? { change: { schedule: chosen.schedule, zone: chosen.zone } } : {}),
    ...(note === undefined ? {} : { note }),
    ...(typed.name === 'pause' ? { isOff: true } : {}),
    ...(typed.name === 'resume' ? { isOn: true } : {}),
  };
}
