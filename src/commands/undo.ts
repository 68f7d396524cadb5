/** Undoes one change when its button is pressed: exactly what that change did, and only where nothing of it was changed since. */

import { UNDO_DAYS } from '../channels/change-log.ts';
import { labelOf, MOST_TOPICS } from '../channels/channel.ts';
import { isUndo, type Newer, type RecordedChange, undoingEdit } from '../channels/recorded-change.ts';
import type { Action, Block, Line, Reply } from '../model/message.ts';
import { sayChange } from './change-words.ts';
import type { Caller, Context } from './context.ts';
import { currentSettings } from './current-settings.ts';
import { objectOf } from './place-names.ts';
import { reply, text } from './reply.ts';
import { type TopicListNeeds, topicList } from './topics.ts';

type Needs = TopicListNeeds & Pick<Context, 'clock'>;

/** The button that undoes a change; that of an undone one does it again. */
export function undoAction(change: Pick<RecordedChange, 'id' | 'undoes' | 'redoes'>): Action {
  return { label: isUndo(change) ? 'Redo' : 'Undo', act: { do: 'undo', change: change.id } };
}

/** @param id of the change, as its button has it */
export async function undo(id: string, caller: Caller, context: Needs): Promise<Reply> {
  const { channels, clock } = context;
  const find = async () => {
    const found = await channels.recorded(id, clock());
    return found?.channel === caller.channel.id ? found : undefined;
  };
  const change = await find();
  if (change === undefined)
    return refused(`This change is too old to undo: changes are kept for ${UNDO_DAYS} days.`);
  if (change.undoneBy !== undefined) return alreadyUndone(change, change.undoneBy, caller);
  let newer: Newer | undefined;
  const { recorded } = await caller.change((channel, topics) => {
    const edit = undoingEdit(change, channel, topics, clock());
    newer = 'newer' in edit ? edit.newer : undefined;
    return 'newer' in edit ? {} : edit;
  }, change);
  if (recorded === undefined) {
    // Someone else may have undone it between the look and the write.
    const { undoneBy } = (await find()) ?? {};
    return undoneBy === undefined ? refused(sayNewer(newer)) : alreadyUndone(change, undoneBy, caller);
  }
  const line: Line = [{ text: `${isUndo(change) ? 'Redone' : 'Undone'}: ` }];
  const said = text([...line, ...sayChange(recorded, objectOf(caller.place), context), { text: '.' }]);
  caller.wrote([said]);
  return reply([said, ...(await resulting(recorded, caller, context))]);
}

/** What the channel has now, of that which was undone. */
function resulting(change: RecordedChange, caller: Caller, context: Needs): Promise<Block[]> {
  const isOfTopics = change.added.length + change.removed.length > 0;
  return isOfTopics ? topicList(caller, context) : currentSettings(caller, context);
}

function alreadyUndone(change: RecordedChange, by: { id: string; name: string }, { person }: Caller): Reply {
  const who = by.id === person.id ? 'You' : by.name;
  return refused(`${who} already ${isUndo(change) ? 'redid' : 'undid'} this.`);
}

function sayNewer(newer: Newer | undefined): Line {
  const end = { text: ' was changed since then.' };
  if (newer === undefined) return [{ text: 'There is nothing left to undo.' }];
  if ('topic' in newer) return [{ text: labelOf(newer.topic), style: 'code' }, end];
  if ('full' in newer)
    return [{ text: `That would take this channel over its limit of ${MOST_TOPICS} topics.` }];
  if (newer.setting === 'paused') return [{ text: 'The pause was changed since then, or is over.' }];
  return [{ text: `The setting ${SETTINGS[newer.setting] ?? newer.setting}` }, end];
}

/** Names of settings that are not words. */
const SETTINGS: Record<string, string> = { quietLine: 'quiet', zone: 'schedule' };

function refused(why: string | Line): Reply {
  const line: Line = typeof why === 'string' ? [{ text: why }] : why;
  return reply([text([...line, { text: ' Nothing was changed.' }], 'warning')]);
}
