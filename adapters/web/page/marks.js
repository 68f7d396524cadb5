// @ts-check
/** The two marks of a paper, relevant or not for this channel, as buttons of which one at most stands as pressed. */
import { newMark } from './api.js';
import { failure } from './buttons.js';
import { make, makeButton } from './dom.js';

/** @import { Action, ButtonAction } from '../../../src/model/message.ts' */
/** @import { Press } from './buttons.js' */

const SVG = 'http://www.w3.org/2000/svg';
/** A thumb on a ground of 16 by 16; the one that points down is the same, turned. */
const THUMB =
  'M5 7.3v6.2H2.4V7.3zm0 .2 2.6-5c1.1 0 1.7.8 1.5 1.8l-.5 2.3h3.9c.9 0 1.5.8 1.2 1.6l-1.3 4.2c-.2.7-.7 1.1-1.4 1.1H5';

/**
 * The buttons; undefined where there are none.
 * @param {Action[]} actions each a mark of the same paper
 * @param {Press} press @param {string} title
 * @param {Element} acts the card's other buttons, below which failures are shown
 */
export function markRow(actions, press, title, acts) {
  if (actions.length === 0) return undefined;
  const below = acts.querySelector('.below') ?? acts;
  const row = make('div', { class: 'marks', role: 'group', 'aria-label': `Mark ${title}` });
  const buttons = actions.map(({ label, act }) => {
    // The picture stands in place of the sign that other platforms show.
    const words = label.replace(/^[^\p{L}]+/u, '');
    const icon = thumb(act.do === 'mark' && act.as === 'not-relevant');
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
  row.append(...buttons);
  let busy = false;

  /** Marks the paper, or takes the mark back where it stands. @param {HTMLButtonElement} button @param {ButtonAction} act */
  async function send(button, act) {
    if (busy || act.do !== 'mark') return;
    busy = true;
    below.querySelector('.failed')?.remove();
    const { do: does, id, as } = act;
    const isMarked = button.getAttribute('aria-pressed') === 'true';
    try {
      const answer = await press(
        isMarked ? { do: does, id, as, undo: true } : { do: does, id, as },
        newMark(),
      );
      const offered = answer?.actions.find((one) => one.act.do === 'mark')?.act;
      if (answer?.isRefused || offered?.do !== 'mark')
        throw new Error(answer?.summary ?? 'Nothing was marked.');
      for (const one of buttons)
        one.setAttribute('aria-pressed', String(one === button && offered.undo === true));
    } catch (thrown) {
      below.append(failure(thrown, () => send(button, act)));
    } finally {
      busy = false;
    }
  }

  return row;
}

/** @param {boolean} isDown */
function thumb(isDown) {
  const icon = document.createElementNS(SVG, 'svg');
  icon.setAttribute('class', 'icon');
  icon.setAttribute('viewBox', '0 0 16 16');
  icon.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', THUMB);
  if (isDown) path.setAttribute('transform', 'rotate(180 8 8)');
  icon.append(path);
  return icon;
}
