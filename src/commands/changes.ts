/** Decides which commands, buttons and forms change what a channel gets, on which permissions depend, or anything at all. */
import { LIST_CHANGES } from '../model/list-action.ts';
import type { Wish } from '../model/ports.ts';
import { CHANGING } from './buttons.ts';
import type { Parsed } from './command.ts';
import { parseCommand } from './parse.ts';
import { commandNamed } from './registry.ts';

/** Whether carrying it out would change what the channel gets. What a person follows alone is no channel's matter. */
export function changesChannel(wish: Wish): boolean {
  if (wish === 'form') return true;
  if ('text' in wish) return commandChanges(parseCommand(wish.text, wish.chosen));
  const { act } = wish;
  return act.do === 'ask' ? commandChanges(parseCommand(act.text)) : CHANGING.has(act.do);
}

function commandChanges(command: Parsed): boolean {
  if (command.forMe || command.isOwn) return false;
  const changes = commandNamed(command.name)?.changes;
  if (changes !== 'given') return changes === 'always';
  return Object.entries(command).some(([key, value]) => key !== 'name' && value !== undefined);
}

/** Whether carrying it out would change anything that is kept, a person's reading list included. */
export function changesAnything(wish: Wish): boolean {
  if (wish === 'form' || changesChannel(wish)) return true;
  if ('text' in wish) {
    const { forMe, ...command } = parseCommand(wish.text, wish.chosen);
    return commandSaves(command) || (forMe === true && commandChanges(command));
  }
  const { act } = wish;
  if (act.do === 'for-me') return changesChannel({ act: act.act });
  return act.do === 'ask'
    ? commandSaves(parseCommand(act.text))
    : act.do === 'mark' || LIST_CHANGES.has(act.do);
}

/** Commands are called as the buttons that do the same. */
function commandSaves({ name, unless, ids }: Parsed): boolean {
  // `taste relevant <id>` marks a paper, as the buttons below it do.
  if (name === 'taste' && Array.isArray(ids) && ids.length > 0) return true;
  return LIST_CHANGES.has(name) || (unless !== undefined && LIST_CHANGES.has(unless.name));
}
