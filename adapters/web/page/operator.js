// @ts-check
/** Makes this browser that of whoever runs Paperboy, where the address has the code of the terminal's link. */
import { takeCode } from './address.js';
import { admit } from './api.js';
import { problemOf } from './fields.js';
import { inTurn } from './turns.js';

/** @param {(words: string) => () => void} say shows a notice, and returns what takes it back @returns {() => Promise<void>} */
export function createOperator(say) {
  let takeBack = () => {};
  return async () => {
    const code = takeCode();
    if (code === undefined) return;
    try {
      await inTurn(() => admit(code));
      takeBack();
    } catch (thrown) {
      takeBack = say(problemOf(thrown));
    }
  };
}
