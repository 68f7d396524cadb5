// @ts-check
/**
 * The buttons of messages and cards: sends a press once, shows its answer or its failure beside the button, and copies
 * text.
 */
import { newMark } from './api.js';
import { make, makeButton } from './dom.js';

/** @import { ButtonAction, Action } from '../../../src/model/message.ts' */

/**
 * Sends an action. New entries go into the log; what is to be shown beside the button is returned.
 * @typedef {(act: ButtonAction, mark: string) => Promise<{ summary: string, nodes: Node[] } | undefined>} Press
 */

/** Longer than a double click. */
const DOUBLE_CLICK_MS = 600;
/** How long a copy button says what came of it. */
const COPIED_MS = 2000;

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
  const button = makeButton({ class: 'button small' }, run, label);
  if (title !== undefined) {
    const name = act.do === 'abstract' || act.do === 'cite' ? `${label} of ${title}` : `${label}: ${title}`;
    button.setAttribute('aria-label', name);
  }
  let mark = newMark();
  let busy = false;
  let done = false;
  /** @type {HTMLElement | undefined} */
  let aside;

  async function run() {
    if (busy) return;
    busy = true;
    below.querySelector('.failed')?.remove();
    if (aside === undefined) await send();
    else toggle(button, aside);
    setTimeout(() => {
      busy = done;
    }, DOUBLE_CLICK_MS);
  }

  async function send() {
    // A busy button keeps the focus, so it is not `disabled`.
    button.setAttribute('aria-disabled', 'true');
    try {
      const answer = await press(act, mark);
      mark = newMark();
      if (answer !== undefined) {
        aside = asideBox(answer, button);
        below.append(aside);
        button.setAttribute('aria-expanded', 'true');
      }
      if (act.do in DONE || ('from' in act && act.from > 0)) finish(DONE[act.do] ?? 'Shown below ↓');
    } catch (thrown) {
      busy = false;
      below.append(failure(thrown, run));
    } finally {
      button.setAttribute('aria-disabled', String(done));
    }
  }

  /** @param {string} words */
  function finish(words) {
    done = true;
    button.textContent = words;
    if (title !== undefined) button.setAttribute('aria-label', `${words}: ${title}`);
  }

  return button;
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
  const close = makeButton({ class: 'bare close', 'aria-label': `Close: ${summary}` }, closed, '✕');
  const mark = make('p', { class: 'only-you' }, 'Only visible to you');
  const box = make('div', { class: 'aside', role: 'group', 'aria-label': summary }, mark, close, ...nodes);
  function closed() {
    toggle(button, box);
    button.focus();
  }
  return box;
}

/** Says what went wrong, with a button to try again. @param {unknown} thrown @param {() => void} retry */
export function failure(thrown, retry) {
  const words = thrown instanceof Error ? thrown.message : String(thrown);
  const again = makeButton({ class: 'button small' }, retry, 'Try again');
  return make('p', { class: 'failed', role: 'alert' }, make('span', {}, words), again);
}

/** A text to copy, with a button that does. @param {string} text */
export function codeBlock(text) {
  const code = make('pre', { tabindex: 0, 'aria-label': 'Text to copy' }, make('code', {}, text));
  const button = makeButton({ class: 'button small copy' }, copy, 'Copy');
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = 'Copied';
    } catch {
      // The clipboard is closed to pages opened by a bare network address; then the text is selected, ready to copy.
      getSelection()?.selectAllChildren(code);
      button.textContent = 'Press Ctrl+C';
    }
    setTimeout(() => {
      button.textContent = 'Copy';
    }, COPIED_MS);
  }
  return make('div', { class: 'code' }, code, button);
}
