/** Turns a pressed button, or a chosen option, of a message that one person alone reads into what it is now: `Save` into `Saved ✓`. */
import type { KnownBlock } from '@slack/types';
import { type LongActions, parseAction } from '../../src/chat/stored-actions.ts';
import { turned, unpressedBeside } from '../../src/chat/turned.ts';
import type { Action, ButtonAction, Reply } from '../../src/model/message.ts';
import type { Log } from '../../src/model/ports.ts';
import { type StoredActions, storeActions, writeAction } from './buttons.ts';
import { logReason } from './errors.ts';
import { LIMITS } from './limits.ts';
import { isDirect } from './places.ts';
import { NO_PREVIEWS } from './render.ts';
import type { Asked } from './reply.ts';
import { unescapeMarkup } from './text.ts';

/** The value of what was pressed, and the message that it stands in as Slack gives it back. */
export interface PressedIn {
  value: string;
  text: string;
  blocks: readonly unknown[];
}

/**
 * Returns a function that says on a pressed button what was done, where only this person reads the message and Slack gives it
 * back: in a direct message. It resolves to false where that cannot be; then the answer says so.
 */
export function createTurn({ actions, log }: { actions: StoredActions; log: Log }) {
  return async (
    act: ButtonAction,
    { location, respond, pressed }: Pick<Asked, 'location' | 'respond'> & { pressed?: PressedIn | undefined },
    reply: Reply,
  ): Promise<boolean> => {
    if (pressed === undefined || respond === undefined || !isDirect(location.channel)) return false;
    const turned = turnedBlocks(pressed, act, reply);
    if (turned === undefined) return false;
    const { text } = pressed;
    try {
      await storeActions(turned.long, location.space, actions);
      await respond({ replace_original: true, text, blocks: turned.blocks, ...NO_PREVIEWS });
      return true;
    } catch (thrown) {
      log.warn('a pressed button could not be turned', logReason(thrown));
      return false;
    }
  };
}

/** Where a text stands that was sent as it is: Slack may give it back escaped, and would show that. None is markup. */
const TEXTS: ReadonlySet<string> = new Set(['text', 'url', 'image_url', 'alt_text']);

/** The blocks with the button turned, and the actions to be stored before they are shown; undefined where none is turned. */
function turnedBlocks(
  { value, blocks }: PressedIn,
  act: ButtonAction,
  reply: Reply,
): { blocks: KnownBlock[]; long: LongActions } | undefined {
  if (reply.refused) return undefined;
  const long: LongActions = new Map();
  let isTurned = false;
  const turn = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(turn);
    if (typeof part !== 'object' || part === null) return part;
    const control = part as { value?: unknown; text?: { text?: unknown } };
    const next = nextOf(control, { value, act, reply });
    if (next === undefined)
      return Object.fromEntries(
        Object.entries(part).map(([key, inner]) => [
          key,
          TEXTS.has(key) && typeof inner === 'string' ? unescapeMarkup(inner) : turn(inner),
        ]),
      );
    isTurned ||= control.value === value;
    // An option holds less than a button.
    const written = writeAction(next.act, long, LIMITS.optionValue);
    return { ...part, text: { ...control.text, text: next.label }, value: written };
  };
  const changed = blocks.map(turn) as KnownBlock[];
  return isTurned ? { blocks: changed, long } : undefined;
}

/** What a control becomes: the pressed one, or the other mark of its paper. */
function nextOf(
  control: { value?: unknown; text?: { text?: unknown } },
  pressed: { value: string; act: ButtonAction; reply: Reply },
): Action | undefined {
  const label = control.text?.text;
  if (typeof label !== 'string' || typeof control.value !== 'string') return undefined;
  const { value, act, reply } = pressed;
  if (control.value === value) return turned({ label, act }, reply.actions);
  const own = parseAction(control.value);
  return own && unpressedBeside({ label, act: own }, act);
}
