// @ts-check
/** The list of channels at the side: shows it, adds to it, and remembers how far each channel was read. */
import { addChannel } from './api.js';
import { byId, make, readStored, store } from './dom.js';

/** @import { Channel } from './api.js' */

/** The key, before the channel's name, under which the browser stores how far it was read. */
const READ = 'paperboy read ';

/** The channel that the page's address names; names need no escaping there. */
export const chosen = () => location.hash.replace(/^#\//, '');

/** @param {string} name */
export const addressOf = (name) => `#/${name}`;

/** @param {(channel: Channel) => void} added is called with a channel that was just added */
export function createSidebar(added) {
  const list = byId('channels');
  prepareDialog(added);
  return {
    ...createDrawer(),
    /** @param {Channel[]} channels @param {string} current */
    show(channels, current) {
      const focused = document.activeElement?.getAttribute('href');
      list.replaceChildren(
        ...channels.map(({ name, latest }) => {
          const unread = name !== current && latest > (readUpTo(name) ?? 0);
          const entry = make(
            'a',
            {
              href: addressOf(name),
              class: unread ? 'unread' : undefined,
              'aria-current': name === current ? 'page' : undefined,
            },
            make('span', { 'aria-hidden': 'true' }, '# '),
            make('span', { class: 'name' }, name),
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

/** On a narrow screen the list is a drawer: its button opens it; Escape, a choice, or a tap beside it closes it. */
function createDrawer() {
  const side = byId('side');
  const opener = byId('side-open');
  const shade = byId('shade');
  const main = byId('main');

  /** @param {boolean} open */
  function set(open) {
    side.classList.toggle('open', open);
    opener.setAttribute('aria-expanded', String(open));
    shade.hidden = !open;
    main.inert = open;
  }

  function close() {
    if (!side.classList.contains('open')) return;
    set(false);
    opener.focus();
  }

  opener.addEventListener('click', () => {
    set(true);
    byId('side-close').focus();
  });
  byId('side-close').addEventListener('click', close);
  shade.addEventListener('click', close);
  // Choosing the channel that is already open changes no address.
  side.addEventListener(
    'click',
    (event) => event.target instanceof Element && event.target.closest('a') && close(),
  );
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && document.querySelector('dialog[open]') === null) close();
  });
  // On a wide screen the list stands beside the log.
  matchMedia('(min-width: 45.0625rem)').addEventListener('change', (query) => query.matches && set(false));
  return { close };
}

/** The newest `seq` that was seen there; undefined for a channel never opened. @param {string} channel */
export function readUpTo(channel) {
  const stored = readStored(READ + channel);
  return stored === undefined ? undefined : Number(stored) || 0;
}

/** @param {string} channel @param {number} seq */
export const markRead = (channel, seq) => store(READ + channel, seq);
