// @ts-check
/** Tells of new entries: one line for screen readers, and a count in the title while the page is out of sight. */

/** @import { Shown } from '../conversation.ts' */
/** @import { Log } from './log.js' */

/** @param {Log} log */
export function createNews(log) {
  /** @type {Set<string>} */
  const told = new Set();
  let unseen = 0;
  let channel = '';

  function draw() {
    const count = unseen === 0 ? '' : `(${unseen}) `;
    document.title = channel === '' ? 'Paperboy' : `${count}#${channel} · Paperboy`;
  }

  return {
    /** Once for each entry, by whichever way it came. @param {Shown} entry */
    tell(entry) {
      if (entry.author?.you === true || told.has(entry.id)) return;
      told.add(entry.id);
      if (document.visibilityState === 'hidden') unseen += 1;
      const words = entry.message?.summary ?? `${entry.author?.name}: ${entry.text}`;
      log.announce(entry.channel === channel ? words : `#${entry.channel}: ${words}`);
      draw();
    },
    /** Everything in this channel is in sight now. @param {string} name */
    seen(name) {
      channel = name;
      unseen = 0;
      draw();
    },
  };
}
