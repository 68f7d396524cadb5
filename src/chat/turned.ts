/** What a button about a paper becomes once it was pressed: `Save` is `Saved ✓` then, and removes the paper again. */
import type { Action, ButtonAction } from '../model/message.ts';

type Side = readonly [label: string, does: ButtonAction['do']];

/** Each button with what it turns into, and back. */
const TURNS: readonly (readonly [Side, Side])[] = [
  [
    ['Save', 'save'],
    ['Saved ✓', 'unsave'],
  ],
  [
    ['Remove', 'unsave'],
    ['Removed · Undo', 'save'],
  ],
  [
    ['Done', 'done'],
    ['Done ✓', 'undone'],
  ],
  [
    ['Not done', 'undone'],
    ['To read ✓', 'done'],
  ],
  [
    ['👍 Relevant', 'mark'],
    ['👍 Relevant ✓', 'mark'],
  ],
  [
    ['👎 Not for us', 'mark'],
    ['👎 Not for us ✓', 'mark'],
  ],
];
/** Stands at the end of what a button says once it was pressed. */
const PRESSED = ' ✓';

/**
 * The button in the place of one that was pressed; undefined for all other buttons, and where nothing was done.
 * @param offered the actions of the answer: that which takes the press back is among them
 */
export function turned({ label, act }: Action, offered: readonly Action[]): Action | undefined {
  for (const [one, other] of TURNS) {
    for (const [from, to] of [
      [one, other],
      [other, one],
    ]) {
      if (from === undefined || to === undefined || from[0] !== label || from[1] !== act.do) continue;
      const back = offered.find((action) => action.act.do === to[1]);
      return back && { label: to[0], act: back.act };
    }
  }
  return undefined;
}

/** A mark as it stands once it was pressed: pressing it again takes it back. */
export function pressedMark({ label, act }: Action): Action {
  return act.do === 'mark' && !act.undo
    ? { label: `${label}${PRESSED}`, act: { ...act, undo: true } }
    : { label, act };
}

/** The other mark of a paper once one was pressed, which replaced it: both never stand as pressed. Undefined for all other buttons. */
export function unpressedBeside({ label, act }: Action, pressed: ButtonAction): Action | undefined {
  if (act.do !== 'mark' || pressed.do !== 'mark' || act.id !== pressed.id || act.as === pressed.as)
    return undefined;
  if (pressed.undo || !act.undo || !label.endsWith(PRESSED)) return undefined;
  return { label: label.slice(0, -PRESSED.length), act: { do: 'mark', id: act.id, as: act.as } };
}
