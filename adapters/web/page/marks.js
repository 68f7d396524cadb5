// @ts-check
/**
 * The signs of a card: the two marks of a paper, relevant or not for this channel, of which one at most stands as pressed,
 * and what shows more papers like it.
 */
import { newNonce } from './api.js';
import { actionButton, failure } from './buttons.js';
import { make, makeButton } from './dom.js';

/** @import { Action, ButtonAction } from '../../../src/model/message.ts' */
/** @import { Mark } from '../../../src/model/mark.ts' */
/** @import { Tools } from './message.js' */

const SVG = 'http://www.w3.org/2000/svg';
/** A thumb on a ground of 16 by 16; the one that points down is the same, turned. */
const THUMB =
  'M5 7.3v6.2H2.4V7.3zm0 .2 2.6-5c1.1 0 1.7.8 1.5 1.8l-.5 2.3h3.9c.9 0 1.5.8 1.2 1.6l-1.3 4.2c-.2.7-.7 1.1-1.4 1.1H5';
/** Two circles that share a part, on the same ground. */
const ALIKE =
  'M10.2 8a4.4 4.4 0 1 1-8.8 0 4.4 4.4 0 0 1 8.8 0zm4.4 0a4.4 4.4 0 1 1-8.8 0 4.4 4.4 0 0 1 8.8 0z';

/** Whether its button is a sign. @param {Action} action */
export const isSign = ({ act }) => act.do === 'mark' || act.do === 'related';

/**
 * The buttons; undefined where there are none.
 * @param {Action[]} actions signs of the same paper
 * @param {Pick<Tools, 'press' | 'marked'>} tools @param {string} title
 * @param {Element} acts the card's other buttons, below which failures are shown
 */
export function signRow(actions, { press, marked }, title, acts) {
  if (actions.length === 0) return undefined;
  const below = acts.querySelector('.below') ?? acts;
  const row = make('div', { class: 'marks', role: 'group', 'aria-label': `Quick actions for ${title}` });
  const marks = actions.filter(({ act }) => act.do === 'mark');
  const others = actions.filter((action) => !marks.includes(action));
  const buttons = marks.map(({ label, act }) => {
    // The picture stands in place of the sign that other platforms show.
    const words = label.replace(/^[^\p{L}]+/u, '');
    const icon = draw(THUMB, act.do === 'mark' && act.as === 'not-relevant');
    const name = make('span', { class: 'name' }, words);
    const attributes = { class: 'button small', title: words, 'aria-label': `${words}: ${title}` };
    const button = makeButton(
      { ...attributes, 'aria-pressed': 'false' },
      () => send(button, act),
      icon,
      name,
    );
    return button;
  });
  row.append(...buttons, ...others.map((action) => actionButton(action, press, below, title, draw(ALIKE))));
  let busy = false;
  let isPressed = false;
  /** Shows one of the marks as pressed, or none. @param {Mark} [as] */
  const show = (as) => {
    for (const [at, { act }] of marks.entries())
      buttons[at]?.setAttribute('aria-pressed', String(act.do === 'mark' && act.as === as));
  };
  const [first] = marks;
  // What is pressed meanwhile is newer than what is read.
  if (first?.act.do === 'mark') marked(first.act.id, (as) => isPressed || show(as));

  /** Marks the paper, or takes the mark back where it stands. @param {HTMLButtonElement} button @param {ButtonAction} act */
  async function send(button, act) {
    if (busy || act.do !== 'mark') return;
    busy = true;
    isPressed = true;
    below.querySelector('.failed')?.remove();
    const { do: does, id, as } = act;
    const isMarked = button.getAttribute('aria-pressed') === 'true';
    try {
      const answer = await press(
        isMarked ? { do: does, id, as, undo: true } : { do: does, id, as },
        newNonce(),
      );
      const offered = answer?.actions.find((one) => one.act.do === 'mark')?.act;
      if (answer?.isRefused || offered?.do !== 'mark')
        throw new Error(answer?.summary ?? 'Nothing was marked.');
      show(offered.undo === true ? as : undefined);
    } catch (thrown) {
      below.append(failure(thrown, () => send(button, act)));
    } finally {
      busy = false;
    }
  }

  return row;
}

/** @param {string} outline @param {boolean} [isTurned] upside down */
function draw(outline, isTurned = false) {
  const icon = document.createElementNS(SVG, 'svg');
  icon.setAttribute('class', 'icon');
  icon.setAttribute('viewBox', '0 0 16 16');
  icon.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', outline);
  if (isTurned) path.setAttribute('transform', 'rotate(180 8 8)');
  icon.append(path);
  return icon;
}
