// @ts-check
/** The buttons of messages and cards: sends a press once, and shows its answer or its failure beside the button. */
import { newMark } from './api.js';
import { make } from './dom.js';

/** @import { ButtonAction, Action } from '../../../src/model/message.ts' */

/**
 * Sends an action. New entries go into the log; what is to be shown beside the button is returned.
 * @typedef {(act: ButtonAction, mark: string) => Promise<{ summary: string, nodes: Node[] } | undefined>} Press
 */

/** Longer than a double click. */
const DOUBLE_CLICK_MS = 600;

/** Labels of buttons that were pressed and cannot be pressed again. @type {Record<string, string>} */
const DONE = { share: 'Shared ✓', 'share-paper': 'Shared ✓', 'send-again': 'Sent ✓' };

/** @param {Action[]} actions @param {Press} press @param {string} [title] the paper that they belong to */
export function actionRow(actions, press, title) {
  const below = make('div', { class: 'below' });
  const buttons = actions.map((action) => actionButton(action, press, below, title));
  return make('div', { class: 'acts' }, make('div', { class: 'actions' }, ...buttons), below);
}

/** @param {Action} action @param {Press} press @param {HTMLElement} below @param {string} [title] */
function actionButton({ label, act }, press, below, title) {
  const button = make('button', { type: 'button', class: 'button small' }, label);
  if (title !== undefined) button.setAttribute('aria-label', nameOf(label, act, title));
  let mark = newMark();
  let busy = false;
  /** @type {HTMLElement | undefined} */
  let aside;

  async function run() {
    if (busy) return;
    busy = true;
    below.querySelector('.failed')?.remove();
    if (aside === undefined) await send();
    else toggle(button, aside);
    setTimeout(() => {
      busy = button.dataset.done !== undefined;
    }, DOUBLE_CLICK_MS);
  }

  async function send() {
    setBusy(button, true);
    try {
      const answer = await press(act, mark);
      mark = newMark();
      if (answer !== undefined) {
        aside = asideBox(answer, button);
        below.append(aside);
        button.setAttribute('aria-expanded', 'true');
      }
      if (act.do in DONE || ('from' in act && act.from > 0))
        finish(button, DONE[act.do] ?? 'Shown below ↓', title);
    } catch (thrown) {
      busy = false;
      below.append(failure(thrown, run));
    } finally {
      setBusy(button, button.dataset.done !== undefined);
    }
  }

  button.addEventListener('click', run);
  return button;
}

/** @param {string} label @param {ButtonAction} act @param {string} title */
function nameOf(label, act, title) {
  return act.do === 'abstract' || act.do === 'cite' ? `${label} of ${title}` : `${label}: ${title}`;
}

/** A busy button keeps the focus, so it is not `disabled`. @param {HTMLElement} button @param {boolean} busy */
function setBusy(button, busy) {
  button.setAttribute('aria-disabled', String(busy));
}

/** @param {HTMLElement} button @param {string} label @param {string} [title] */
function finish(button, label, title) {
  button.dataset.done = '';
  button.textContent = label;
  if (title !== undefined) button.setAttribute('aria-label', `${label}: ${title}`);
}

/** @param {HTMLElement} button @param {HTMLElement} aside */
function toggle(button, aside) {
  aside.hidden = !aside.hidden;
  button.setAttribute('aria-expanded', String(!aside.hidden));
}

/**
 * Shows an answer beside its card, so that a reader of a long post keeps their place.
 * @param {{ summary: string, nodes: Node[] }} answer @param {HTMLElement} button
 */
function asideBox({ summary, nodes }, button) {
  const close = make(
    'button',
    { type: 'button', class: 'bare close', 'aria-label': `Close: ${summary}` },
    '✕',
  );
  const mark = make('p', { class: 'only-you' }, 'Only visible to you');
  const box = make('div', { class: 'aside', role: 'group', 'aria-label': summary }, mark, close, ...nodes);
  close.addEventListener('click', () => {
    toggle(button, box);
    button.focus();
  });
  return box;
}

/** Says what went wrong, with a button to try again. @param {unknown} thrown @param {() => void} retry */
export function failure(thrown, retry) {
  const again = make('button', { type: 'button', class: 'button small' }, 'Try again');
  again.addEventListener('click', retry);
  const words = thrown instanceof Error ? thrown.message : String(thrown);
  return make('p', { class: 'failed', role: 'alert' }, make('span', {}, words), again);
}
