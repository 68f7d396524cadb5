// @ts-check
/** The page's dialogs for adding a channel, for help, and for a person's name. */
import { addChannel, setName } from './api.js';
import { byId, make, makeButton, readStored, store } from './dom.js';
import { showError } from './fields.js';
import { typedPart } from './line.js';

/** @import { CommandSpec } from '../../../src/model/command-spec.ts' */
/** @import { Channel, You } from './api.js' */

/** The key under which the browser stores that a person was asked for their name. */
const ASKED = 'paperboy asked for a name';

/** What the groups of commands are called. @type {Record<string, string>} */
const GROUPS = {
  find: 'Find papers',
  follow: 'Follow topics',
  when: 'When and how posts arrive',
  read: 'Keep and cite',
  about: 'See what is going on',
};

/** A longer usage is cut to the command's name. */
const LONGEST_USAGE = 18;

const QUERIES = [
  ['language models', 'both words, anywhere in a paper'],
  ['"continual learning"', 'the exact phrase'],
  ['diffusion -video', 'without a word'],
  ['(rl OR rlhf) agents', 'either word'],
  ['transform*', 'begins with'],
  ['title:scaling', 'in the title; or author:, org:, keyword:'],
  ['cat:cs.LG', 'in a category of arXiv'],
  ['after:2025-01-01', 'since a day; or before:, year:'],
  ['upvotes:>20 has:code', 'by votes, with code'],
];

const KEYS = [
  ['Ctrl K', 'search'],
  ['Ctrl /', 'write a command'],
  ['j, k', 'next and previous paper, in a list'],
  ['Enter', 'read the paper'],
  ['Esc', 'close what is open'],
  ['↑', 'in the message box: bring back what you sent before'],
];

/** Makes the buttons that close a dialog do so. */
export function prepareClosing() {
  for (const button of document.querySelectorAll('dialog [data-close]'))
    button.addEventListener('click', () => button.closest('dialog')?.close());
}

/** @param {(channel: Channel) => void} added is called with a channel that was just added */
export function prepareAdding(added) {
  const dialog = byId('adding', HTMLDialogElement);
  const field = byId('adding-name', HTMLInputElement);
  const error = byId('adding-error');
  byId('add').addEventListener('click', () => {
    field.value = '';
    error.textContent = '';
    field.removeAttribute('aria-invalid');
    dialog.showModal();
  });
  byId('adding-form').addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      const { channel } = await addChannel(field.value);
      dialog.close();
      added(channel);
    } catch (thrown) {
      showError(field, error, thrown);
    }
  });
}

/**
 * Asks once for a name, after the first thing that others may see; the side bar asks whenever it is pressed.
 * @param {{ opening: () => void, done: () => void }} to `opening` is called before the side bar's button opens the form, `done`
 * when it is gone
 */
export function createNaming(to) {
  const form = byId('naming');
  const field = byId('naming-name', HTMLInputElement);
  const error = byId('naming-error');
  const button = byId('you');
  /** @type {You} */
  let you = { name: '', named: false };

  function draw() {
    button.textContent = you.named ? you.name : 'Set your name';
    button.setAttribute('aria-label', you.named ? `Your name: ${you.name}. Change it` : 'Set your name');
  }

  function close() {
    form.hidden = true;
    store(ASKED, true);
    to.done();
  }

  function open() {
    field.value = you.named ? you.name : '';
    error.textContent = '';
    field.removeAttribute('aria-invalid');
    form.hidden = false;
  }

  button.addEventListener('click', () => {
    to.opening();
    open();
    field.focus();
  });
  byId('naming-later').addEventListener('click', close);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      you = (await setName(field.value)).you;
      draw();
      close();
    } catch (thrown) {
      showError(field, error, thrown);
    }
  });

  return {
    /** @param {You} known */
    show(known) {
      you = known;
      draw();
    },
    askOnce() {
      if (!you.named && readStored(ASKED) !== true) open();
    },
  };
}

/** @param {CommandSpec[]} specs @param {{ run: (text: string) => void, fill: (text: string) => void, search: (query: string) => void }} to */
export function prepareHelp(specs, to) {
  const dialog = byId('helping', HTMLDialogElement);
  /** @param {() => void} work */
  const closing = (work) => () => {
    dialog.close();
    work();
  };
  /** @param {CommandSpec} spec */
  const command = ({ name, usage, does }) => {
    const text = `/papers ${usage}`;
    const typed = typedPart(text);
    const isLong = usage.length > LONGEST_USAGE;
    const pressed = closing(() => (typed === text ? to.run(text) : to.fill(typed)));
    return entry(isLong ? `${name} …` : usage, does, pressed);
  };
  const groups = Object.entries(GROUPS).map(([group, title]) =>
    section(title, specs.filter((spec) => spec.group === group).map(command)),
  );
  const queries = QUERIES.map(([query = '', does = '']) =>
    entry(
      query,
      does,
      closing(() => to.search(query)),
    ),
  );
  const keys = KEYS.map(([key = '', does = '']) =>
    make('li', { class: 'key' }, make('kbd', {}, key), make('span', {}, does)),
  );
  byId('helping-body').replaceChildren(
    make('p', { class: 'quiet' }, 'Type /papers and one of these, or choose one here.'),
    ...groups,
    section('Searches and topics', queries),
    section('Keys', keys),
  );
  byId('help').addEventListener('click', () => dialog.showModal());
}

/** @param {string} title @param {Node[]} entries */
function section(title, entries) {
  return make('section', {}, make('h3', {}, title), make('ul', { class: 'help-list' }, ...entries));
}

/** @param {string} code @param {string} does @param {() => void} pressed */
function entry(code, does, pressed) {
  return make(
    'li',
    {},
    makeButton({ class: 'help-entry' }, pressed, make('code', {}, code), make('span', {}, does)),
  );
}
