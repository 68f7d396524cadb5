// @ts-check
/** How far each channel was read in this browser. */

const PLACE = 'paperboy read ';

/** The newest `seq` that was seen there; undefined for a channel never opened. @param {string} channel */
export function readUpTo(channel) {
  try {
    const kept = localStorage.getItem(PLACE + channel);
    return kept === null ? undefined : Number(kept) || 0;
  } catch {
    return undefined;
  }
}

/** @param {string} channel @param {number} seq */
export function markRead(channel, seq) {
  try {
    localStorage.setItem(PLACE + channel, String(seq));
  } catch {}
}
