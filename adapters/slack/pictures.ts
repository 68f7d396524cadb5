/** Sends a message without its pictures where Slack cannot load one of them: it refuses the whole message then. */
import type { KnownBlock } from '@slack/types';
import { refusalOf } from './errors.ts';

/** The same blocks without pictures; undefined where there are none. */
export function withoutPictures(blocks: readonly KnownBlock[]): KnownBlock[] | undefined {
  let found = false;
  const plain = blocks.map((block) => {
    if (block.type !== 'section' || block.accessory?.type !== 'image') return block;
    found = true;
    const { accessory: _, ...text } = block;
    return text;
  });
  return found ? plain : undefined;
}

/** Sends the blocks, and again without pictures when they were refused, so certainly not shown. */
export async function sendBlocks<T>(
  blocks: readonly KnownBlock[],
  send: (blocks: KnownBlock[]) => Promise<T>,
): Promise<T> {
  try {
    return await send([...blocks]);
  } catch (thrown) {
    const plain = isRefused(thrown) ? withoutPictures(blocks) : undefined;
    if (plain === undefined) throw thrown;
    return send(plain);
  }
}

/** https://docs.slack.dev/reference/methods/chat.postMessage#errors */
function isRefused(thrown: unknown): boolean {
  return /^invalid_(?:blocks|blocks_format|attachments)$/.test(refusalOf(thrown) ?? '');
}
