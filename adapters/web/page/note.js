// @ts-check
/** The field below a paper of the reading list in which its note is written. */
import { newNonce } from './api.js';
import { make, makeButton } from './dom.js';
import { showError } from './fields.js';

/** @import { Action } from '../../../src/model/message.ts' */
/** @import { Press } from './buttons.js' */

/** Units of a note. The server counts its characters, of which each may have several. */
const MOST_UNITS = 4_000;
let fields = 0;

/**
 * A button that opens the field, with the note as it is.
 * @param {Action} action @param {Press} press @param {HTMLElement} below
 * @param {{ title: string | undefined, note: string | undefined }} paper
 */
export function noteButton({ label, act }, press, below, { title = 'this paper', note = '' }) {
  const button = makeButton({ class: 'button small', 'aria-expanded': 'false' }, toggle, label);
  button.setAttribute('aria-label', `${label}: ${title}`);
  const id = 'id' in act ? act.id : '';
  /** @type {HTMLElement | undefined} */
  let form;

  function toggle() {
    if (form?.isConnected) return close();
    form = noteForm(note, title, save);
    below.append(form);
    button.setAttribute('aria-expanded', 'true');
    form.querySelector('input')?.focus();
  }

  function close() {
    form?.remove();
    button.setAttribute('aria-expanded', 'false');
    button.focus();
  }

  /** @param {string} words */
  async function save(words) {
    const answer = await press({ do: 'note', id, note: words }, newNonce());
    if (answer?.isRefused) throw new Error(answer.summary);
    note = words.trim();
    showNote(button, note);
    close();
  }

  return button;
}

/** Puts the note behind the number of the card that a button stands on. @param {HTMLElement} button @param {string} note */
function showNote(button, note) {
  const excerpt = button.closest('.card')?.querySelector('.excerpt');
  const number = excerpt?.firstChild;
  if (!excerpt || !number) return;
  const words = note === '' ? [] : [make('span', { class: 'quiet' }, '  Note: '), note];
  excerpt.replaceChildren(number, ...words);
}

/** @param {string} note @param {string} title @param {(note: string) => Promise<void>} save */
function noteForm(note, title, save) {
  const field = make('input', { type: 'text', id: `note-${++fields}`, maxlength: MOST_UNITS });
  field.value = note;
  const problem = make('p', { class: 'wrong', id: `${field.id}-error`, role: 'alert' });
  field.setAttribute('aria-describedby', problem.id);
  const label = make('label', { for: field.id, class: 'unseen' }, `Your note on ${title}`);
  const button = make('button', { class: 'button small', type: 'submit' }, 'Save note');
  const form = make('form', { class: 'note-form' }, label, field, button, problem);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      await save(field.value);
    } catch (thrown) {
      showError(field, problem, thrown);
    }
  });
  return form;
}
