/** Turns a pressed button of a message that one person alone sees into what it is now: `Save` into `Saved ✓`. */
import { type APIMessageComponentInteraction, ComponentType, MessageFlags } from 'discord.js';
import { turned } from '../../src/chat/turned.ts';
import type { ButtonAction, Reply } from '../../src/model/message.ts';
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
    if (custom_id !== data.custom_id || typeof label !== 'string')
      return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, turn(inner)]));
    const next = turned({ label, act }, reply.actions);
    const id = next && idFor(data.custom_id, next.act);
    if (next === undefined || id === undefined) return part;
    isTurned = true;
    return { ...part, label: next.label, custom_id: id };
  };
  const components = turn(message.components ?? []) as never[];
  return isTurned ? { components, flags: flags & MessageFlags.IsComponentsV2 } : undefined;
}

/** With the beginning of the pressed button's own id, so that it stays unique; undefined where it would be too long. */
function idFor(pressed: string, act: ButtonAction): string | undefined {
  const head = /^[0-9a-z]+\.[\w-]*\./.exec(pressed)?.[0] ?? '';
  const id = `${head}${JSON.stringify(act)}`;
  return id.length <= CUSTOM_ID ? id : undefined;
}
