/** Queries and papers, beside the words that are given as the reason. */
import { describe, expect, test } from 'vitest';
import type { Paper } from '../../src/model/paper.ts';
import { readPaper } from '../../src/query/document.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { reasonFor } from '../../src/query/reason.ts';

const paper: Paper = {
  id: '2508.01234',
  title: 'Hyper-parameter Tuning by Continual Learning',
  abstract: 'We tune hyper parameters. Learning is continual; LoRA helps, video does not.',
  authors: ['Kaiming He', 'Ada Lovelace'],
  keywords: ['LoRA', 'auto-tuning'],
  upvotes: 3,
};

function reason(typed: string) {
  const parsed = parseQuery(typed);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const { words, marks } = reasonFor(parsed.query, readPaper(paper));
  return { words, title: marks.title.map(({ start, end }) => paper.title.slice(start, end)), marks };
}

describe('a reason', () => {
  test.each<[string, string[]]>([
    ['hyperparameters tuning', ['Hyper-parameter', 'Tuning', 'tune', 'hyper parameters']],
    ['"continual learning"', ['Continual Learning']],
    ['lora -audio', ['LoRA']],
    ['lora OR audio', ['LoRA']],
    ['(lora audio) OR video', ['video']],
    ['tun*', ['Tuning', 'tune']],
    ['author:"kaiming he" keyword:lora', ['LoRA', 'Kaiming He']],
    ['upvotes:3', []],
    ['-audio', []],
    ['lora audio', []],
  ])('for %s is %j', (typed, words) => {
    expect(reason(typed).words).toEqual(words);
  });

  test('marks where, and neighbours of one phrase as one', () => {
    expect(reason('"parameter tuning" parameter').title).toEqual(['parameter Tuning']);
    expect(reason('keyword:tuning').marks.keyword).toEqual([{ start: 10, end: 16 }]);
  });
});
