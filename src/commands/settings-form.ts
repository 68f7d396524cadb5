/** Shows a channel's settings as a form and applies a submitted one: all of it, or nothing with the reasons. */
import {
  type Channel,
  hasThumbnails,
  isAnnounced,
  layoutFields,
  layoutOf,
  type Subscription,
} from '../channels/channel.ts';
import { type ChosenOrder, orderFields } from '../channels/order.ts';
import { pauseAt } from '../channels/pause.ts';
import type { ChannelForm, FilledForm, FormProblem } from '../model/channel-form.ts';
import { type Block, inline, type Layout, type Reply } from '../model/message.ts';
import { parseQuery } from '../query/parse.ts';
import type { Caller, Context } from './context.ts';
import { currentSettings } from './current-settings.ts';
import { matchedIn, readRecent, sayMatches } from './dry-run.ts';
import { readField, readWhen, type When } from './form-schedule.ts';
import { settingsOf, withoutOutdated } from './form-settings.ts';
import { changedAt, readTopics, topicsEdit } from './form-topics.ts';
import type { NextPostNeeds } from './next-post.ts';
import { reply, text } from './reply.ts';
import { titleOf, typeTopic } from './topic-name.ts';
import { type TopicListNeeds, topicList } from './topics.ts';

export function formOf({ channel, place }: Caller, context: NextPostNeeds): ChannelForm {
  const current = context.channels.get(channel.id) ?? channel;
  const topics = context.channels.topics(channel.id);
  const { announce, ...settings } = settingsOf(current, context.clock(), context);
  return {
    topics: topics.map(typeTopic),
    // Several that were subscribed to at once are a moment apart, and the last of them may be ahead of the clock.
    readAt: Math.max(context.clock(), ...topics.map(changedAt)),
    ...settings,
    ...(place.direct || announce === undefined ? {} : { announce }),
  };
}

type Needs = TopicListNeeds & Pick<Context, 'archive' | 'clock' | 'search'>;

export async function fillForm(
  filled: FilledForm,
  caller: Caller,
  context: Needs,
): Promise<{ reply: Reply } | { problems: FormProblem[] }> {
  const problems: FormProblem[] = [];
  const { id } = caller.channel;
  const form = await withoutOutdated(filled, caller, context);
  const topics = form.topics && readTopics(form.topics, context.channels.topics(id), problems, form.readAt);
  const when = readWhen(form, context.channels.get(id) ?? caller.channel, context, problems);
  const posts = readPosts(form, problems);
  if (problems.length > 0 || when === undefined) return { problems };

  const who = { by: caller.person, at: context.clock() };
  const { added } = await caller.change(({ paused: before, ...channel }, followed) => ({
    channel: {
      ...(when.change ? { ...withoutSchedule(channel), ...when.change, since: who.at } : channel),
      ...postsOf(posts, channel),
      ...switchesOf(form, channel, caller),
      ...pausedBy(form, when, pauseAt({ paused: before }, who.at), who),
    },
    ...(topics ? topicsEdit(topics, followed, { ...who, channel: id }, form.readAt) : {}),
  }));
  const said = [text([{ text: when.note === undefined ? 'Saved.' : `Saved. ${when.note}` }])];
  caller.wrote(said);
  const counts = await countsOf(added, context);
  const list = await topicList(caller, context);
  const settings = (await currentSettings(caller, context)).slice(0, 1);
  return { reply: reply([...said, ...counts, ...list, ...settings]) };
}

function withoutSchedule({ schedule: _schedule, zone: _zone, ...rest }: Omit<Channel, 'paused'>) {
  return rest;
}

type Posts = Partial<Pick<Channel, 'limit'> & { order: ChosenOrder; layout: Layout }>;

/** How many papers a post shows, in which order and layout, as far as the form has it. */
function readPosts(form: FilledForm, problems: FormProblem[]): Posts {
  const read: Record<string, unknown> = {};
  for (const field of ['limit', 'order', 'layout'] as const) {
    const typed = form[field];
    if (typed !== undefined) read[field] = (readField(field, typed, problems) as Posts)[field];
  }
  return read;
}

/** A layout that was never chosen stays so where the form leaves it as it is. */
function postsOf({ layout, order, ...posts }: Posts, channel: Omit<Channel, 'paused'>): Partial<Channel> {
  const isKept = layout === undefined || layout === layoutOf(channel);
  return {
    ...posts,
    ...(order === undefined ? {} : orderFields(order, channel)),
    ...(isKept ? {} : layoutFields(layout)),
  };
}

/** Those that the form has and that it changes. What was never chosen stays so. */
function switchesOf(
  form: FilledForm,
  channel: Omit<Channel, 'paused'>,
  { place }: Pick<Caller, 'place'>,
): Partial<Channel> {
  const { quiet, thumbnails = hasThumbnails(channel) } = form;
  const announce = (place.direct ? undefined : form.announce) ?? isAnnounced(channel);
  return {
    ...(quiet === undefined ? {} : { quietLine: quiet }),
    ...(thumbnails === hasThumbnails(channel) ? {} : { thumbnails }),
    ...(announce === isAnnounced(channel) ? {} : { announce }),
  };
}

/** The pause as it is to be: one that goes on keeps who began it and when it ends. */
function pausedBy(
  form: FilledForm,
  { isOff, isOn }: When,
  paused: Channel['paused'],
  who: Pick<Subscription, 'by' | 'at'>,
): Pick<Channel, 'paused'> {
  const wanted = form.paused ?? paused !== undefined;
  if (!isOff && (!wanted || isOn)) return {};
  return { paused: paused ?? { ...who, ...(isOff ? { off: isOff } : {}) } };
}

/** How many recent papers match each topic that the form brought. */
async function countsOf(added: readonly Subscription[], context: Needs): Promise<Block[]> {
  if (added.length === 0) return [];
  const recent = await readRecent(context);
  const lines = added.map((topic) => {
    const read = parseQuery(topic.query);
    const matches = read.ok ? matchedIn(recent, read.query, context).length : 0;
    return [...titleOf(topic), ...inline(`  ${sayMatches(matches, recent)}`)];
  });
  return [{ kind: 'list', lines }];
}
