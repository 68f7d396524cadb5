// @ts-check
/** Completes the commands that the message box offers. */

/**
 * @typedef {object} Command
 * @property {string} insert what is written into the box; one that ends in a space wants more
 * @property {string} rest what follows, as a hint
 * @property {string} hint
 */

/** @type {Command[]} */
export const COMMANDS = [
  { insert: '/papers ', rest: 'words', hint: 'Search by words or a "phrase"' },
  { insert: '/papers today', rest: '', hint: 'Show the newest digest' },
  { insert: '/papers date ', rest: '2025-12-12', hint: 'Show the digest for a day' },
  { insert: '/papers subscribe ', rest: 'words', hint: 'Post matching papers in this channel every day' },
  { insert: '/papers unsubscribe ', rest: 'words, #2 or all', hint: 'Unsubscribe from topics' },
  { insert: '/papers topics', rest: '', hint: 'List the topics of this channel' },
  { insert: '/papers preview', rest: '', hint: 'Preview the next post' },
  { insert: '/papers schedule ', rest: 'weekdays 09:00', hint: 'Set when posts arrive' },
  { insert: '/papers limit ', rest: '10', hint: 'Set how many papers a post shows' },
  { insert: '/papers order ', rest: 'votes, relevance or date', hint: 'Set which papers come first' },
  {
    insert: '/papers abstracts ',
    rest: 'on or off',
    hint: 'Show the first sentences in posts, or titles only',
  },
  { insert: '/papers quiet ', rest: 'on or off', hint: 'Post one line on days without papers, saying why' },
  { insert: '/papers pause', rest: '', hint: 'Stop posting until resumed' },
  { insert: '/papers resume', rest: '', hint: 'Start posting again' },
  { insert: '/papers status', rest: '', hint: 'Show the last post, the next post, and the sources' },
  { insert: '/papers why ', rest: 'id', hint: "Explain why a paper was posted here or wasn't" },
  { insert: '/papers save ', rest: 'id', hint: 'Save a paper to your reading list' },
  { insert: '/papers unsave ', rest: 'id', hint: 'Remove a paper from your reading list' },
  { insert: '/papers saved', rest: '', hint: 'Show your reading list' },
  { insert: '/papers cite ', rest: 'id', hint: 'Get the BibTeX entry of a paper' },
  { insert: '/papers help', rest: '', hint: 'Show all commands' },
];

/** @param {string} text */
export const isCommand = (text) => /^\s*\/papers(?=\s|$)/i.test(text);

/** The commands that what is typed may become; none once it is whole or asks for something. @param {string} text @returns {Command[]} */
export function matching(text) {
  const typed = text.toLowerCase().replace(/\s+/g, ' ');
  if (!typed.startsWith('/')) return [];
  const found = COMMANDS.filter(({ insert }) => insert.startsWith(typed));
  return found.some(({ insert }) => insert === typed && typed !== '/papers ') ? [] : found;
}

/** Whether Enter should complete instead of send: `/pa` is no command yet. @param {string} text */
export const isUnfinished = (text) =>
  '/papers'.startsWith(text.toLowerCase()) && text.length < '/papers'.length;
