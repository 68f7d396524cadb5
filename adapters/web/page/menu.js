// @ts-check
/** The command menu above the message box: a listbox that the box's own keys move through. */
import { byId, make } from './dom.js';

/** @import { CommandSpec } from '../../../src/model/command-spec.ts' */

/**
 * @typedef {object} MenuItem
 * @property {string} insert what is written into the box; one that ends in a space wants more
 * @property {string} rest what follows, as a hint
 * @property {string} hint
 */

/** @param {HTMLTextAreaElement} box @param {(item: MenuItem, send: boolean) => void} chosen */
export function createMenu(box, chosen) {
  const list = byId('menu');
  /** @type {MenuItem[]} */
  let all = [];
  /** @type {MenuItem[]} */
  let items = [];
  let active = -1;

  /** @param {MenuItem[]} shown @param {number} chosen */
  function show(shown, chosen) {
    items = shown;
    active = chosen;
    draw();
  }

  const close = () => show([], -1);

  /** @param {number} index */
  function move(index) {
    show(items, index);
    list.children[active]?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {number} index @param {boolean} send whether a whole command goes out at once */
  function choose(index, send) {
    const item = items[index];
    close();
    if (item !== undefined) chosen(item, send && !item.insert.endsWith(' '));
  }

  function draw() {
    list.hidden = items.length === 0;
    list.replaceChildren(...items.map(option));
    // A plain text box while there is no menu, so that screen readers don't announce a list that is not there.
    const states = {
      role: 'combobox',
      'aria-expanded': 'true',
      'aria-controls': 'menu',
      'aria-haspopup': 'listbox',
      'aria-activedescendant': active < 0 ? undefined : `command-${active}`,
    };
    for (const [name, value] of Object.entries(states)) {
      if (list.hidden || value === undefined) box.removeAttribute(name);
      else box.setAttribute(name, value);
    }
  }

  /** @param {MenuItem} item @param {number} index */
  function option({ insert, rest, hint }, index) {
    const item = make(
      'div',
      { id: `command-${index}`, role: 'option', 'aria-selected': String(index === active) },
      make('code', {}, insert, rest === '' ? undefined : make('i', {}, rest)),
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
      const found = matching(box.value, all);
      show(found, found.length > 0 && isUnfinished(box.value) ? 0 : -1);
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

/** The items for the commands that the server has. @param {CommandSpec[]} specs @returns {MenuItem[]} */
export function menuItems(specs) {
  return specs.map(({ name, usage, does, example = usage, isDefault }) => {
    const typed = isDefault ? '' : name;
    const wanted = usage.slice(typed.length).trim();
    const isWhole = wanted === '' || wanted.startsWith('[');
    return {
      insert: `/papers ${typed}${isWhole || isDefault ? '' : ' '}`,
      rest: isWhole ? '' : example.slice(typed.length).trim(),
      hint: does.charAt(0).toUpperCase() + does.slice(1),
    };
  });
}

/** The commands that what is typed may become; none once it is whole or asks for something. @param {string} text @param {MenuItem[]} items @returns {MenuItem[]} */
export function matching(text, items) {
  const typed = text.toLowerCase().replace(/\s+/g, ' ');
  if (!typed.startsWith('/')) return [];
  const found = items.filter(({ insert }) => insert.startsWith(typed));
  return found.some(({ insert }) => insert === typed && typed !== '/papers ') ? [] : found;
}

/** Whether Enter should complete instead of send: `/pa` is no command yet. @param {string} text */
const isUnfinished = (text) => '/papers'.startsWith(text.toLowerCase()) && text.length < '/papers'.length;
