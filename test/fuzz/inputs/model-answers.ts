/** Answers of language models: what was asked for, what was thought aloud around it, and what a paper told the model to say. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readAnswer, sentenceOf, summaryOf, verdictOn } from '../../../src/language-model/question.ts';
import { isSeen } from '../checks.ts';
import { junk, mostly, text } from '../hostile.ts';
import { mutated } from '../mutate.ts';
import { target } from '../target.ts';

const PAPER = { id: '1', title: 'A title', abstract: 'An abstract.' };
const verdict = fc.record(
  { fits: mostly(fc.boolean()), why: mostly(text), more: junk },
  { requiredKeys: [] },
);
const around = fc.tuple(
  fc.constantFrom('', '```json\n', '<think>{', 'Sure! ', '\ufeff'),
  fc.oneof(verdict, fc.record({ summary: mostly(text) }), junk),
  fc.constantFrom('', '\n```', '}', ' Hope this helps! {}'),
);
const answer = fc.oneof(
  {
    weight: 5,
    arbitrary: around.map(([before, value, after]) => `${before}${JSON.stringify(value) ?? ''}${after}`),
  },
  {
    weight: 1,
    arbitrary: mutated([Buffer.from('{"fits": true, "why": "It studies LoRA."}')]).map((raw) =>
      Buffer.from(raw).toString(),
    ),
  },
  { weight: 1, arbitrary: text },
);

export const modelAnswers = [
  target({
    name: 'answers of language models',
    cases: 150,
    generate: answer,
    run: (said) =>
      [
        readAnswer(said, verdictOn(PAPER, 'x').shape)?.why,
        readAnswer(said, summaryOf(PAPER).shape)?.summary,
        said,
      ].flatMap((one) => (one === undefined ? [] : [sentenceOf(one)])),
    holds(outcome) {
      for (const sentence of outcome.refused === undefined
        ? outcome.value
        : assert.fail(String(outcome.refused))) {
        isSeen(sentence, 'a sentence');
        assert.ok(sentence.length <= 600, `a sentence of ${sentence.length} characters`);
        assert.doesNotMatch(sentence, /[\n<>]|https?:\/\//, 'a sentence with a link or markup');
      }
    },
    texts: {
      'a whole answer': (mark) => mark,
      'a sentence': (mark) => JSON.stringify({ fits: true, why: mark }),
    },
  }),
  target({
    name: 'questions to language models',
    cases: 50,
    generate: fc.tuple(text, text, text),
    run: ([title, abstract, criterion]) => [
      verdictOn({ id: '1', title, abstract }, criterion),
      summaryOf({ id: '1', title, abstract }),
    ],
    holds(outcome, given) {
      const [one, other] =
        outcome.refused === undefined ? outcome.value : assert.fail(String(outcome.refused));
      for (const question of [one, other]) {
        assert.ok(question !== undefined);
        // What papers and people wrote is data alone.
        assert.equal(typeof JSON.parse(question.user), 'object');
        for (const mark of given)
          if (mark.length > 12) assert.ok(!question.system.includes(mark), 'data among the instructions');
      }
    },
  }),
];
