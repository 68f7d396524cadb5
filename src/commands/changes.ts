/** Decides which commands, buttons and forms change what a channel gets. Permissions depend on it. */
import type { Wish } from '../model/ports.ts';
import { CHANGING } from './buttons.ts';
import type { Parsed } from './command.ts';
import { parseCommand } from './parse.ts';
import { commandNamed } from './registry.ts';

/** Whether carrying it out would change what the channel gets. */
export function changesChannel(wish: Wish): boolean {
  if (wish === 'form') return true;
  if ('text' in wish) return commandChanges(parseCommand(wish.text, wish.chosen));
  const { act } = wish;
  return act.do === 'ask' ? commandChanges(parseCommand(act.text)) : CHANGING.has(act.do);
}

function commandChanges(command: Parsed): boolean {
  const changes = commandNamed(command.name)?.changes;
  if (changes !== 'given') return changes === 'always';
  return Object.entries(command).some(([key, value]) => key !== 'name' && value !== undefined);
}
