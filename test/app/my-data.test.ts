import { beforeEach, describe, expect, it } from 'vitest';
import { myDataPage } from '../../src/commands/my-data.ts';
import type { Message } from '../../src/model/message.ts';
import {
  type AppWorld,
  actionOf,
  ada,
  createAppWorld,
  digestOf,
  general,
  paperOf,
  wordsOf,
} from './world.ts';

const bob = { id: 'u2', name: 'Bob' };
const codeOf = (message: Message) =>
  message.blocks.flatMap((block) => (block.kind === 'code' ? [block.text] : [])).join('');

let world: AppWorld;
beforeEach(async () => {
  world = await createAppWorld();
  const paper = paperOf('Low rank adapters');
  world.digests = [digestOf('2026-11-23', paper)];
  await world.tick('2026-11-23T08:30:00Z');
  await world.ask(`save ${paper.id}`);
  await world.ask('note #1 read by Friday');
  await world.ask('subscribe adapters');
  await world.app.service.ask({ place: general, person: bob, text: `save ${paper.id}` });
});

describe('what is stored about a person', () => {
  it('is told by kind, and is nothing for who did nothing', async () => {
    const words = wordsOf(await world.ask('my-data'));
    expect(words).toContain('papers on reading lists: 1');
    expect(words).toContain('the name, in what others share');
    const carol = { id: 'u3', name: 'Carol' };
    const none = await world.app.service.ask({ place: general, person: carol, text: 'my-data' });
    expect(wordsOf(none)).toBe('Nothing is stored about you.');
  });

  it('comes as JSON, in pages that fit a message', async () => {
    const first = await world.ask('export my data');
    let json = codeOf(first);
    let page: Message = first;
    while (page.actions.length > 0) {
      page = await world.press(actionOf(page, 'Show more'));
      json += codeOf(page);
    }
    const stored = JSON.parse(json) as Record<string, { person?: string; note?: string }[]>;
    expect(stored['papers on reading lists']).toMatchObject([{ person: ada.id, note: 'read by Friday' }]);
    expect(json).not.toContain('Bob');
  });

  it.each(['', 'x'])(
    'is cut between characters, wherever one of two units stands: after "%s"',
    async (before) => {
      const note = before + '😀'.repeat(3_000);
      const people = { subjectOf: () => ({ id: ada.id }), export: async () => ({ notes: [note] }) };
      const read = (from: number) =>
        myDataPage(from, { place: general, person: ada } as never, { people } as never);
      const first = await read(0);
      expect(codeOf(first).isWellFormed()).toBe(true);
      const act = actionOf(first, 'Show more');
      expect(act.do === 'my-data' && codeOf(await read(act.from))).toMatch(/^😀/u);
    },
  );

  it('is deleted by a button alone, and what others share stays without the name', async () => {
    const asked = await world.ask('forget me');
    expect(wordsOf(asked)).toContain('would be deleted');
    expect(wordsOf(await world.ask('saved'))).toContain('Low rank adapters');
    const done = await world.press(actionOf(asked, 'Delete all of it'));
    expect(wordsOf(done)).toContain('papers on reading lists: 1');
    expect(wordsOf(await world.ask('saved'))).not.toContain('Low rank adapters');
    expect(wordsOf(await world.ask('my-data'))).toBe('Nothing is stored about you.');
    const bobs = await world.app.service.ask({ place: general, person: bob, text: 'saved' });
    expect(wordsOf(bobs)).toContain('Low rank adapters');
    expect(world.app.channels.topics(general.id)).toMatchObject([
      { query: 'adapters', by: { name: 'someone' } },
    ]);
  });

  it('of their own conversation goes with its topics', async () => {
    const own = { id: 'test:t:~ada', name: 'direct message', direct: true as const };
    await world.ask('subscribe adapters', own);
    await world.press(actionOf(await world.ask('forget me', own), 'Delete all of it'), own);
    expect(world.app.channels.get(own.id)).toBeUndefined();
    expect(world.app.channels.topics(general.id)).toHaveLength(1);
  });
});
