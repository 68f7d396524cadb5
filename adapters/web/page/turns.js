// @ts-check
/** Tabs of one browser that are opened at once take turns with what gives the browser a cookie: each would get one of its own. */

const NAME = 'paperboy cookies';
/** How long a tab waits for its turn. */
const PATIENCE_MS = 3000;

/**
 * Does the work while no other tab does its own, or after a while anyway. Browsers have such locks only where the page comes from
 * this machine or by HTTPS.
 * @template T @param {() => Promise<T>} work @returns {Promise<T>}
 */
export async function inTurn(work) {
  /** @type {LockManager | undefined} */
  const locks = navigator.locks;
  /** @type {Promise<T> | undefined} */
  let begun;
  const signal = AbortSignal.timeout(PATIENCE_MS);
  // What goes wrong in the work itself is told below.
  await locks?.request(NAME, { signal }, () => (begun = work())).catch(() => {});
  return begun ?? work();
}
