// @ts-check
/** The commands that the message box offers: what is typed comes in, what it could become goes out. */

/**
 * @typedef {object} Command
 * @property {string} insert what is written into the box; one that ends in a space wants more
 * @property {string} rest what follows, as a hint
 * @property {string} hint
 */

/** @type {Command[]} */
export const COMMANDS = [
  { insert: '/papers ', rest: 'words', hint: 'Find papers by words or a "phrase"' },
  { insert: '/papers today', rest: '', hint: 'The newest digest' },
  { insert: '/papers date ', rest: '2025-12-12', hint: 'The digest of a day' },
  { insert: '/papers subscribe ', rest: 'words', hint: 'Get matching papers in this channel every day' },
  { insert: '/papers unsubscribe ', rest: 'words, #2 or all', hint: 'Stop following a topic' },
  { insert: '/papers topics', rest: '', hint: 'What this channel follows' },
  { insert: '/papers preview', rest: '', hint: 'The next post, as it would be now' },
  { insert: '/papers schedule ', rest: 'weekdays 09:00', hint: 'When the post comes' },
  { insert: '/papers limit ', rest: '10', hint: 'How many papers a post has' },
  { insert: '/papers order ', rest: 'votes, relevance or date', hint: 'Which papers come first' },
  {
    insert: '/papers abstracts ',
    rest: 'on or off',
    hint: 'Posts with the first sentences, or titles alone',
  },
  { insert: '/papers quiet ', rest: 'on or off', hint: 'One line on days when nothing comes' },
  { insert: '/papers pause', rest: '', hint: 'No posts for a while' },
  { insert: '/papers resume', rest: '', hint: 'Posts again' },
  { insert: '/papers status', rest: '', hint: 'Last post, next post, and why it was silent' },
  { insert: '/papers why ', rest: 'id', hint: 'Why a paper came, or did not' },
  { insert: '/papers save ', rest: 'id', hint: 'Keep a paper on your reading list' },
  { insert: '/papers unsave ', rest: 'id', hint: 'Take a paper off your reading list' },
  { insert: '/papers saved', rest: '', hint: 'Your reading list' },
  { insert: '/papers cite ', rest: 'id', hint: 'BibTeX for a paper' },
  { insert: '/papers help', rest: '', hint: 'Everything Paperboy understands' },
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
