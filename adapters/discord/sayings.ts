/** What is said to people by the adapter itself, where the desk is not asked. */
import type { Reply } from '../../src/model/message.ts';

export const PERMISSION =
  'That changes what this channel gets, and wants the permission Manage Channels: ask someone who has it. Searching is open to everyone.';
export const NO_MEMBER =
  'Paperboy answers you here, but it is no member here and cannot post. Have it added to the server, or write to it directly.';
export const EXPIRED =
  'This button is too old: what it stood for is no longer kept. Nothing was changed; ask again with /papers.';
export const STALE = 'This is too old: it came in more than 15 minutes late. Nothing was changed; ask again.';
export const FAILED = 'That did not work, and nothing was changed. Try again in a moment.';

export function lineFor(text: string): Reply {
  return { audience: 'person', summary: text, blocks: [{ kind: 'text', line: [{ text }] }], actions: [] };
}
