import { beforeEach, describe, expect, it } from 'vitest';
import { type ButtonAction, type Card, type Message, plain } from '../../src/model/message.ts';
import type { Paper } from '../../src/model/paper.ts';
import { openSignals } from '../../src/taste/signals.ts';
import {
  type AppWorld,
  actionOf,
  ada,
  createAppWorld,
  digestOf,
  paperOf,
  titlesOf,
  wordsOf,
} from './world.ts';

let world: AppWorld;
let papers: Paper[];

beforeEach(async () => {
  world = await createAppWorld();
  papers = ['One', 'Two', 'Three'].map((title) =>
    paperOf(title, { authors: ['Ann Lee', 'Bob Ray'], publishedOn: '2026-11-20' }),
  );
  world.digests = [digestOf('2026-11-23', ...papers)];
  await world.tick('2026-11-23T08:30:00Z');
  for (const { id } of papers) await world.ask(`save ${id}`);
});

const ask = async (text: string) => wordsOf(await world.ask(text));
const cardsOf = (message: Message) =>
  message.blocks.flatMap((block): Card[] => (block.kind === 'cards' ? block.cards : []));
const buttonOn = (message: Message, title: string, label: string): ButtonAction => {
  const card = cardsOf(message).find((one) => one.title.some(({ text }) => text === title));
  const act = card?.actions.find((one) => one.label === label)?.act;
  if (act === undefined) throw new Error(`no button ${label} on ${title}`);
  return act;
};
const codeOf = (message: Message) =>
  message.blocks.flatMap((block) => (block.kind === 'code' ? [block.text] : [])).join('\n');

describe('a paper that is done', () => {
  it('stays on the list, apart from those to read, and its number follows', async () => {
    expect(await ask('done #1')).toBe('Marked Three as done. It stays on your reading list.');
    const list = await world.ask('saved');
    expect(wordsOf(list)).toMatch(
      /^Your reading list: 3 papers, 1 done\nTwo.*#1.*\nOne.*#2.*\nDone\nThree.*#3/s,
    );
    expect(titlesOf(list)).toEqual(['Two', 'One', 'Three']);
    world.now += 1_000;
    await world.press(buttonOn(list, 'Two', 'Done'));
    expect(titlesOf(await world.ask('saved'))).toEqual(['One', 'Two', 'Three']);
  });

  it('can be put back, by its button, by undo and by typing', async () => {
    const marked = await world.ask(`done ${papers[0]?.id}`);
    await world.press(actionOf(marked, 'Undo'));
    expect(await ask('saved')).not.toContain('Done');
    await world.ask('done 1, 2');
    const list = await world.ask('saved');
    await world.press(buttonOn(list, 'Two', 'Not done'));
    await world.ask('mark #3 as unread');
    expect(titlesOf(await world.ask('saved'))).toEqual(['Three', 'Two', 'One']);
    expect(await ask('saved')).toMatch(/^Your reading list: 3 papers\n/);
  });

  it('is not shown as one to read on Home', async () => {
    await world.ask('done #1');
    const { saved } = await world.app.service.home({ space: 'test:t', person: ada });
    expect(saved.map(({ title }) => title.map(({ text }) => text).join(''))).toEqual(['Two', 'One']);
  });

  it('must be on the list', async () => {
    expect(await ask('done #4')).toBe("#4 isn't on your reading list.");
    expect(await ask('done')).toContain('needs a paper ID');
    await world.ask(`unsave ${papers[0]?.id}`);
    expect(await ask(`done ${papers[0]?.id}`)).toBe("One isn't on your reading list.");
  });

  it.each(['done deal', 'undone by attention', 'finished products', 'note taking with agents'])(
    'is not meant by the search %j',
    async (typed) => {
      const answer = await ask(typed);
      expect(answer).not.toContain('reading list');
      expect(titlesOf(await world.ask('saved'))).toHaveLength(3);
    },
  );
});

