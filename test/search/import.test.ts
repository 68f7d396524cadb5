import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Paper } from '../../src/model/paper.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { createSearchIndex, type SearchIndex } from '../../src/search/search-index.ts';

const words = 'graph neural network learning of sparse models for fine-tuned transformers at scale'.split(
  ' ',
);
const papers: Paper[] = Array.from({ length: 900 }, (_, at) => ({
  id: `p${at}`,
  title: `${words[at % 7]} ${words[at % 11]}`,
  abstract: words.map((word, i) => (at % (i + 2) === 0 ? word : `${word}${at}`)).join(' '),
  authors: [`Ada ${words[at % 5]}`],
  publishedOn: `2025-01-${10 + (at % 20)}`,
}));
const revised = (at: number): Paper => ({ ...papers[at]!, title: 'revised' });

async function* inBatches(): AsyncGenerator<Paper[]> {
  for (let at = 0; at < papers.length; at += 100) {
    await turn();
    yield papers.slice(at, at + 100);
  }
}

function expectSame(found: SearchIndex, expected: SearchIndex): void {
  expect(found.size).toBe(expected.size);
  for (const text of [
    'graph',
    'fine tuning',
    'network7',
    '"sparse models"',
    'revised',
    'author:ada scale*',
  ]) {
    const parsed = parseQuery(text);
    if (!parsed.ok) throw new Error(text);
    const ask = (index: SearchIndex) => index.search(parsed.query, { limit: 2000 });
    expect(ask(found)).toEqual(ask(expected));
  }
}

it('papers that come in batches are found as those put one by one', async () => {
  const [slowly, atOnce] = [createSearchIndex(), createSearchIndex()];
  await slowly.putEach(inBatches());
  atOnce.putMany(papers);
  expectSame(slowly, atOnce);
});

it('papers may be changed and removed, and searched for, while others are taken in', async () => {
  const [slowly, atOnce] = [createSearchIndex(), createSearchIndex()];
  let isDone = false;
  const taken = slowly.putEach(inBatches()).finally(() => {
    isDone = true;
  });
  for (let at = 0; at < 300 && !isDone; at++) {
    await turn();
    slowly.search({ kind: 'all' }, { limit: 1 });
    if (slowly.size === papers.length) slowly.put(revised(at));
  }
  await taken;
  for (let at = 0; at < 300; at++) slowly.put(revised(at));
  for (let at = 300; at < 330; at++) expect(slowly.remove(`p${at}`)).toBe(true);

  atOnce.putMany(papers.map((paper, at) => (at < 300 ? revised(at) : paper)));
  for (let at = 300; at < 330; at++) atOnce.remove(`p${at}`);
  expectSame(slowly, atOnce);
});

it('batches that end with an error leave what came before, and the index in use', async () => {
  const index = createSearchIndex();
  const broken = async function* () {
    yield papers.slice(0, 300);
    throw new Error('gone');
  };
  await expect(index.putEach(broken())).rejects.toThrow('gone');
  expect(index.search({ kind: 'all' }, { limit: 1 }).total).toBe(300);
});
