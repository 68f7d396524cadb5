// @ts-check
/** Sends what a person writes or presses, adds the answers to the log, and offers to retry what failed. */
import { ask, newMark, press, say } from './api.js';
import { isCommand } from './commands.js';
import { renderMessage } from './render.js';

/** @import { ButtonAction } from '../../../src/model/message.ts' */
/** @import { Shown } from '../conversation.ts' */
/** @import { Press } from './actions.js' */
/** @import { Log } from './log.js' */
/** @import { Room } from './room.js' */

/** @param {{ log: Log, receive: (entries: Shown[], own?: boolean) => void }} to */
export function createSending({ log, receive }) {
  /** A repeated attempt has the same mark, so that the server does it once. @param {Room} room @param {string} text */
  function send(room, text) {
    const mark = newMark();
    const waiting = room.wait(text, mark);
    log.grow(() => waiting.article, true);
    const attempt = async () => {
      try {
        const outcome = await (isCommand(text) ? ask : say)(room.channel, text, mark);
        room.settle(mark);
        receive(outcome.entries);
      } catch (thrown) {
        waiting.fail(thrown, attempt);
      }
    };
    attempt();
  }

  /** @param {Room} room @param {ButtonAction} act @param {string} mark @returns {ReturnType<Press>} */
  async function pressIn(room, act, mark) {
    const { entries, aside } = await press(room.channel, act, mark);
    receive(entries, true);
    if (aside === undefined) return undefined;
    log.announce(aside.summary);
    const nodes = renderMessage(aside, (next, nextMark) => pressIn(room, next, nextMark));
    return { summary: aside.summary, nodes };
  }

  return { send, pressIn };
}