describe('several papers at once', () => {
  it('are named as a range, and done', async () => {
    expect(await ask('done #1-2')).toMatch(/^Marked Three as done.*\nMarked Two as done/);
    expect(await ask('undone 2 to 3')).toMatch(/^Moved .* back .*\nMoved .* back/);
    expect(await ask('done #3-1')).toContain("`#3-1` isn't a range".replaceAll('`', ''));
    expect(await ask('done 1-99')).toContain('range of up to 20');
  });

  it('are all done, which is undone without those that were done before', async () => {
    await world.ask('done #1');
    world.now += 1_000;
    const all = await world.ask('done all');
    expect(wordsOf(all)).toBe('Marked 2 papers as done. They stay on your reading list.');
    expect(wordsOf(await world.press(actionOf(all, 'Undo')))).toContain('Moved 2 papers back');
    expect(await ask('saved')).toMatch(/^Your reading list: 3 papers, 1 done\n/);
    expect(await ask('undone all')).toContain('Moved 1 paper back');
    expect(await ask('undone all')).toContain('Nothing on your reading list is marked as done.');
  });

  it('have one button that takes all of it back, and the list stands as before', async () => {
    await world.ask('note #1 first');
    const removed = await world.ask('unsave #1-2');
    expect(removed.actions.map(({ label }) => label)).toEqual(['Undo all 2']);
    const back = await world.press(actionOf(removed, 'Undo all 2'));
    expect(titlesOf(await world.ask('saved'))).toEqual(['Three', 'Two', 'One']);
    expect(await ask('saved')).toContain('Note: first');
    expect(back.actions.map(({ label }) => label)).toEqual(['Remove all 2', 'Reading list']);
    const marked = await world.ask('done #1-3');
    expect(marked.actions.map(({ label }) => label)).toEqual(['Undo all 3']);
    await world.press(actionOf(marked, 'Undo all 3'));
    expect(await ask('saved')).toMatch(/^Your reading list: 3 papers\n/);
  });

  it('are all removed once that is confirmed for as many as there are', async () => {
    const asked = await world.ask('unsave all');
    expect(wordsOf(asked)).toContain('Remove all 3 papers from your reading list, with your notes?');
    await world.ask('unsave #1');
    expect(wordsOf(await world.press(actionOf(asked, 'Remove 3 papers')))).toContain('Remove all 2 papers');
    expect(titlesOf(await world.ask('saved'))).toHaveLength(2);
    const again = await world.ask('clear my reading list');
    const signals = openSignals(world.store);
    expect(await signals.of({ person: ada.id })).toHaveLength(2);
    expect(wordsOf(await world.press(actionOf(again, 'Remove 2 papers')))).toContain('It is empty now.');
    expect(await signals.of({ person: ada.id })).toEqual([]);
    expect(await ask('unsave all')).toBe('Your reading list is empty.');
  });
});

