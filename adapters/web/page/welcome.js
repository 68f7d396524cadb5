// @ts-check
/** The beginning of every channel: what this place is, and three commands to try. */
import { make } from './dom.js';

const EXAMPLES = [
  { command: '/papers hyperparameter', hint: 'find papers' },
  { command: '/papers subscribe "continual learning"', hint: 'get them here every day' },
  { command: '/papers help', hint: 'see everything it can do' },
];

/** @param {string} channel @param {(command: string) => void} send */
export function welcome(channel, send) {
  const examples = EXAMPLES.map(({ command, hint }) => {
    const button = make(
      'button',
      { type: 'button', class: 'example' },
      make('code', {}, command),
      make('span', {}, hint),
    );
    button.addEventListener('click', () => send(command));
    return make('li', {}, button);
  });
  return make(
    'section',
    { class: 'welcome', 'aria-label': 'First steps' },
    make('p', { class: 'welcome-title' }, `Welcome to #${channel}`),
    make(
      'p',
      {},
      "Paperboy brings the day's papers here, once a day, and answers whenever you ask. Try one:",
    ),
    make('ul', { class: 'examples' }, ...examples),
  );
}
