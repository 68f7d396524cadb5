/** Shows a channel's settings as a form and applies a submitted one: all of it, or nothing with the reasons. */
import { Channel, MOST_TOPICS, type Subscription } from '../channels/channel.ts';
import { type Schedule, typeSchedule } from '../channels/schedule.ts';
import type { Reply } from '../model/message.ts';
import type { ChannelForm, FormProblem } from '../model/ports.ts';
import { readZone } from '../model/zone.ts';
import { splitTopics } from '../query/split-topics.ts';
import { readTopic } from '../query/topic.ts';
import type { Caller, Context } from './context.ts';
import { currentSettings } from './current-settings.ts';
import type { NextPostNeeds } from './next-post.ts';
import { reply, text } from './reply.ts';
import { parseSchedule } from './schedule/parse.ts';
import { type TopicListNeeds, topicList } from './topics.ts';

export function formOf({ channel }: Caller, context: NextPostNeeds): ChannelForm {
  const current = context.channels.get(channel.id) ?? channel;
  return {
    topics: context.channels.topics(channel.id).map(({ query }) => query),
    schedule: typeSchedule(context.delivery.schedule(current)),
    zone: context.delivery.zone(current),
    limit: current.limit,
    order: current.order,
    quiet: current.quietLine,
    abstracts: current.abstracts,
    paused: current.paused !== undefined,
  };
}

export async function fillForm(
  form: ChannelForm,
  caller: Caller,
  context: TopicListNeeds & Pick<Context, 'clock'>,
): Promise<{ reply: Reply } | { problems: FormProblem[] }> {
  const problems: FormProblem[] = [];
  const topics = readTopics(form.topics, caller, context.clock(), problems);
  const current = context.channels.get(caller.channel.id) ?? caller.channel;
  const before = { schedule: context.delivery.schedule(current), zone: context.delivery.zone(current) };
  const when = readWhen(form, before);
  if ('problems' in when) problems.push(...when.problems);
  if (!Channel.shape.limit.safeParse(form.limit).success) {
    const { minValue, maxValue } = Channel.shape.limit;
    problems.push({ field: 'limit', message: `Choose a number from ${minValue} to ${maxValue}.` });
  }
  if (problems.length > 0 || 'problems' in when) return { problems };

  const { schedule, zone } = when;
  const moved = typeSchedule(before.schedule) !== typeSchedule(schedule) || before.zone !== zone;
  await caller.change(({ paused, ...channel }, followed) => ({
    channel: {
      ...channel,
      // Slots of an old schedule are not owed by a new one.
      ...(moved ? { schedule, zone, since: context.clock() } : {}),
      limit: form.limit,
      order: form.order,
      quietLine: form.quiet,
      abstracts: form.abstracts,
      ...(form.paused ? { paused: paused ?? { by: caller.person, at: context.clock() } } : {}),
    },
    add: [...topics.values()],
    remove: followed.filter(({ meaning }) => !topics.has(meaning)),
  }));
  const said = [text([{ text: when.note === undefined ? 'Saved.' : `Saved. ${when.note}` }])];
  caller.wrote(said);
  const list = await topicList(caller, context);
  const settings = (await currentSettings(caller, context)).slice(0, 1);
  return { reply: reply([...said, ...list, ...settings]) };
}

interface When {
  schedule: Schedule;
  zone: string;
  note?: string;
}

/**
 * The schedule and the zone of a form. A zone typed beside the schedule wins over a zone field that was left as it was;
 * two different ones are a problem.
 */
function readWhen(form: ChannelForm, before: When): When | { problems: FormProblem[] } {
  const read = parseSchedule(form.schedule, '');
  const field = form.zone.trim() === '' ? { zone: before.zone } : readZone(form.zone);
  const problems: FormProblem[] = [];
  if ('problem' in read) problems.push({ field: 'schedule', message: read.problem });
  if ('problem' in field) problems.push({ field: 'zone', message: field.problem });
  if ('problem' in read || 'problem' in field) return { problems };
  if (read.zone === undefined) return { ...before, ...read, ...field };
  if (field.zone === before.zone || field.zone === read.zone) return { ...before, ...read };
  const message = `There are two time zones: ${read.zone} and ${field.zone}. Which one?`;
  return { problems: [{ field: 'schedule', message }] };
}

/** The topics of a form, each meaning once. */
function readTopics(
  typed: readonly string[],
  { channel, person }: Caller,
  now: number,
  problems: FormProblem[],
): Map<string, Subscription> {
  const topics = new Map<string, Subscription>();
  const parts = typed.flatMap((line, at) => splitTopics(line).map((part) => ({ part, at })));
  for (const [order, { part, at }] of parts.entries()) {
    const read = readTopic(part);
    if ('problem' in read) {
      const { message: why, suggestion } = read.problem;
      const message = suggestion ? `${why} Did you mean ${suggestion}?` : why;
      problems.push({ field: 'topics', at, message });
      continue;
    }
    const { query, meaning } = read.topic;
    // A moment apart each, so that they keep the form's order.
    topics.set(meaning, { channel: channel.id, query, meaning, by: person, at: now + order });
  }
  if (topics.size > MOST_TOPICS)
    problems.push({ field: 'topics', message: `A channel can follow up to ${MOST_TOPICS} topics.` });
  return topics;
}
