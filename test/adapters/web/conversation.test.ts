import { expect, test } from 'vitest';
import { createConversation } from '../../../adapters/web/conversation.ts';
import type { Entry } from '../../../adapters/web/entry.ts';
import { createHistory } from '../../../adapters/web/history.ts';
import { silent } from '../../delivery/world.ts';
import { createCommandService } from '../scripted-service.ts';
import { createShelves } from '../shelves.ts';

test.each(['a', undefined])(
  'an answer that is stored only after it was shown stands once in the history, with the key %s',
  async (nonce) => {
    const { shelf } = createShelves();
    const slow = shelf<Entry>('m');
    const { merge } = slow;
    const gate = Promise.withResolvers<void>();
    slow.merge = async (entries, join) => {
      await gate.promise;
      return merge(entries, join);
    };
    const history = createHistory({
      ...{ shelf: slow, numbers: shelf('n'), clock: () => 1, log: silent },
      added: () => {},
    });
    await history.load();
    const conversation = createConversation({
      ...{ service: createCommandService(), history, log: silent },
      storedMs: 1,
    });
    const person = { id: 'u1', name: 'Ada' };
    const channel = { key: 'general', name: 'general', addedAt: 0 };
    const shown = (await conversation.ask({ channel, person, nonce, text: 'lora' })).entries;
    expect(JSON.stringify(shown[1]?.message)).toContain('may not have been stored');
    gate.resolve();
    await history.refresh();
    const { entries } = history.page('general', person.id, 9);
    expect(entries.map(({ id }) => id)).toEqual(shown.map(({ id }) => id));
    // A page takes the form with the higher number.
    for (const [at, { seq }] of entries.entries()) expect(seq).toBeGreaterThan(shown[at]?.seq ?? seq);
  },
);
