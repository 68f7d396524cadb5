/** Makes the buttons that offer a command which may be meant. */
import { type Action, MOST_TYPED } from '../model/message.ts';
import { beforeForMe } from './for-me-words.ts';
import { withoutLead } from './phrases/subscribe.ts';
import { useAction } from './problem.ts';
import { action } from './reply.ts';

/** A button for each of these commands, written as they are typed after `/papers`. */
export function offerActions(typed: readonly string[]): Action[] {
  return typed.filter((text) => text.length <= MOST_TYPED).map(offerAction);
}

function offerAction(typed: string): Action {
  const [, use, query] = /^(search|subscribe) (.+)$/s.exec(typed) ?? [];
  if (query !== undefined && beforeForMe(typed) === undefined)
    return use === 'search' ? useAction(query, 'search') : useAction(withoutLead(query), 'subscribe');
  const label = typed.replace(/^./, (letter) => letter.toUpperCase());
  return action(label, { do: 'ask', text: typed });
}
