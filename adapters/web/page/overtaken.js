// @ts-check
/** Answers may come in another order than they were asked for: one that the answer to a later request has overtaken no longer counts. */

/**
 * A function to call with each request; what it returns is called with the answer, and tells whether that was overtaken.
 * @returns {() => () => boolean}
 */
export function createOrder() {
  let asked = 0;
  let answered = 0;
  return () => {
    const own = ++asked;
    return () => {
      if (own < answered) return true;
      answered = own;
      return false;
    };
  };
}
