/** Turns a pressed button of a message that one person alone sees into what it is now: `Save` into `Saved ✓`. */
import { type APIMessageComponentInteraction, ComponentType, MessageFlags } from 'discord.js';
import { parseAction } from '../../src/chat/stored-actions.ts';
import { turned, unpressedBeside } from '../../src/chat/turned.ts';
import type { Action, ButtonAction, Reply } from '../../src/model/message.ts';
import { CUSTOM_ID } from './limits.ts';

/** The components of the message with the button turned, and the flags that say of which kind they are. */
export interface Turned {
  components: never[];
  flags: MessageFlags;
}

/** Undefined where the message is for everyone, or the press turns nothing: then the reply is shown. */
export function turnedMessage(
  { message, data }: APIMessageComponentInteraction,
  act: ButtonAction,
  reply: Reply,
): Turned | undefined {
  const flags = message?.flags ?? 0;
  const isAlone = (flags & MessageFlags.Ephemeral) !== 0 && data.component_type === ComponentType.Button;
  if (!isAlone || reply.refused) return undefined;
  let isTurned = false;
  const turn = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(turn);
    if (typeof part !== 'object' || part === null) return part;
    const { custom_id, label } = part as { custom_id?: unknown; label?: unknown };
    if (typeof custom_id !== 'string' || typeof label !== 'string')
      return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, turn(inner)]));
    const isPressed = custom_id === data.custom_id;
    const next = isPressed ? turned({ label, act }, reply.actions) : besideOf({ custom_id, label }, act);
    const id = next && idFor(custom_id, next.act);
    if (next === undefined || id === undefined) return part;
    isTurned ||= isPressed;
    return { ...part, label: next.label, custom_id: id };
  };
  const components = turn(message.components ?? []) as never[];
  return isTurned ? { components, flags: flags & MessageFlags.IsComponentsV2 } : undefined;
}

/** What the other mark of a paper becomes. */
function besideOf(
  { custom_id, label }: { custom_id: string; label: string },
  pressed: ButtonAction,
): Action | undefined {
  const act = parseAction(custom_id.slice(headOf(custom_id).length));
  return act && unpressedBeside({ label, act }, pressed);
}

/** The beginning of a button's id, which makes it unique. */
const headOf = (id: string) => /^[0-9a-z]+\.[\w-]*\./.exec(id)?.[0] ?? '';

/** With the beginning of the button's own id, so that it stays unique; undefined where it would be too long. */
function idFor(own: string, act: ButtonAction): string | undefined {
  const head = headOf(own);
  const id = `${head}${JSON.stringify(act)}`;
  return id.length <= CUSTOM_ID ? id : undefined;
}
