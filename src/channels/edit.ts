/** Applies an edit to a channel and its topics. Pure. */
import { type Channel, type NewChannel, newChannel, type Subscription } from './channel.ts';
import { isNamesake } from './collision.ts';

/** What is to become of a channel: what is absent stays as it is. */
export interface Edit {
  channel?: Channel;
  /** Topics whose meaning the channel follows already are left out. */
  add?: readonly Subscription[];
  remove?: readonly Subscription[];
}

/** Works out an edit from the newest record. It may be called several times, so it must not change anything itself. */
export type Editor = (channel: Channel, topics: readonly Subscription[]) => Edit;

/** What an edit makes of a channel, and what was written. */
export interface Changed {
  /** As it was before, with the name of its place. */
  before: Channel;
  channel: Channel;
  added: Subscription[];
  removed: Subscription[];
}

/**
 * Applies an edit to a channel as it is known; undefined when it is neither known nor new.
 * @param fresh makes the channel when it is not known, and keeps its name up to date
 */
export function applyEdit(
  edit: Editor,
  known: Channel | undefined,
  topics: readonly Subscription[],
  fresh?: NewChannel,
): Changed | undefined {
  const before = known ?? (fresh && newChannel(fresh));
  if (before === undefined) return undefined;
  const named = fresh ? withNameOf(before, fresh) : before;
  const wanted = edit(named, topics);
  const removed = topics.filter((topic) => wanted.remove?.some((gone) => isSameTopic(topic, gone)));
  const kept = topics.filter((topic) => !removed.includes(topic));
  return {
    before: named,
    channel: wanted.channel ? repaired(wanted.channel, named) : named,
    added: newTopics(kept, wanted.add ?? []),
    removed,
  };
}

function isSameTopic(a: Subscription, b: Subscription): boolean {
  return a.meaning === b.meaning && a.query === b.query;
}

/** Each meaning once, and none that is followed already. A name that another topic has by now is left out. */
function newTopics(list: readonly Subscription[], add: readonly Subscription[]): Subscription[] {
  const meanings = new Set(list.map(({ meaning }) => meaning));
  const added = add.filter(({ meaning }) => !meanings.has(meaning) && meanings.add(meaning));
  return added.map((topic, at) => {
    const { name: _, ...nameless } = topic;
    const others = [...list, ...added.slice(0, at)];
    return others.some((other) => isNamesake(other, topic)) ? nameless : topic;
  });
}

/** The same object when nothing is new. */
function withNameOf(channel: Channel, { name, joined }: NewChannel): Channel {
  if (channel.name === name && (channel.joined || !joined)) return channel;
  return { ...channel, name, joined: channel.joined || joined };
}

/** A change that leaves the state `damaged` as it was writes a whole record, so the state becomes `ok`. */
function repaired(channel: Channel, before: Channel): Channel {
  const isLeft = channel.state.kind === 'damaged' && channel.state === before.state;
  return isLeft ? { ...channel, state: { kind: 'ok' } } : channel;
}
