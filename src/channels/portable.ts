/**
 * Exports all channels and topics as one JSON value and imports them: for a move, a backup, or an edit by hand. Over 200 lines:
 * the form of that value, and how it is written and read, are one thing.
 */

import { z } from 'zod';
import type { ChannelId } from '../model/channel-id.ts';
import { PaperboyError } from '../model/errors.ts';
import { readZone } from '../model/zone.ts';
import { Channel, TopicName as KeptName, MOST_TOPICS, Subscription, tidyTopicName } from './channel.ts';
import type { ChannelChange, Channels } from './channels.ts';
import { isNamesake } from './collision.ts';

const FORMAT = 'paperboy-channels-1';

/** A file may be edited by hand, so a zone is read as it is in chat. */
const TypedZone = z.string().transform((text, context) => {
  const read = readZone(text);
  if ('zone' in read) return read.zone;
  context.addIssue(read.problem);
  return z.NEVER;
});

/** What a file may name: places have the form `platform:space:channel`, and people and places names of a line. */
const Id = z
  .string()
  .max(200)
  .regex(/^[a-z]+:[^\s:]+:\S+$/, 'is not a channel: write platform:space:channel');
const Name = z
  .string()
  .transform((name) => name.replace(/\s+/g, ' ').trim())
  .pipe(z.string().min(1).max(200));

const By = z.object({ id: Name, name: Name });
/** As chat stores it: a form can type it between quotes. */
const TopicName = z.string().transform(tidyTopicName).pipe(KeptName);
const PortableTopic = Subscription.pick({ query: true, at: true }).extend({
  by: By,
  name: TopicName.exactOptional(),
  edited: z.object({ by: By, at: Subscription.shape.at }).exactOptional(),
});

const Portable = z.object({
  format: z.literal(FORMAT),
  channels: z.array(
    // Strict: a name that was mistyped would be lost without a word.
    Channel.extend({
      id: Id,
      name: Name,
      zone: TypedZone.exactOptional(),
      topics: z.array(PortableTopic).max(MOST_TOPICS),
    }).strict(),
  ),
});
export type Portable = z.infer<typeof Portable>;

/** Reads a query as chat does: what it means, or why it cannot be understood. */
export type ReadTopic = (
  text: string,
) => { topic: { query: string; meaning: string } } | { problem: { message: string } };

/** The most problems to list: a file of nonsense would hide the first ones to fix. */
const PROBLEMS_SHOWN = 20;

