/** Records what one change did to a channel, and works out the edit that undoes exactly that. Pure. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { ChannelId } from '../model/channel-id.ts';
import { Channel, MOST_TOPICS, Subscription, Who } from './channel.ts';
import { collides } from './collision.ts';
import type { Changed, Edit } from './edit.ts';
import { pauseAt } from './pause.ts';
import { isUnchanged } from './topic-list.ts';

/** Values of settings by their names; a setting that was not chosen is absent. */
const Settings = z.record(z.string(), z.unknown());
const Moment = z.number().min(0);

export const RecordedChange = z.object({
  id: z.string(),
  channel: z.string() as z.ZodType<ChannelId>,
  by: Who,
  at: Moment,
  /** The settings that changed, as they were. */
  before: Settings,
  /** The names of these settings that are chosen now have a value here. */
  after: Settings,
  /** An edited topic is removed as it was and added as it is: both have the same number. */
  added: z.array(Subscription),
  removed: z.array(Subscription),
  /** The id of the change that this one undid. */
  undoes: z.string().exactOptional(),
  /** The change that this one undid had undone another, which is done again. */
  redoes: z.literal(true).exactOptional(),
});
export type RecordedChange = z.infer<typeof RecordedChange>;

/** Whether it undid a change, and is no redo. */
export function isUndo({ undoes, redoes }: Pick<RecordedChange, 'undoes' | 'redoes'>): boolean {
  return undoes !== undefined && redoes === undefined;
}

/** Who makes a change that is recorded, and when; `undone`: the change that is undone by it. */
export interface Changing {
  id: string;
  by: Who;
  at: number;
  undone?: RecordedChange | undefined;
}

/** Fields of a channel that nobody chooses: no change of them is recorded. */
const NOT_CHOSEN: ReadonlySet<string> = new Set<keyof Channel>([
  ...(['id', 'name', 'joinedAt', 'since', 'joined', 'fromSeq', 'fromDay', 'state'] as const),
]);

/** Undefined where nothing changed that anybody chooses. */
export function recordOf(
  { before: was, channel: is, added, removed }: Changed,
  { undone, ...changing }: Changing,
): RecordedChange | undefined {
  const [before, after] = [chosenIn(was, changing.at), chosenIn(is, changing.at)];
  for (const name of Object.keys({ ...before, ...after })) {
    if (!isDeepStrictEqual(before[name], after[name])) continue;
    delete before[name];
    delete after[name];
  }
  const isNothing = Object.keys({ ...before, ...after }).length === 0;
  if (isNothing && added.length === 0 && removed.length === 0) return undefined;
  const record = { channel: is.id, before, after, added, removed };
  const undoes = undone && { undoes: undone.id, ...(isUndo(undone) ? { redoes: true as const } : {}) };
  return { ...changing, ...record, ...undoes };
}

/** A pause that is over by itself is none. */
function chosenIn(channel: Channel, now: number): Record<string, unknown> {
  const isOver = pauseAt(channel, now) === undefined;
  const isChosen = (name: string) => !NOT_CHOSEN.has(name) && !(name === 'paused' && isOver);
  return Object.fromEntries(Object.entries(channel).filter(([name]) => isChosen(name)));
}

/** The names of the settings that a change touched. */
export function settingsIn({ before, after }: Pick<RecordedChange, 'before' | 'after'>): string[] {
  return Object.keys({ ...before, ...after });
}

/** What was changed since, so that a change cannot be undone: a topic, a setting by its name, or the number of topics. */
export type Newer = { topic: Subscription } | { setting: string } | { full: true };

/**
 * The edit that undoes a change, where nothing that it touched was changed since: what it added is removed, what it removed is
 * added as it was, and the settings take their old values.
 * @param now when it is undone: slots of a schedule that comes back are owed from then on
 */
export function undoingEdit(
  { before, after, added, removed }: RecordedChange,
  channel: Channel,
  topics: readonly Subscription[],
  now: number,
): Edit | { newer: Newer } {
  const current = chosenIn(channel, now);
  const names = settingsIn({ before, after });
  const moved = names.find((name) => !isDeepStrictEqual(current[name], after[name]));
  if (moved !== undefined) return { newer: { setting: moved } };
  const gone = added.find((topic) => !topics.some((one) => isUnchanged(one, topic)));
  if (gone !== undefined) return { newer: { topic: gone } };
  const left = topics.filter((one) => !added.some((topic) => isUnchanged(one, topic)));
  const taken = left.find((one) => removed.some((topic) => collides(one, topic)));
  if (taken !== undefined) return { newer: { topic: taken } };
  if (removed.length > 0 && left.length + removed.length > MOST_TOPICS) return { newer: { full: true } };
  const edit = { add: removed, remove: topics.filter((one) => !left.includes(one)) };
  if (names.length === 0) return edit;
  const since = names.includes('schedule') || names.includes('zone') ? { since: now } : {};
  const restored = withSettings(channel, names, { ...before, ...since });
  return restored.success
    ? { ...edit, channel: restored.data }
    : { newer: { setting: String(restored.error.issues[0]?.path[0]) } };
}

/** The settings of a channel as they were before these changes, of which the oldest comes first. */
export function settingsBefore(changes: readonly RecordedChange[], channel: Channel): Channel {
  return changes.reduceRight(
    (later, change) => withSettings(later, settingsIn(change), change.before).data ?? later,
    channel,
  );
}

/** The channel with these values in place of the settings with these names. */
function withSettings(channel: Channel, names: readonly string[], values: Record<string, unknown>) {
  const kept = Object.entries(channel).filter(([name]) => !names.includes(name));
  return Channel.safeParse({ ...Object.fromEntries(kept), ...values });
}
