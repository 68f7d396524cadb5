// @ts-check
/** Asks how the reader marked the papers on new cards, once for all cards that are shown in one moment. */

/** @import { Mark } from '../../../src/model/mark.ts' */

/** Has `show` called with the mark of a paper, where it is marked. @typedef {(id: string, show: (as: Mark) => void) => void} Marked */

/** Papers of one request. */
const AT_ONCE = 200;

/** @param {(ids: string[]) => Promise<Record<string, Mark>>} ask @returns {Marked} */
export function createMarked(ask) {
  /** @type {Map<string, ((as: Mark) => void)[]>} */
  let waiting = new Map();

  async function send() {
    const shown = waiting;
    waiting = new Map();
    const ids = [...shown.keys()];
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      // Without an answer no mark is shown: a press says how it stands.
      const marks = await ask(ids.slice(at, at + AT_ONCE)).catch(() => ({}));
      for (const [id, as] of Object.entries(marks)) for (const show of shown.get(id) ?? []) show(as);
    }
  }

  return (id, show) => {
    if (waiting.size === 0) setTimeout(send);
    waiting.set(id, [...(waiting.get(id) ?? []), show]);
  };
}