describe('a note', () => {
  it('is written by number or ID, shown on the list, changed and removed', async () => {
    expect(await ask('note 2 read section 3 first')).toBe('Your note on Two: read section 3 first');
    expect(await ask('saved')).toMatch(/Two.*#2 {2}Note: read section 3 first/);
    await world.ask(`note ${papers[1]?.id}: skip the proofs`);
    expect(await ask('note #2')).toMatch(/^Your note on Two: skip the proofs\n.*\/papers note #2 <text>/);
    expect(await ask('note on #2: again')).toBe('Your note on Two: again');
    expect(await ask('clear note 2')).toBe('Removed your note on Two.');
    await world.ask('note 2 again');
    expect(await ask('note #2 none')).toBe('Removed your note on Two.');
    expect(await ask('note #2')).toContain('You have no note on Two.');
  });

  it('is written and shown by buttons, which forms use', async () => {
    const list = await world.ask('saved');
    const act = buttonOn(list, 'Two', 'Note');
    expect(wordsOf(await world.press(act))).toContain('You have no note on Two.');
    if (act.do !== 'note') throw new Error('it is no note');
    await world.press({ ...act, note: ' see <!channel> ' });
    expect(await world.app.service.savedNote({ person: ada, id: act.id })).toBe('see <!channel>');
    expect(cardsOf(await world.ask('saved'))[1]?.note).toBe('see <!channel>');
    await world.press({ ...act, note: '' });
    expect(await world.app.service.savedNote({ person: ada, id: act.id })).toBe('');
    expect(await world.app.service.savedNote({ person: ada, id: 'elsewhere' })).toBeUndefined();
  });

  it('is nobody else’s', async () => {
    await world.ask('note 1 mine');
    const ben = { id: 'u2', name: 'Ben' };
    const place = { id: 'test:t:general', name: '#general' };
    await world.app.service.ask({ place, person: ben, text: `save ${papers[2]?.id}` });
    expect(wordsOf(await world.app.service.ask({ place, person: ben, text: 'saved' }))).not.toContain('mine');
  });

  it('that is too long is refused, and the old one stays', async () => {
    await world.ask('note 1 short');
    expect(await ask(`note 1 ${'x'.repeat(501)}`)).toContain('too long: 501 characters');
    expect(await ask('note 1')).toContain('short');
    expect(await ask(`note 1 ${'👩🏽‍🔬'.repeat(501)}`)).toContain('too long: 501 characters');
    expect(await ask(`note 1 ${'👩🏽‍🔬'.repeat(500)}`)).toContain('Your note on Three: 👩🏽‍🔬');
    await world.ask('note 1 short');
    const long = await world.press({ do: 'note', id: papers[2]?.id ?? '', note: 'word '.repeat(110) });
    expect(long.summary).toBe(
      'Nothing was changed. That note is too long: 549 characters. A note can have up to 500.',
    );
    expect(codeOf(long)).toBe('word '.repeat(110).trim());
    expect(await ask('note')).toContain('Which paper?');
    expect(await ask('note 9 hello')).toBe("9 isn't on your reading list.");
  });
});

it('a removed paper comes back with its note and as it was, when that is undone', async () => {
  await world.ask('note 1 to keep');
  await world.ask('done 1');
  const removed = await world.ask('unsave #3');
  expect(wordsOf(removed)).toBe('Removed Three from your reading list.');
  await world.press(actionOf(removed, 'Undo'));
  const list = await ask('saved');
  expect(list).toContain('1 done');
  expect(list).toMatch(/Done\nThree.*to keep/);
});

describe('all of the list for other programs', () => {
  it('is BibTeX with an entry for each paper and no key twice, in the order of the list', async () => {
    const twin = paperOf('Three', { authors: ['Ann Lee'], publishedOn: '2026-11-21', id: '2611.90001' });
    world.digests = [digestOf('2026-11-24', twin)];
    await world.tick('2026-11-24T08:30:00Z');
    await world.ask(`save ${twin.id}`);
    const all = codeOf(await world.ask('saved bibtex'));
    const keys = [...all.matchAll(/@misc\{(.*),/g)].map(([, key]) => key);
    expect(keys.slice(0, 2)).toEqual(['lee2026three', 'lee2026threea']);
    expect(new Set(keys).size).toBe(4);
    expect(all.indexOf(twin.id)).toBeLessThan(all.indexOf(papers[2]?.id ?? ''));
  });

  it('is RIS with the notes', async () => {
    await world.ask('note 1 read it');
    const all = codeOf(await world.ask('saved as ris'));
    expect(all.match(/^TY {2}- /gm)).toHaveLength(3);
    expect(all.match(/^ER {2}- $/gm)).toHaveLength(3);
    expect(all).toContain('N1  - read it');
  });

  it('comes in pages, which together hold each paper once', async () => {
    const more = Array.from({ length: 30 }, (_, at) => paperOf(`Work number ${at} on long words`));
    world.digests = [digestOf('2026-11-24', ...more)];
    await world.tick('2026-11-24T08:30:00Z');
    for (const { id } of more) await world.ask(`save ${id}`);
    const seen: string[] = [];
    let page = await world.press(actionOf(await world.ask('saved'), 'BibTeX of all'));
    for (;;) {
      expect(codeOf(page).length).toBeLessThanOrEqual(3_000);
      seen.push(...[...codeOf(page).matchAll(/eprint = \{(.*)\}/g)].map(([, id]) => id ?? ''));
      const next = page.actions.find(({ label }) => label.startsWith('Show more'));
      if (next === undefined) break;
      page = await world.press(next.act);
    }
    expect(seen).toHaveLength(33);
    expect(new Set(seen).size).toBe(33);
    const file = await world.app.service.savedAs({ person: ada, as: 'bibtex' });
    expect('text' in file && file.text.match(/@misc/g)).toHaveLength(33);
  });

  it.each([
    ['export my reading list', 'BibTeX of your'],
    ['export my library to zotero', 'RIS of your'],
    ['bibtex of my reading list', 'BibTeX of your'],
    ['saved bib', 'BibTeX of your'],
  ])('is asked for as %j', async (typed, heading) => {
    expect(await ask(typed)).toContain(heading);
  });

  it('is nothing where the list is empty', async () => {
    await world.ask('unsave #1 #2 #3');
    expect(await ask('saved ris')).toBe('Your reading list is empty.');
  });
});

describe('a paper on the list whose record is damaged', () => {
  beforeEach(async () => {
    await world.store.shelf('papers').set(papers[1]?.id ?? '', { title: 5 });
    await world.restart();
    await world.ask('note 2 about scaling');
  });

  it('is counted, named with its number and its note, and can be removed by its button', async () => {
    const list = await world.ask('saved');
    const { id } = papers[1] ?? { id: '' };
    expect(titlesOf(list)).toEqual(['Three', 'One']);
    expect(wordsOf(list)).toMatch(/^Your reading list: 3 papers\nThree.*#1\nOne.*#3\n/);
    expect(wordsOf(list)).toContain("1 paper couldn't be shown, because its record in the store is missing");
    expect(wordsOf(list)).toContain(`#2 ${id}  Note: about scaling`);
    await world.press(actionOf(list, 'Remove #2'));
    expect(await ask('saved')).toMatch(/^Your reading list: 2 papers\n(?!.*couldn't)/s);
  });

  it('is counted on Home too', async () => {
    const { saved, unshown } = await world.app.service.home({ space: 'test:t', person: ada });
    expect(saved).toHaveLength(2);
    expect(unshown.map(plain)).toEqual([
      "1 paper couldn't be shown, because its record in the store is missing or damaged. /papers saved shows which.",
    ]);
  });

  it('can be removed by its number', async () => {
    expect(await ask('unsave #2')).toBe(`Removed ${papers[1]?.id} from your reading list.`);
  });

  it.each(['bibtex', 'ris'] as const)('is exported as %s by its ID, and the answer says so', async (as) => {
    const { id } = papers[1] ?? { id: '' };
    const all = await world.ask(`saved ${as}`);
    expect(codeOf(all)).toContain(`${id} (only the ID could be read)`);
    expect(codeOf(all)).toContain(`https://arxiv.org/abs/${id}`);
    expect(wordsOf(all)).toContain("1 paper couldn't be shown");
    const file = await world.app.service.savedAs({ person: ada, as });
    expect('text' in file && file.text).toContain(`${id} (only the ID could be read)`);
  });
});

it('the answer to Save removes the paper again, and leads to the list', async () => {
  await world.ask('unsave #1');
  const saved = await world.ask(`save ${papers[2]?.id}`);
  expect(titlesOf(await world.press(actionOf(saved, 'Reading list')))).toHaveLength(3);
  await world.press(actionOf(saved, 'Remove'));
  expect(titlesOf(await world.ask('saved'))).toHaveLength(2);
});

describe('the next page of a list', () => {
  const many = Array.from({ length: 23 }, (_, at) => paperOf(`Paper ${String(at).padStart(2, '0')}`));
  const more = (message: Message) => {
    const next = message.actions.find(({ label }) => label.startsWith('Show more'));
    if (next === undefined) throw new Error('there is no next page');
    return next.act;
  };

  beforeEach(async () => {
    world = await createAppWorld();
    world.digests = [digestOf('2026-11-23', ...many)];
    await world.tick('2026-11-23T08:30:00Z');
    for (const { id } of many) await world.ask(`save ${id}`);
  });

  it('goes on behind the last paper that was shown, whatever left the list meanwhile', async () => {
    const first = await world.ask('saved');
    const shown = titlesOf(first);
    expect(shown.at(-1)).toBe('Paper 13');
    for (const title of ['Paper 22', 'Paper 15', 'Paper 13'])
      await world.press(buttonOn(first, title, 'Remove'));
    const second = await world.press(more(first));
    expect(titlesOf(second)).toEqual(
      [12, 11, 10, '09', '08', '07', '06', '05', '04', '03'].map((n) => `Paper ${n}`),
    );
    expect(wordsOf(second)).toContain('20 papers, 8 to 17');
    expect(titlesOf(await world.press(more(second)))).toEqual(['Paper 02', 'Paper 01', 'Paper 00']);
  });

  it('is told of on Home, which has no room for it', async () => {
    const { saved, unshown } = await world.app.service.home({ space: 'test:t', person: ada });
    expect(saved).toHaveLength(20);
    expect(unshown.map(plain)).toEqual(['And 3 more papers. /papers saved shows all.']);
  });

  it('goes on among what is done, and says when nothing is left', async () => {
    for (const at of Array.from({ length: 23 }, (_, at) => at).reverse()) {
      world.now += 1_000;
      await world.ask(`done ${many[at]?.id}`);
    }
    const first = await world.ask('saved');
    expect(titlesOf(first).at(-1)).toBe('Paper 09');
    await world.press(buttonOn(first, 'Paper 09', 'Not done'));
    const second = await world.press(more(first));
    expect(titlesOf(second)[0]).toBe('Paper 10');
    const third = more(second);
    await world.ask('unsave #21-23');
    expect(wordsOf(await world.press(third))).toBe('There are no more papers on your reading list.');
  });

  it('leaves out nothing of an export either', async () => {
    const first = await world.ask('saved bibtex');
    const shown = codeOf(first);
    const last = Number(/Paper (\d\d)/g.exec(shown.slice(shown.lastIndexOf('Paper ')))?.[1]);
    await world.ask('unsave #1-3');
    const next = codeOf(await world.press(more(first)));
    expect(next).toContain(`Paper ${String(last - 1).padStart(2, '0')}`);
  });
});
