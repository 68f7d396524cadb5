// @ts-check
/**
 * The buttons of messages and cards: sends a press once, shows its answer or its failure beside the button, and copies
 * text.
 */
import { newNonce } from './api.js';
import { make, makeButton } from './dom.js';
import { noteButton } from './note.js';

/** @import { ButtonAction, Action } from '../../../src/model/message.ts' */

/**
 * Sends an action. New entries go into the log; what is to be shown beside the button is returned. `isRefused`: nothing was
 * done; `code` is what is to be copied.
 * @typedef {{ summary: string, nodes: Node[], actions: Action[], isRefused: boolean, code?: string }} Answer
 * @typedef {(act: ButtonAction, nonce: string) => Promise<Answer | undefined>} Press
 */

/** Longer than a double click. */
const DOUBLE_CLICK_MS = 600;
/** How long a copy button says what came of it. */
const COPIED_MS = 2000;

/** Labels of buttons that were pressed and cannot be pressed again. @type {Record<string, string>} */
const DONE = { share: 'Shared ✓', 'share-paper': 'Shared ✓', 'send-again': 'Sent ✓' };
/** What can be taken back by pressing again. @typedef {'save' | 'unsave' | 'done' | 'undone'} Toggled */
/** What a pressed button says, and what pressing it again does. @type {Record<Toggled, { label: string, back: Toggled }>} */
const TOGGLES = {
  save: { label: 'Saved ✓', back: 'unsave' },
  unsave: { label: 'Removed · Undo', back: 'save' },
  done: { label: 'Done ✓', back: 'undone' },
  undone: { label: 'To read ✓', back: 'done' },
};

/** @param {ButtonAction} act @returns {act is ButtonAction & { do: Toggled }} */
function isToggled(act) {
  return act.do in TOGGLES;
}

/** @param {Action[]} actions @param {Press} press @param {string} [title] the paper that they belong to @param {string} [note] the reader's own on it */
export function actionRow(actions, press, title, note) {
  const below = make('div', { class: 'below' });
  const buttons = actions.map((action) => {
    const { act, label } = action;
    // A whole list is a file of its own.
    if (act.do === 'export' && act.from === 0)
      return make('a', { class: 'button small', href: `/api/saved/${act.as}` }, label);
    return act.do === 'note' && act.note === undefined
      ? noteButton(action, press, below, { title, note })
      : actionButton(action, press, below, title);
  });
  return make('div', { class: 'acts' }, make('div', { class: 'actions' }, ...buttons), below);
}

/**
 * @param {Action} action @param {Press} press @param {Element} below where its answer is shown
 * @param {string} [title] @param {Element} [icon] stands before the label, or alone where signs do
 */
export function actionButton(action, press, below, title, icon) {
  const button = makeButton({ class: 'button small' }, run);
  let { act } = action;
  let nonce = newNonce();
  let busy = false;
  let done = false;
  /** @type {HTMLElement | undefined} */
  let aside;
  name(action.label);

  /** @param {string} label */
  function name(label) {
    if (icon === undefined) button.textContent = label;
    else {
      button.replaceChildren(icon, make('span', { class: 'name' }, label));
      button.title = label;
    }
    if (title === undefined) return;
    const of = act.do === 'abstract' || act.do === 'cite' ? ' of ' : ': ';
    button.setAttribute('aria-label', `${label}${of}${title}`);
  }

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
      const answer = await press(act, nonce);
      nonce = newNonce();
      if (answer !== undefined) await show(answer);
      if (act.do in DONE || ('from' in act && act.from > 0)) finish(DONE[act.do] ?? 'Shown below ↓');
    } catch (thrown) {
      busy = false;
      below.append(failure(thrown, run));
    } finally {
      button.setAttribute('aria-disabled', String(done));
    }
  }

  /** @param {Answer} answer */
  async function show(answer) {
    if (isToggled(act) && turn(act, answer)) return;
    if (act.do === 'cite' && title !== undefined && answer.code !== undefined && (await copied(answer.code)))
      return say('Copied ✓');
    aside = asideBox(answer, button);
    below.append(aside);
    button.setAttribute('aria-expanded', 'true');
  }

  /**
   * Shows what was done with the paper; pressing again takes that back, as the answer offers it. False where nothing was done.
   * @param {ButtonAction & { do: Toggled }} made @param {Answer} answer
   */
  function turn(made, { actions, isRefused }) {
    const isBack = made.do !== action.act.do;
    const { label, back } = TOGGLES[made.do];
    const undo = actions.find((one) => one.act.do === back);
    if (undo === undefined || isRefused) return false;
    act = undo.act;
    button.setAttribute('aria-pressed', String(!isBack));
    name(isBack ? action.label : label);
    return true;
  }

  /** Says for a moment what came of it. @param {string} words */
  function say(words) {
    name(words);
    button.dataset.said = '';
    setTimeout(() => {
      delete button.dataset.said;
      name(action.label);
    }, COPIED_MS);
  }

  /** @param {string} words */
  function finish(words) {
    done = true;
    name(words);
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
 * @param {Answer} answer @param {HTMLElement} button
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

/** Whether the text is on the clipboard now: it is closed to pages opened by a bare network address. @param {string} text */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** A text to copy, with a button that does. @param {string} text */
export function codeBlock(text) {
  const code = make('pre', { tabindex: 0, 'aria-label': 'Text to copy' }, make('code', {}, text));
  const button = makeButton({ class: 'button small copy' }, copy, 'Copy');
  async function copy() {
    if (await copied(text)) button.textContent = 'Copied';
    else {
      // Then the text is selected, ready to copy.
      getSelection()?.selectAllChildren(code);
      button.textContent = 'Press Ctrl+C';
    }
    setTimeout(() => {
      button.textContent = 'Copy';
    }, COPIED_MS);
  }
  return make('div', { class: 'code' }, code, button);
}
