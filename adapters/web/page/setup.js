// @ts-check
/** The dialog that sets Paperboy up: the questions of `paperboy setup`, its checks, and what is next. It never holds a stored secret. */
import { checkSetup, readSetup, saveSetup } from './api.js';
import { entryOf } from './checking.js';
import { byId, make, makeButton } from './dom.js';
import { labeled, problemOf } from './fields.js';

/** @import { AskedQuestion, SetupDone, SetupForm } from '../../../src/model/setup.ts' */
/** @typedef {{ setting: string, field: HTMLInputElement, element: HTMLElement }} Asked */

const TITLES = { first: 'Set up Paperboy', again: 'Change the setup' };

/** @returns {(standing: 'first' | 'again' | undefined) => void} shows the button that opens the dialog, or hides it */
export function prepareSetup() {
  const dialog = byId('setup', HTMLDialogElement);
  const body = byId('setup-body');
  const button = byId('setup-open');
  const open = async () => {
    const waiting = make('p', { class: 'waiting' }, 'Loading', make('i', { 'aria-hidden': 'true' }));
    body.replaceChildren(waiting);
    dialog.showModal();
    try {
      const setup = await readSetup();
      // It was closed and opened again meanwhile.
      if (waiting.isConnected) draw(body, setup, () => dialog.close());
    } catch (thrown) {
      waiting.replaceWith(make('p', { class: 'wrong', role: 'alert' }, problemOf(thrown)));
    }
  };
  button.addEventListener('click', open);
  return (standing) => {
    button.hidden = standing === undefined;
    if (standing !== undefined) button.textContent = TITLES[standing];
  };
}

/** @param {HTMLElement} body @param {SetupForm} setup @param {() => void} close */
function draw(body, setup, close) {
  const choice = make('select', { id: 'setup-platform' });
  for (const { name, title } of setup.platforms) choice.append(make('option', { value: name }, title));
  choice.value = setup.platform;
  const own = make('div');
  const common = setup.common.map(fieldOf);
  const said = make('div', { role: 'status' });
  const wrong = make('p', { class: 'wrong', role: 'alert' });
  const save = make('button', { class: 'button strong', type: 'submit' }, 'Check and save');
  const anyway = makeButton({ class: 'button', hidden: true }, () => send(false), 'Save anyway');
  /** @type {Asked[]} */
  let asked = [];

  const drawOwn = () => {
    const platform = setup.platforms.find(({ name }) => name === choice.value);
    asked = (platform?.questions ?? []).map(fieldOf);
    const steps = platform?.steps ?? [];
    own.replaceChildren(
      steps.length > 0 ? make('ol', { class: 'steps' }, ...steps.map(stepOf)) : '',
      ...asked.map(({ element }) => element),
    );
    said.replaceChildren();
    wrong.textContent = '';
    anyway.hidden = true;
  };

  /** @param {boolean} isChecked whether the platform is asked first */
  async function send(isChecked) {
    if (save.getAttribute('aria-disabled') === 'true') return;
    save.setAttribute('aria-disabled', 'true');
    wrong.textContent = '';
    const fields = [...asked, ...common];
    const answers = Object.fromEntries(fields.map(({ setting, field }) => [setting, field.value]));
    const shown = Object.fromEntries(fields.map(({ setting, field }) => [setting, field.defaultValue]));
    try {
      if (isChecked) {
        said.replaceChildren(make('p', { class: 'quiet' }, 'Checking…'));
        const { findings } = await checkSetup(choice.value, answers);
        said.replaceChildren(make('ul', { class: 'findings' }, ...findings.map(entryOf)));
        said.scrollIntoView({ block: 'center' });
        anyway.hidden = !findings.some(({ standing }) => standing === 'fail');
        if (!anyway.hidden) return;
      }
      showDone(body, await saveSetup(choice.value, answers, shown), close);
    } catch (thrown) {
      wrong.textContent = problemOf(thrown);
    } finally {
      save.removeAttribute('aria-disabled');
    }
  }

  const form = make(
    'form',
    { novalidate: true, autocomplete: 'off' },
    make(
      'p',
      { class: 'quiet' },
      `Your answers are saved in ${setup.path}. Leave a field empty to keep its current value.`,
    ),
    labeled('Where should Paperboy post?', choice),
    own,
    ...common.map(({ element }) => element),
    said,
    wrong,
    make(
      'div',
      { class: 'dialog-buttons sticky' },
      makeButton({ class: 'button cancel' }, close, 'Cancel'),
      anyway,
      save,
    ),
  );
  choice.addEventListener('change', drawOwn);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void send(true);
  });
  drawOwn();
  body.replaceChildren(form);
}

/** What stands between backticks is code. @param {string} step */
function stepOf(step) {
  return make('li', {}, ...step.split('`').map((part, at) => (at % 2 === 1 ? make('code', {}, part) : part)));
}

/** @param {AskedQuestion} question @returns {Asked} */
function fieldOf({ setting, label, hint, isSecret, isSet, value }) {
  const id = `setup-${setting}`;
  const field = make('input', {
    id,
    type: isSecret ? 'password' : 'text',
    maxlength: 4000,
    autocomplete: 'off',
    autocapitalize: 'none',
    spellcheck: 'false',
    placeholder: isSecret && isSet ? 'set; leave empty to keep it' : undefined,
    'aria-describedby': hint === undefined ? undefined : `${id}-hint`,
  });
  if (value !== undefined) field.defaultValue = value;
  const below = hint === undefined ? undefined : make('p', { class: 'quiet', id: `${id}-hint` }, hint);
  return { setting, field, element: labeled(label, field, below) };
}

/** @param {HTMLElement} body @param {SetupDone} done @param {() => void} close */
function showDone(body, { path, copy, notes, next }, close) {
  const button = makeButton({ class: 'button strong' }, close, 'Done');
  body.replaceChildren(
    make('p', { role: 'status' }, `Saved in ${path}. Only the file's owner can read it.`),
    copy === undefined ? '' : make('p', { class: 'quiet' }, `The previous version is in ${copy}.`),
    ...notes.map((note) => make('p', {}, note)),
    make('ol', { class: 'steps' }, ...next.map(stepOf)),
    make('div', { class: 'dialog-buttons' }, button),
  );
  button.focus();
}
