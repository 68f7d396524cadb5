// @ts-check
/** Shows a list of papers in place of the log: what a search found, or the reading list. Nothing of it is kept in the log. */
import { actionRow, failure } from './buttons.js';
import { byId, make, makeButton } from './dom.js';
import { renderMessage } from './message.js';

/** @import { Block, ButtonAction, Message } from '../../../src/model/message.ts' */
/** @import { Tools } from './message.js' */

/** What is asked for next, at the end of a page. @type {ReadonlySet<string>} */
const PAGES = new Set(['search', 'saved']);

/**
 * @param {{ ask: (act: ButtonAction) => Promise<Message | undefined>, announce: (words: string) => void, back: () => void }} to
 * `ask` gives the answer that is for this person alone
 */
export function createResults(to) {
  const list = byId('results');
  const log = byId('log');
  /** What is shown, as its first request. */
  let shown = '';
  /** Where the log was before it was hidden. */
  let left = { channel: '', scrollTop: 0 };

  /** @param {ButtonAction} act @param {Tools} tools @param {Element} after */
  async function add(act, tools, after) {
    const state = make('p', { class: 'waiting' }, 'Searching', make('i', { 'aria-hidden': 'true' }));
    const hadFocus = after.contains(document.activeElement);
    after.replaceWith(state);
    const request = shown;
    try {
      const message = await to.ask(act);
      if (message === undefined || request !== shown) return;
      const next = message.actions.find(({ act: one }) => PAGES.has(one.do) && 'from' in one && one.from > 0);
      const others = message.actions.filter((action) => action !== next);
      const [heading, ...blocks] = message.blocks;
      // What can be done with the whole search stands at its top.
      const top = act.do === 'search' && act.from > 0 ? [] : [actionRow(others, tools.press)];
      const more = make('div', { class: 'more' });
      if (next !== undefined)
        more.append(makeButton({ class: 'button' }, () => add(next.act, tools, more), next.label));
      const shownBlocks = (/** @type {Block[]} */ some) =>
        renderMessage({ ...message, blocks: some, actions: [] }, tools);
      const nodes = [...shownBlocks(heading ? [heading] : []), ...top, ...shownBlocks(blocks)];
      state.replaceWith(...nodes, more);
      const [title] = nodes.flatMap((node) =>
        node instanceof Element ? [...node.querySelectorAll('.title a')] : [],
      );
      // The button that was pressed is gone, and nothing else was chosen meanwhile.
      if (hadFocus && document.activeElement === document.body && title instanceof HTMLElement) title.focus();
      to.announce(message.summary);
    } catch (thrown) {
      const failed = failure(thrown, () => add(act, tools, failed));
      state.replaceWith(failed);
    }
  }

  return {
    /** Shows the papers that a request asks for; undefined shows the log again. @param {ButtonAction | undefined} act @param {Tools} tools @param {string} channel */
    show(act, tools, channel) {
      const request = act === undefined ? '' : JSON.stringify([channel, act]);
      if (!log.hidden) left = { channel, scrollTop: log.scrollTop };
      const hadFocus = list.contains(document.activeElement);
      list.hidden = act === undefined;
      log.hidden = act !== undefined;
      // What is hidden forgets how far it was scrolled.
      if (act === undefined && shown !== '' && left.channel === channel) log.scrollTop = left.scrollTop;
      if (act === undefined && hadFocus) log.focus({ preventScroll: true });
      if (request === shown) return;
      shown = request;
      if (act === undefined) return list.replaceChildren();
      const first = make('p');
      const back = makeButton({ class: 'bare back' }, to.back, `← Back to ${channel}`);
      list.replaceChildren(back, first);
      list.scrollTop = 0;
      add(act, tools, first);
    },
  };
}
