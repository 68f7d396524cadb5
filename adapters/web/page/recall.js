// @ts-check
/** Recalls messages sent before, newest last; the browser keeps them. */

const PLACE = 'paperboy sent';
const REMEMBERED = 50;

export function createRecall() {
  /** @type {string[]} */
  let sent = load();
  /** Where in `sent` the box is; its length when the box holds something new. */
  let at = sent.length;

  /** @param {string} text */
  const isHere = (text) => text === '' || text === sent[at];

  return {
    /** @param {string} text */
    add(text) {
      sent = [...sent.filter((other) => other !== text), text].slice(-REMEMBERED);
      at = sent.length;
      save(sent);
    },
    /** @param {string} text @returns {string | undefined} */
    older(text) {
      if (!isHere(text)) return undefined;
      if (text === '') at = sent.length;
      if (at === 0) return undefined;
      at -= 1;
      return sent[at];
    },
    /** @param {string} text @returns {string | undefined} */
    newer(text) {
      if (text === '' || !isHere(text)) return undefined;
      at += 1;
      return sent[at] ?? '';
    },
  };
}

/** @returns {string[]} */
function load() {
  try {
    const kept = JSON.parse(localStorage.getItem(PLACE) ?? '[]');
    return Array.isArray(kept) ? kept.filter((text) => typeof text === 'string') : [];
  } catch {
    return [];
  }
}

/** Without storage (a private window), it is remembered while the page is open. @param {string[]} sent */
function save(sent) {
  try {
    localStorage.setItem(PLACE, JSON.stringify(sent));
  } catch {}
}
