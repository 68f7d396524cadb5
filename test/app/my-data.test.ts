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

  it('names marks that are kept for the Undo of a taste reset as such', async () => {
    const reset = await world.app.service.ask({ place: general, person: bob, text: 'taste reset now' });
    const line = 'marks, saves and shares that a taste reset deleted, kept for its Undo: 1';
    const words = wordsOf(await world.ask('my-data'));
    expect(wordsOf(reset)).toContain('Forgot 2 signals');
    expect(words).toContain(line);
    const forgot = await world.press(actionOf(await world.ask('my-data forget'), 'Delete all of it'));
    expect(wordsOf(forgot)).toContain(line);
    expect(wordsOf(await world.ask('my-data'))).toBe('Nothing is stored about you.');
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

  it('is read once for all pages of an export, whatever is stored meanwhile', async () => {
    await world.ask(`note #1 read ${'soon '.repeat(90)}`);
    for (const topic of ['ants', 'bees', 'cats', 'dogs', 'elks']) await world.ask(`subscribe ${topic}`);
    const page = await world.ask('export my data');
    const whole = /of [\d,]+ characters/.exec(wordsOf(page))?.[0] ?? 'all';
    await world.ask('note #1 read by Sunday');
    for (let time = 0; time < 20; time++)
      expect(wordsOf(await world.press(actionOf(page, 'Show more')))).toContain(whole);
    const now = wordsOf(await world.ask('export my data'));
    expect(now).toMatch(/of [\d,]+ characters/);
    expect(now).not.toContain(whole);
  });

  it('is not looked for again and again within a minute, and that is told', async () => {
    for (let time = 0; time < 6; time++) await world.ask('my-data');
    for (const text of ['my-data', 'export my data', 'forget me'])
      expect(wordsOf(await world.ask(text))).toMatch(/Try again in \d+ seconds/);
    const bobs = await world.app.service.ask({ place: general, person: bob, text: 'my-data' });
    expect(wordsOf(bobs)).toContain('papers on reading lists: 1');
  });

  it.each(['', 'x'])(
    'is cut between characters, wherever one of two units stands: after "%s"',
    async (before) => {
      const note = before + '😀'.repeat(3_000);
      const exportText = async () => JSON.stringify({ notes: [note] });
      const people = { subjectOf: () => ({ id: ada.id }), exportText };
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
