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
  const own = byId('own');
  return {
    ...createDrawer(),
    /** @param {Channel[]} channels @param {string} current */
    show(channels, current) {
      const focused = document.activeElement?.getAttribute('href');
      list.replaceChildren(
        ...channels.flatMap((channel) => {
          const { key, name } = channel;
          const { isUnread: unread, isHere } = stateOf(channel, current);
          if (channel.own) return [];
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
      showOwn(
        own,
        channels.find((channel) => channel.own),
        current,
      );
      saved.setAttribute('href', addressOf(current, { saved: true }));
      if (readAddress().saved) saved.setAttribute('aria-current', 'page');
      else saved.removeAttribute('aria-current');
    },
  };
}

/** What people call a channel: `#general`. @param {{ name: string, own?: true }} channel */
export const titleOf = ({ name, own }) => (own ? name : `#${name}`);

/** @param {Channel} channel @param {string} current */
function stateOf({ key, latest }, current) {
  return {
    isUnread: key !== current && latest > (readUpTo(key) ?? 0),
    isHere: key === current && !readAddress().saved,
  };
}

/** The person's own conversation stands among what is theirs. @param {HTMLElement} entry @param {Channel | undefined} channel @param {string} current */
function showOwn(entry, channel, current) {
  entry.hidden = channel === undefined;
  if (channel === undefined) return;
  const { isUnread, isHere } = stateOf(channel, current);
  entry.setAttribute('href', addressOf(channel.key));
  entry.classList.toggle('unread', isUnread);
  entry.replaceChildren(titleOf(channel), isUnread ? make('span', { class: 'unseen' }, ' (unread)') : '');
  if (isHere) entry.setAttribute('aria-current', 'page');
  else entry.removeAttribute('aria-current');
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
