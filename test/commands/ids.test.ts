/** Ids are read from what people write behind a command, in any number and among other words. */
import { expect, test } from 'vitest';
import { readIds } from '../../src/commands/ids.ts';
import { parseCommand } from '../../src/commands/parse.ts';
import { expectLinear } from '../linear.ts';

test.each<[string, string[]]>([
  ['2508.01234', ['2508.01234']],
  ['DOI: 10.1038/S41586-025-09777-1', ['10.1038/s41586-025-09777-1']],
  ['doi 10.1038/s41586-025-09777-1', ['10.1038/s41586-025-09777-1']],
  ['PMID: 41250001', ['PMID:41250001']],
  ['arXiv: 2508.01234 [cs.LG]', ['2508.01234']],
  ['arXiv preprint arXiv:2508.01234v2', ['2508.01234']],
  ['2508.01234 math/0309136', ['2508.01234', 'math/0309136']],
  ['2508.01234,math/0309136', ['2508.01234', 'math/0309136']],
  ['2508.01234, math/0309136; and 2508.01234v3', ['2508.01234', 'math/0309136']],
  [
    '<https://arxiv.org/abs/2508.01234|one> https://arxiv.org/abs/math/0309136',
    ['2508.01234', 'math/0309136'],
  ],
  ['2508.01234 please', ['2508.01234']],
  ['2508.01234 and s42', ['2508.01234', 's42']],
  ['id s42', ['s42']],
  ['id: s42', ['s42']],
  ['id:s42', ['s42']],
  ['id 2508.01234', ['2508.01234']],
  ['id: id: s42', ['s42']],
  [
    '10.1002/(SICI)1097-4636(199823)43:4<451::AID-JBM13>3.0.CO;2-T',
    ['10.1002/(sici)1097-4636(199823)43:4<451::aid-jbm13>3.0.co;2-t'],
  ],
  ['do transformers work', []],
  ['gpt4', []],
  ['arxiv 3d papers matter', []],
  ['is 2600.00001 high', []],
])('%j names %j', (text, ids) => {
  expect(readIds(text)).toEqual(ids);
});

test('words that are no ids in themselves are a search, unless a paper goes by them', () => {
  expect(parseCommand('save s42, s43')).toEqual({
    name: 'search',
    query: 'save s42, s43',
    unless: { name: 'save', ids: ['s42', 's43'] },
  });
});

test('a label that is repeated over and over is read once', () => {
  expectLinear((length) => 'id:'.repeat(length / 3), readIds, 24_000);
});
