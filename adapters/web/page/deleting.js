// @ts-check
/** The dialog that says what is lost with a channel, and deletes it. */
import { deleteChannel } from './api.js';
import { byId, make } from './dom.js';
import { problemOf } from './fields.js';

/** @import { Channel, Settings } from './api.js' */

/** The channel that the dialog asks about. @type {Channel | undefined} */
let asked;

/** Says what will be lost, and asks. @param {Channel} channel @param {Settings} settings */
export function askToDelete(channel, { messages, form: { topics } }) {
  asked = channel;
  const lost = [
    messages > 0 && `${counted(messages, 'message')}, posts included`,
    topics.length > 0 && counted(topics.length, 'topic'),
    'its schedule and all other settings',
    'the record of which papers were posted here',
  ].filter((one) => one !== false);
  byId('deleting-title').textContent = `Delete #${channel.name}?`;
  byId('deleting-error').textContent = '';
  byId('deleting-what').replaceChildren(
    make('p', {}, 'This deletes, for everyone in this workspace:'),
    make('ul', { class: 'list' }, ...lost.map((words) => make('li', {}, words))),
    make('p', {}, "Papers, other channels and reading lists stay. This can't be undone."),
  );
  byId('deleting', HTMLDialogElement).showModal();
}

/** @param {number} count @param {string} word */
function counted(count, word) {
  return `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;
}

/** @param {(channel: Channel) => void} deleted */
export function prepareDeleting(deleted) {
  const dialog = byId('deleting', HTMLDialogElement);
  const button = byId('deleting-do');
  button.addEventListener('click', async () => {
    if (asked === undefined || button.getAttribute('aria-disabled') === 'true') return;
    button.setAttribute('aria-disabled', 'true');
    try {
      await deleteChannel(asked.key);
      dialog.close();
      deleted(asked);
    } catch (thrown) {
      byId('deleting-error').textContent = problemOf(thrown);
    } finally {
      button.removeAttribute('aria-disabled');
    }
  });
}
