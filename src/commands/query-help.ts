/** Explains the query language by examples, in help and by itself. */
import type { Block, Line } from '../model/message.ts';
import { fields } from '../query/fields.ts';
import { code, codes, text } from './reply.ts';

const QUERIES: readonly (readonly [string, string])[] = [
  ['hyperparameter tuning', 'both words, in title, abstract or keywords'],
  ['"continual learning"', 'the exact phrase'],
  ['rl', 'also finds reinforcement learning, and vice versa, unless in quotes'],
  ['diffusion -video', 'excludes a word'],
  ['(rl OR rlhf) agents', 'either word'],
  ['transform*', 'begins with'],
  ['title:scaling author:"kaiming he" year:2024 upvotes:>20 has:code', 'by field or value'],
];

export function queryHelp(): Block[] {
  return [
    text([{ text: 'Searches and topics use the same syntax:', style: 'strong' }]),
    { kind: 'list', lines: QUERIES.map(([query, does]): Line => [...code(query), { text: `  ${does}` }]) },
  ];
}

/** All fields, each by its example. */
export function fieldHelp(): Block[] {
  return [
    text([
      { text: 'All fields and values: ' },
      ...codes(fields.map(({ example }) => example)),
      { text: '.' },
    ]),
  ];
}
