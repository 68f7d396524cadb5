/** The sentences that the adapter itself says to people. */
import type { Reply } from '../../src/model/message.ts';

export const EXPIRED = lineFor('This button has expired. Run the command again.');
export const NO_LINKS = lineFor(
  "That message doesn't link to a paper. To search by words, type `/papers` and what you are looking for.",
);

function lineFor(text: string): Reply {
  return { audience: 'person', summary: text, blocks: [{ kind: 'text', line: [{ text }] }], actions: [] };
}
