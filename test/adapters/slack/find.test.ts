import { describe, expect, it } from 'vitest';
import type { Client } from '../../../adapters/slack/api.ts';
import { findMessage } from '../../../adapters/slack/find.ts';

const sought = { key: 'k', blockId: 'post-k' };
const part = { key: 'k #2', blockId: 'post-k2', first: { key: 'k', blockId: 'post-k' } };
const NOW = 1_700_000_000_000;

/** Gives these pages in turn, of the channel and of any thread, and notes what was asked. */
function clientOf(history: unknown[], replies: unknown[] = []) {
  const asked: Record<string, unknown>[] = [];
  const give = (pages: unknown[]) => async (question: Record<string, unknown>) => {
    asked.push(question);
    return pages.shift();
  };
  const client = { conversations: { history: give(history), replies: give(replies) } } as unknown as Client;
  return { client, asked };
}

describe('a post that is sought', () => {
  it('is found past a page that says there is more but not where', async () => {
    const { client, asked } = clientOf([
      { messages: [{ ts: '5.0' }, { ts: '4.0' }], has_more: true },
      { messages: [{ ts: '3.0', blocks: [{ block_id: 'post-k' }] }] },
    ]);
    expect(await findMessage(client, 'C1', sought, NOW)).toBe('3.0');
    expect(asked[1]).toMatchObject({ latest: '4.0' });
  });

  it('is uncertain when there is more and no way to it', async () => {
    const { client } = clientOf([
      { messages: [{ ts: '4.0' }], has_more: true },
      { messages: [{ ts: '4.0' }], has_more: true },
    ]);
    await expect(findMessage(client, 'C1', sought, NOW)).rejects.toMatchObject({ code: 'uncertain' });
    const { client: empty } = clientOf([{ messages: [], has_more: true }]);
    await expect(findMessage(empty, 'C1', sought, NOW)).rejects.toMatchObject({ code: 'uncertain' });
  });

  it('is absent when the whole listing lacks it', async () => {
    const { client } = clientOf([{ messages: [{ ts: '4.0' }], has_more: false }]);
    expect(await findMessage(client, 'C1', sought, NOW)).toBeUndefined();
  });
});

describe('a later part that is sought', () => {
  it('is found in the thread of a first part whose metadata is not told', async () => {
    const { client } = clientOf(
      [{ messages: [{ ts: '1.0', reply_count: 1, blocks: [{ block_id: 'post-k' }] }] }],
      [{ messages: [{ ts: '1.0' }, { ts: '2.0', blocks: [{ block_id: 'post-k2' }] }] }],
    );
    expect(await findMessage(client, 'C1', part, NOW)).toBe('2.0');
  });

  it('is absent when its first part has no thread, and unknown when the first part is not there', async () => {
    const there = clientOf([{ messages: [{ ts: '1.0', metadata: { event_payload: { key: 'k' } } }] }]);
    expect(await findMessage(there.client, 'C1', part, NOW)).toBeUndefined();
    const gone = clientOf([{ messages: [{ ts: '1.0' }] }]);
    await expect(findMessage(gone.client, 'C1', part, NOW)).rejects.toMatchObject({ code: 'refused' });
  });
});
