// @ts-check
/** The command menu above the message box: a listbox that the box's own keys move through. */
import { isUnfinished, matching, menuItems } from './commands.js';
import { byId, make } from './dom.js';

/** @import { CommandSpec } from '../../../src/model/command-spec.ts' */
/** @import { MenuItem } from './commands.js' */

/** @param {HTMLTextAreaElement} box @param {(item: MenuItem, send: boolean) => void} chosen */
export function createMenu(box, chosen) {
  const list = byId('menu');
  /** @type {MenuItem[]} */
  let all = [];
  /** @type {MenuItem[]} */
  let items = [];
  let active = -1;

  function close() {
    items = [];
    active = -1;
    draw();
  }

  /** @param {number} index */
  function move(index) {
    active = index;
    draw();
    list.children[active]?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {number} index @param {boolean} send whether a whole command goes out at once */
  function choose(index, send) {
    const item = items[index];
    close();
    if (item !== undefined) chosen(item, send && !item.insert.endsWith(' '));
  }

  function draw() {
    const open = items.length > 0;
    list.hidden = !open;
    list.replaceChildren(...items.map(option));
    // A plain text box while there is no menu, so that screen readers don't announce a list that is not there.
    const states = {
      role: 'combobox',
      'aria-expanded': 'true',
      'aria-controls': 'menu',
      'aria-haspopup': 'listbox',
    };
    for (const [name, value] of Object.entries(states)) {
      if (open) box.setAttribute(name, value);
      else box.removeAttribute(name);
    }
    if (active >= 0) box.setAttribute('aria-activedescendant', `command-${active}`);
    else box.removeAttribute('aria-activedescendant');
  }

  /** @param {MenuItem} item @param {number} index */
  function option({ insert, rest, hint }, index) {
    const shape = make('code', {}, insert, rest === '' ? undefined : make('i', {}, rest));
    const item = make(
      'div',
      { id: `command-${index}`, role: 'option', 'aria-selected': String(index === active) },
      shape,
      make('span', {}, hint),
    );
    // Before the box would lose the focus.
    item.addEventListener('pointerdown', (event) => event.preventDefault());
    item.addEventListener('click', () => choose(index, true));
    return item;
  }

  return {
    close,
    /** @param {CommandSpec[]} specs */
    offer(specs) {
      all = menuItems(specs);
    },
    /** What is typed has changed. */
    update() {
      items = matching(box.value, all);
      active = items.length > 0 && isUnfinished(box.value) ? 0 : -1;
      draw();
    },
    /** Whether the key was for the menu. @param {KeyboardEvent} event */
    takes(event) {
      const count = items.length;
      if (count === 0) return false;
      if (event.key === 'ArrowDown') move((active + 1) % count);
      else if (event.key === 'ArrowUp') move((Math.max(active, 0) - 1 + count) % count);
      else if (event.key === 'Escape') close();
      else if (event.key === 'Tab' && !event.shiftKey) choose(Math.max(active, 0), false);
      else if (event.key === 'Enter' && active >= 0) choose(active, true);
      else return false;
      return true;
    },
  };
}
