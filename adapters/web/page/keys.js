// @ts-check
/** The page's keys: search and write from anywhere, and go through the papers of a list that has the focus. */

/** @param {EventTarget | null} target */
const isTyping = (target) =>
  target instanceof HTMLInputElement ||
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLSelectElement;

/** @param {{ search: () => void, write: () => void, close: () => void }} to */
export function prepareKeys(to) {
  const shortcuts = new Map([
    ['k', to.search],
    ['/', to.write],
  ]);
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
    // Never one letter alone where nothing is chosen: people who dictate would press it without wanting to.
    const go = shortcuts.get(event.key.toLowerCase());
    if ((event.ctrlKey || event.metaKey) && go !== undefined) {
      event.preventDefault();
      go();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') {
      // Within a box, Escape is the box's; the drawer closes itself.
      if (!isTyping(event.target) && document.querySelector('.side.open') === null) to.close();
      return;
    }
    if (isTyping(event.target)) return;
    if (event.key === 'j' || event.key === 'k') step(event.key === 'j' ? 1 : -1);
  });
}

/** Moves the focus to the next or previous paper of the list that has it. @param {1 | -1} by */
function step(by) {
  const list = document.activeElement?.closest('.log, .pane');
  if (list === null || list === undefined) return;
  const titles = [...list.querySelectorAll('.card .title a')].filter((one) => one instanceof HTMLElement);
  const card = document.activeElement?.closest('.card');
  const at = titles.findIndex((title) => title.closest('.card') === card);
  const next = at === -1 ? titles[0] : titles[at + by];
  next?.focus();
  next?.closest('.card')?.scrollIntoView({ block: 'nearest' });
}
