/** Completes the answer to a change: the buttons that undo it or edit the settings, and a line for the channel. */
import type { RecordedChange } from '../channels/recorded-change.ts';
import type { Action, Reply } from '../model/message.ts';
import type { Place } from '../model/ports.ts';
import { announceChange } from './announcement.ts';
import type { Context } from './context.ts';
import { CHANGE_TIME, EDIT } from './edit-actions.ts';
import { undoAction } from './undo.ts';

/** The reply as it is where nothing was recorded. */
export async function withChanges(
  made: Reply,
  recorded: readonly RecordedChange[],
  place: Place,
  context: Pick<Context, 'announce' | 'channels' | 'delivery' | 'log'>,
): Promise<Reply> {
  const last = recorded.at(-1);
  if (last === undefined) return made;
  const blocks = await Promise.all(recorded.map((change) => announceChange(change, place, context)));
  const isOfTopics = last.added.length + last.removed.length > 0;
  const own = [undoAction(last), EDIT, ...(isOfTopics ? [CHANGE_TIME] : [])];
  return { ...made, blocks: [...made.blocks, ...blocks.flat()], actions: together(own, made.actions) };
}

/** Each action once. */
function together(first: readonly Action[], others: readonly Action[]): Action[] {
  const known = new Set(first.map(({ act }) => JSON.stringify(act)));
  return [...first, ...others.filter(({ act }) => !known.has(JSON.stringify(act)))];
}
