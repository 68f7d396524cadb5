/** Decides which commands, buttons and forms change what a channel gets: the one table that permissions rest on. */
import type { ButtonAction } from '../model/message.ts';
import type { Wish } from '../model/ports.ts';
import { type Command, USAGES } from './command.ts';
import { parseCommand } from './parse.ts';

/** What each button does to the channel; `typed` is judged by the command that it types. */
const ACTS: Record<ButtonAction['do'], boolean | 'typed'> = {
  search: false,
  beyond: false,
  share: false,
  digest: false,
  rest: false,
  'share-paper': false,
  abstract: false,
  cite: false,
  save: false,
  unsave: false,
  saved: false,
  related: false,
  subscribe: true,
  unsubscribe: true,
  ask: 'typed',
  'send-again': true,
};

/** Whether carrying it out would change what the channel gets. */
export function changesChannel(wish: Wish): boolean {
  if (wish === 'form') return true;
  if ('text' in wish) return commandChanges(parseCommand(wish.text));
  const { act } = wish;
  const known = ACTS[act.do];
  return known === 'typed' ? act.do === 'ask' && commandChanges(parseCommand(act.text)) : known;
}

/** Whether a command, as it was understood, changes what the channel gets. */
export function commandChanges(command: Command): boolean {
  if (command.name === 'misused') return false;
  const { changes } = USAGES[command.name];
  if (changes === 'given')
    return Object.entries(command).some(([key, value]) => key !== 'name' && value !== undefined);
  return changes === 'always';
}
