import { expect, test } from 'vitest';
import { tellOf } from '../../src/delivery/judged-topics.ts';
import { readPaper } from '../../src/query/document.ts';
import { judgedTree } from '../../src/query/judged-tree.ts';
import { paperOf } from '../app/world.ts';

const QUERY = 'rl OR about:"cheaper rlhf"';
const tree = judgedTree(QUERY);
const tell = (title: string, holds?: boolean) => {
  const document = readPaper(paperOf(title));
  const own = holds === undefined ? [] : [['cheaper rlhf', { holds, said: 'It is said.' }] as const];
  return tree && tellOf(QUERY, tree, document, new Map([[document.paper.id, new Map(own)]]));
};

test.each([
  ['is not judged where it does not pass the gate of the criterion', 'A law of RL', undefined, {}],
  ['was judged, and matches by other words', 'RL and RLHF', false, {}],
  ['was judged to fit', 'RLHF', true, { told: { topic: QUERY, said: 'It is said.' } }],
  ['was not judged', 'RLHF', undefined, { told: { topic: QUERY } }],
  ['was judged not to fit', 'RLHF', false, undefined],
])('of a paper that %s, that alone is told', (_what, title, holds, told) => {
  expect(tell(title, holds)).toEqual(told);
});