export function exportChannels(channels: Channels): Portable {
  const all = [...channels.records()].map((channel) => ({
    ...channel,
    // A copy has the topics of the channel that it copies.
    topics: (channel.copies === undefined ? channels.topics(channel.id) : []).map(
      ({ query, by, at, name, edited }) => ({
        query,
        ...(name === undefined ? {} : { name }),
        at,
        by,
        ...(edited === undefined ? {} : { edited }),
      }),
    ),
  }));
  return { format: FORMAT, channels: all.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

/**
 * Takes channels over in one write: settings are replaced, topics are added to those that are followed. Nothing is
 * deleted, so the same file twice changes nothing. What a query means is worked out anew.
 * @param keep numbers of this store for channels that are new here: another store's mean nothing
 * @param problemOf says of a channel's id why its platform cannot have such a channel
 * @throws PaperboyError `bad-channels` naming every place that is wrong; nothing is changed then
 */
export async function importChannels(
  value: unknown,
  channels: Channels,
  keep: { fromSeq: number; now: number },
  readTopic: ReadTopic,
  problemOf: (id: ChannelId) => string | undefined = () => undefined,
): Promise<{ channels: number; topics: number; ids: ChannelId[] }> {
  const read = Portable.safeParse(value);
  if (!read.success) {
    throw refused(read.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${said(issue)}`));
  }
  await channels.refresh();
  const problems: string[] = [];
  const changes = read.data.channels.map((one, at) =>
    changeOf(one, readTopics(one, at, readTopic, problems), channels, keep),
  );
  const ids = changes.map(({ id }) => id);
  problems.push(...twice(ids), ...tooMany(changes, channels));
  problems.push(...ids.flatMap((id, at) => problemOf(id)?.replace(/^/, `channels.${at}.id: `) ?? []));
  if (problems.length > 0) throw refused(problems);
  const changed = await channels.changeAll(changes);
  const added = changed.reduce((sum, { added }) => sum + added.length, 0);
  return { channels: changed.length, topics: added, ids };
}

const KINDS: Record<string, string> = {
  array: 'a list',
  object: 'an object',
  string: 'text',
  int: 'a whole number',
};

/** What is wrong with one place of a file. */
function said(issue: z.core.$ZodIssue): string {
  // Those of this file and of the zones are sentences already.
  if (!/^(?:Invalid|Too|Unrecognized)\b/.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined && issue.message.endsWith('undefined')) return 'is missing';
      return `must be ${KINDS[issue.expected] ?? `a ${issue.expected}`}`;
    case 'invalid_value':
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'unrecognized_keys':
      return `has no setting called ${issue.keys.map((key) => JSON.stringify(key.slice(0, 80))).join(', ')}`;
    case 'too_small':
      return issue.origin === 'string' ? 'is too short' : `must be at least ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'string' || issue.origin === 'array'
        ? 'is too long'
        : `must be at most ${issue.maximum}`;
    default:
      return "can't be read";
  }
}

type PortableChannel = Portable['channels'][number];
type ImportChange = ChannelChange & { topics: Subscription[] };

function changeOf(
  { topics: _, ...imported }: PortableChannel,
  topics: Subscription[],
  channels: Channels,
  keep: { fromSeq: number; now: number },
): ImportChange {
  const { id, name, joinedAt, joined } = imported;
  const from = imported.fromDay === undefined ? {} : { fromDay: imported.fromDay };
  const isNew = channels.get(id) === undefined;
  const state = imported.state.kind === 'damaged' ? { kind: 'ok' as const } : imported.state;
  return {
    id,
    topics,
    fresh: { id, name, joinedAt, joined, fromSeq: keep.fromSeq, ...from },
    edit: ({ fromSeq, since }) => ({
      // What was due while the channel was on its way here is not owed.
      channel: { ...imported, state, fromSeq, since: isNew ? keep.now : since },
      add: topics,
    }),
  };
}

/** A channel's topics as chat would keep them; what cannot be understood is among the problems. */
function readTopics(
  channel: PortableChannel,
  place: number,
  readTopic: ReadTopic,
  problems: string[],
): Subscription[] {
  return channel.topics.flatMap(({ query, ...chosen }, number) => {
    const read = readTopic(query);
    if ('topic' in read) {
      const { topic } = read;
      if (channel.topics.slice(0, number).some((other) => isNamesake(other, chosen)))
        problems.push(`channels.${place}.topics.${number}.name: is the name of another topic`);
      return [{ ...chosen, channel: channel.id, query: topic.query, meaning: topic.meaning }];
    }
    problems.push(`channels.${place}.topics.${number}.query: ${read.problem.message}`);
    return [];
  });
}

function twice(ids: readonly ChannelId[]): string[] {
  const seen = new Set<ChannelId>();
  return ids.flatMap((id, at) => {
    if (seen.has(id)) return [`channels.${at}.id: ${id} is listed twice`];
    seen.add(id);
    return [];
  });
}

function tooMany(changes: readonly ImportChange[], channels: Channels): string[] {
  return changes.flatMap(({ id, topics }, at) => {
    const count = new Set([...channels.topics(id), ...topics].map(({ meaning }) => meaning)).size;
    if (count <= MOST_TOPICS) return [];
    return [
      `channels.${at}.topics: together with the topics ${id} already follows here, there are more than ${MOST_TOPICS}`,
    ];
  });
}

/** What is quoted of a file and cannot be seen, as a terminal would obey it; the joiners of scripts and emoji can. */
const UNSEEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** As JSON writes it, so that a person sees what is wrong with a name that looks right. */
function asEscape(character: string): string {
  return [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('');
}

function refused(problems: readonly string[]): PaperboyError {
  const more = problems.length - PROBLEMS_SHOWN;
  const named = problems.slice(0, PROBLEMS_SHOWN).join('; ').replace(UNSEEN, asEscape);
  const shown = named + (more > 0 ? `; and ${more} more` : '');
  return new PaperboyError(
    'bad-channels',
    `This isn't an export of channels: ${shown.replace(/\.$/, '')}. Nothing was changed.`,
  );
}
