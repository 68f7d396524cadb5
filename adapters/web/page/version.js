// @ts-check
/** Compares the page's version with the server's, and has a page of another version loaded again once nothing in it is in use. */
import { makeButton } from './dom.js';

/** As the path of this file says; undefined where it was read without one. */
const VERSION = /\/files-(\w+)\//.exec(import.meta.url)?.[1];
/** How often a page in use is looked at. */
const LOOK_MS = 2000;
let isWaiting = false;

/**
 * @param {string} version the server's
 * @param {() => boolean} isInUse whether a reload would take away what is being written
 * @param {(words: string, button: HTMLElement) => void} say
 */
export function meetVersion(version, isInUse, say) {
  if (VERSION === undefined || isWaiting) return;
  if (version === VERSION) return forgetReloads();
  isWaiting = true;
  const button = makeButton({ class: 'bare' }, reload, 'Reload now');
  if (isInUse()) say("Paperboy was updated. This page reloads when you've finished writing.", button);
  reloadOnceFree(isInUse);
}

/** @param {() => boolean} isInUse */
function reloadOnceFree(isInUse) {
  if (!isInUse()) return reload();
  setTimeout(() => reloadOnceFree(isInUse), LOOK_MS);
}

/** `reload.js` does it. */
function reload() {
  window.dispatchEvent(new Event('outdated'));
}

function forgetReloads() {
  try {
    sessionStorage.removeItem('paperboy reloads');
  } catch {
    // A browser that stores nothing.
  }
}
