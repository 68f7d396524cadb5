// @ts-check
/** Turns the commands that the server has into the menu of the message box, and finds those that a text may become. */

/** @import { CommandSpec } from '../../../src/model/command-spec.ts' */

/**
 * @typedef {object} MenuItem
 * @property {string} insert what is written into the box; one that ends in a space wants more
 * @property {string} rest what follows, as a hint
 * @property {string} hint
 */

/** @param {CommandSpec[]} specs @returns {MenuItem[]} */
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

/** @param {string} text */
export const isCommand = (text) => /^\s*\/papers(?=\s|$)/i.test(text);

/** The commands that what is typed may become; none once it is whole or asks for something. @param {string} text @param {MenuItem[]} items @returns {MenuItem[]} */
export function matching(text, items) {
  const typed = text.toLowerCase().replace(/\s+/g, ' ');
  if (!typed.startsWith('/')) return [];
  const found = items.filter(({ insert }) => insert.startsWith(typed));
  return found.some(({ insert }) => insert === typed && typed !== '/papers ') ? [] : found;
}

/** Whether Enter should complete instead of send: `/pa` is no command yet. @param {string} text */
export const isUnfinished = (text) =>
  '/papers'.startsWith(text.toLowerCase()) && text.length < '/papers'.length;
