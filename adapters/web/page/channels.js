// @ts-check
/** The list of channels at the side, and adding one; the chosen channel is in the address. */
import { addChannel } from './api.js';
import { byId, make } from './dom.js';

/** @import { Channel } from './api.js' */

/** The channel that the page's address names; names need no escaping there. */
export const chosen = () => location.hash.replace(/^#\//, '');

/** @param {string} name */
export const addressOf = (name) => `#/${name}`;

/** @param {(channel: Channel) => void} added */
export function createChannelList(added) {
  const list = byId('channels');
  prepareDialog(added);
  return {
    /** @param {Channel[]} channels @param {string} current @param {(channel: Channel) => boolean} isUnread */
    show(channels, current, isUnread) {
      const focused = document.activeElement?.getAttribute('href');
      list.replaceChildren(
        ...channels.map((channel) => {
          const unread = channel.name !== current && isUnread(channel);
          const entry = make(
            'a',
            {
              href: addressOf(channel.name),
              class: unread ? 'unread' : undefined,
              'aria-current': channel.name === current ? 'page' : undefined,
            },
            make('span', { 'aria-hidden': 'true' }, '# '),
            make('span', { class: 'name' }, channel.name),
            unread ? make('span', { class: 'unseen' }, ' (unread)') : undefined,
          );
          return make('li', {}, entry);
        }),
      );
      const again = [...list.querySelectorAll('a')].find((entry) => entry.getAttribute('href') === focused);
      again?.focus();
    },
  };
}

/** @param {(channel: Channel) => void} added */
function prepareDialog(added) {
  const dialog = byId('adding', HTMLDialogElement);
  const field = byId('adding-name', HTMLInputElement);
  const error = byId('adding-error');
  byId('add').addEventListener('click', () => {
    field.value = '';
    error.textContent = '';
    field.removeAttribute('aria-invalid');
    dialog.showModal();
  });
  byId('adding-cancel').addEventListener('click', () => dialog.close());
  byId('adding-form').addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      const { channel } = await addChannel(field.value);
      dialog.close();
      added(channel);
    } catch (thrown) {
      error.textContent = thrown instanceof Error ? thrown.message : String(thrown);
      field.setAttribute('aria-invalid', 'true');
      field.focus();
    }
  });
}
