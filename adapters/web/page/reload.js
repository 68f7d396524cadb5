// @ts-check
/**
 * Loads the page again where one of its files is not to be had, as when Paperboy was replaced by another version after the page
 * was read, or at the event `outdated`. Every version has this file at the same path. Each time without success waits longer:
 * while several processes are being replaced, the next answer may be from the one before.
 */
{
  /** The key under which the browser stores how often in a row; `version.js` deletes it. */
  const RELOADS = 'paperboy reloads';
  const WAIT_MS = 1000;
  const LONGEST_WAIT_MS = 30_000;
  /** How often it is taken to have been where the browser stores nothing: so often that the wait is the longest. */
  const MANY = 10;
  let isUnderWay = false;

  function reload() {
    if (isUnderWay) return;
    isUnderWay = true;
    const before = Number(stored()) || 0;
    const wait = before === 0 ? 0 : Math.min(WAIT_MS * 2 ** before, LONGEST_WAIT_MS);
    setTimeout(() => reloadOnceUp(before + 1), wait);
  }

  /** A browser that reaches nobody would show a page of its own, and stay there. @param {number} count */
  async function reloadOnceUp(count) {
    const isUp = await fetch('/health').then(
      ({ ok }) => ok,
      () => false,
    );
    if (!isUp) return void setTimeout(() => reloadOnceUp(count), WAIT_MS);
    try {
      sessionStorage.setItem(RELOADS, String(count));
    } catch {
      // A browser that stores nothing.
    }
    location.reload();
  }

  function stored() {
    try {
      return sessionStorage.getItem(RELOADS);
    } catch {
      return MANY;
    }
  }

  window.addEventListener(
    'error',
    ({ target }) => {
      if (target instanceof HTMLScriptElement || target instanceof HTMLLinkElement) reload();
    },
    true,
  );
  window.addEventListener('outdated', reload);
}
