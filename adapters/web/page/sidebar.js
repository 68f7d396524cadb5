// @ts-check
/** The list of channels at the side, a drawer on a narrow screen. Remembers how far each channel was read. */
import { addressOf, readAddress } from './address.js';
import { byId, make, readStored, store } from './dom.js';

/** @import { Channel } from './api.js' */

/** The key, before the channel's name, under which the browser stores how far it was read. */
const READ = 'paperboy read ';

export function createSidebar() {
  const list = byId('channels');
  const saved = byId('saved');
  return {
    ...createDrawer(),
    /** @param {Channel[]} channels @param {string} current */
    show(channels, current) {
      const focused = document.activeElement?.getAttribute('href');
      list.replaceChildren(
        ...channels.map(({ key, name, latest }) => {
          const unread = key !== current && latest > (readUpTo(key) ?? 0);
          const isHere = key === current && !readAddress().saved;
          const entry = make(
            'a',
            {
              href: addressOf(key),
              class: unread ? 'entry unread' : 'entry',
              'aria-current': isHere ? 'page' : undefined,
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
      saved.setAttribute('href', addressOf(current, { saved: true }));
      if (readAddress().saved) saved.setAttribute('aria-current', 'page');
      else saved.removeAttribute('aria-current');
    },
  };
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
