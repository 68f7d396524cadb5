/** The sentences that the adapter itself says to people. */
import type { Reply } from '../../src/model/message.ts';

export const PERMISSION =
  'You need the Manage Channels permission to change what is posted here. Nothing was changed. Anyone can search.';
export const NO_MEMBER =
  "Paperboy can answer you here, but it isn't a member here, so it can't post. Add it to the server, or send it a direct message.";
export const EXPIRED = 'This button has expired. Run the command again.';
export const STALE =
  'This request arrived more than 15 minutes late, so nothing was done. Run the command again.';
/** Nothing is known of what was done before it failed, so nothing is claimed. */
export const FAILED =
  'Something went wrong. If you were changing a setting, check whether it was changed before you try again.';
export const UNOPENED = "The settings couldn't be opened. Nothing was changed. Try again in a moment.";
export const UNKNOWN = "Paperboy doesn't have this command anymore. Nothing was changed.";

export function lineFor(text: string): Reply {
  return { audience: 'person', summary: text, blocks: [{ kind: 'text', line: [{ text }] }], actions: [] };
}
