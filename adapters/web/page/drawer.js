// @ts-check
/** On a narrow screen the list of channels is a drawer: opened by its button, closed by Escape, a choice or the shade. */
import { byId } from './dom.js';

export function createDrawer() {
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
  // The channel that is open already changes no address.
  side.addEventListener(
    'click',
    (event) => event.target instanceof Element && event.target.closest('a') && close(),
  );
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && document.querySelector('dialog[open]') === null) close();
  });
  // Grown wide, the list is beside the log again.
  matchMedia('(min-width: 45.0625rem)').addEventListener('change', (query) => query.matches && set(false));
  return { close };
}
