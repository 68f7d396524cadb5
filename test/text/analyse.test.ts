/** Texts beside their tokens, and spellings that must find each other. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPaper } from '../../src/query/document.ts';
import { predicateOf } from '../../src/query/meaning.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { analyse, analyseName } from '../../src/text/analyse.ts';
import { english } from '../../src/text/lexicon.ts';
import { joinedAt, readWords } from '../../src/text/words.ts';
import { anyCharacter } from '../any-character.ts';

/** `term@position`, and `+length` where it is not 1. */
function shown(text: string): string {
  return analyse(text)
    .map(({ term, position, length }) => `${term}@${position}${length > 1 ? `+${length}` : ''}`)
    .join(' ');
}

function finds(typed: string, text: string): boolean {
  const parsed = parseQuery(typed);
  if (!parsed.ok) throw new Error(`${typed}: ${parsed.problem.message}`);
  return predicateOf(parsed.query)(readPaper({ id: 'p', title: text, abstract: '' }));
}

/** The tokens of a text from the words in it, without what makes reading many texts fast. */
function slowly(text: string) {
  const words = readWords(text, english);
  return words.entries.flatMap((entry, at) => [
    ...joinedAt(words, at).map(({ entry: { term, word }, length }) => [term, word, at, length]),
    ...[entry, entry.more?.plainer, entry.more?.other].flatMap((one) =>
      one === undefined ? [] : [[one.term, one.word, at, 1]],
    ),
  ]);
}

const texts: [string, string][] = [
  ['Hyper-parameters', 'hyperparamet@0+2 hyper@0 paramet@1'],
  ['hyper  parameter', 'hyperparamet@0+2 hyper@0 paramet@1'],
  ['hyperparameters', 'hyperparamet@0'],
  ['hyper, parameter. Hyper', 'hyper@0 paramet@1 hyper@2'],
  ['machinelearning', 'machinelearn@0+2 machin@0 learn@1'],
  ['machine learning', 'machinelearn@0+2 machin@0 learn@1'],
  ['weather-compliant', 'weathercompli@0+2 weather@0 compliant@1'],
  ['state-of-the-art', 'stateoftheart@0+4 state@0 of@1 the@2 art@3'],
  ['GPT-4 gpt4 GPT 4', 'gpt4@0+2 gpt@0 4@1 gpt4@2 gpt4@3+2 gpt@3 4@4'],
  ['Llama-3.1-8B', 'llama3.1@0+2 llama@0 3.1@1 8b@2'],
  ['C++17, C#, F# and .NET', 'c++@0 17@1 c#@2 f#@3 and@4 .net@5'],
  ['ASP.NET works.Net', 'asp@0 net@1 work@2 net@3'],
  ['PointNet++ (A* search)', 'pointnet++@0 pointnet@0 a*@1 search@2'],
  ['R2-D2 3-D x-ray', 'r2d2@0+2 r2@0 d2@1 3d@2+2 3@2 d@3 xray@4+2 x@4 ray@5'],
  ['1,000 of 0.07% in 5-10 v2.0.1', '1000@0 of@1 0.07@2 in@3 5@4 10@5 v2.0.1@6'],
  ['naïve Schrödinger ﬁeld Æther Øre ＡＢＣ', 'naiv@0 schroding@1 field@2 aether@3 ore@4 abc@5'],
  ['model’s models\u2019 don’t', 'model@0 model@1 dont@2'],
  ['hy\u00adphen zero\u200bwidth', 'hyphen@0 zerowidth@1'],
  ['encoder--decoder dash—dash', 'encoderdecod@0+2 encod@0 decod@1 dash@2 dash@3'],
  ['LLMs GPUs CNN’s GPS', 'llm@0 gpu@1 cnn@2 gps@3'],
  ['深度学习模型', '深度@0 学习@1 模型@2'],
  ['ロボット制御', 'ロボット@0 制御@1'],
  ['한국어 모델', '한국어@0 모델@1'],
  ['हिन्दी', 'हिन्दी@0'],
  ['Ёлка Йод Ώρα', 'елка@0 йод@1 ωρα@2'],
  ['🎉 @home #tag', 'home@0 tag@1'],
  ['', ''],
];

/** Joined, hyphenated and spaced at least; all of a line find each other, as words and as phrases. */
const spellings = `
hyperparameter, hyper-parameter, hyper parameter, hyperparameters, hyper-parameters, hyper parameters
finetuning, fine-tuning, fine tuning, fine-tuned, finetuned, fine-tune
pretraining, pre-training, pre training, pre-trained, pretrained
ecommerce, e-commerce, e commerce, E-Commerce
multimodal, multi-modal, multi modal
opensource, open-source, open source, open-sourced
realtime, real-time, real time
fewshot, few-shot, few shot
zeroshot, zero-shot, zero shot
selfsupervised, self-supervised, self supervised, self-supervision
semisupervised, semi-supervised, semi supervised
cotraining, co-training, co training
dataset, data-set, data set, datasets, data-sets, data sets
autoencoder, auto-encoder, auto encoder, autoencoders, auto-encoders
backpropagation, back-propagation, back propagation
overfitting, over-fitting, over fitting
stateoftheart, state-of-the-art, state of the art
endtoend, end-to-end, end to end
machinelearning, machine-learning, machine learning
visionlanguage, vision-language, vision language
multiagent, multi-agent, multi agent, multi-agents
superresolution, super-resolution, super resolution
timeseries, time-series, time series
crosslingual, cross-lingual, cross lingual
nonlinear, non-linear, non linear
tradeoff, trade-off, trade off, trade-offs, tradeoffs
chatbot, chat-bot, chat bot, chatbots
workflow, work-flow, work flow, workflows
database, data-base, data base, databases
kmeans, k-means, k means
ngram, n-gram, n gram, n-grams
xray, x-ray, x ray, X-rays
offpolicy, off-policy, off policy
incontext, in-context, in context
texttoimage, text-to-image, text to image
chainofthought, chain-of-thought, chain of thought
mixtureofexperts, mixture-of-experts, mixture of experts
rerank, re-rank, re rank, re-ranking, reranking
keypoint, key-point, key point, keypoints
lowrank, low-rank, low rank
spatiotemporal, spatio-temporal, spatio temporal
GPT4, GPT-4, GPT 4, gpt-4
llama3.1, Llama-3.1, Llama 3.1
ResNet50, ResNet-50, ResNet 50
3D, 3-D
R2D2, R2-D2
foobar, foo-bar
naive, naïve, Naïve
LoRA, lora, LORA
LLM, LLMs, llm’s
colour, colours
summarise, summarised
bases, basis
bases, base
leaves, leaf
leaves, leave
lives, life
lives, live
`
  .trim()
  .split('\n')
  .map((line) => [line.split(', ')] as [string[]]);

/** Typed, a text that must not be found by it. */
const apart: [string, string][] = [
  ['C', 'Programs in C++'],
  ['C++', 'The C programming language'],
  ['C#', 'C and C++'],
  ['.NET', 'A net of nets'],
  ['net', 'The .NET platform'],
  ['"hyper tuning"', 'Hyper-parameter tuning'],
  ['"hyper tuning"', 'Hyperparameter tuning'],
  ['"fine art"', 'Fine-tuning art'],
  ['hyperparameter', 'Hyper, parameter'],
  ['fine tuning', 'Fine-grained control of prompt tuning'],
  ['gpt-4', 'GPT-3 in 4 tasks'],
  ['510', 'From 5-10 papers'],
  ['basis', 'A base'],
  ['leaf', 'It may leave'],
  ['author:foo', 'Foo bar'],
];

describe('analyse', () => {
  test.each(texts)('reads %s as %s', (text, tokens) => {
    expect(shown(text)).toBe(tokens);
  });

  test('gives offsets of what is written', () => {
    const text = 'On hyper-\u00adparameters of naïve “C++”';
    const written = analyse(text).map(({ start, end }) => text.slice(start, end));
    expect(written).toEqual(['On', 'hyper-\u00adparameters', 'hyper', 'parameters', 'of', 'naïve', 'C++']);
  });

  test('does not stem names', () => {
    expect(analyseName('Jean-Pierre Serres').map((token) => token.term)).toEqual([
      'jeanpierre',
      'jean',
      'pierre',
      'serres',
    ]);
  });

  test('reads a text alike whatever was read before it', () => {
    const pieces = texts.flatMap(([text]) => text.split(' '));
    const text = fc
      .array(fc.oneof(fc.constantFrom(...pieces, ' ', '-', '\0'), fc.string({ unit: anyCharacter })))
      .map((parts) => parts.join(' '));
    fc.assert(
      fc.property(text, text, (before, one) => {
        analyse(before);
        expect(
          analyse(one).map(({ term, word, position, length }) => [term, word, position, length]),
        ).toEqual(slowly(one));
      }),
      { numRuns: 1000 },
    );
  });

  test('takes time in proportion to the text, whatever it is', () => {
    for (const piece of ['a', 'a-', 'foo-bar ', '上', "a'", '1,000', '.net', 'a b ', '\u0301', '\u{1d400}']) {
      // What grows with the square of this takes minutes, which the test's timeout ends.
      expect(analyse(piece.repeat(200_000 / piece.length))).toBeDefined();
    }
  });
});

describe('spellings', () => {
  test.each(spellings)('%s find each other, quoted or not', (forms) => {
    for (const typed of forms) {
      for (const written of forms) {
        const text = `New ${written} methods`;
        expect([typed, text, finds(typed, text)]).toEqual([typed, text, true]);
        expect([`"${typed}"`, text, finds(`"${typed}"`, text)]).toEqual([`"${typed}"`, text, true]);
        expect([`"new ${typed} method"`, text, finds(`"new ${typed} method"`, text)]).toEqual([
          `"new ${typed} method"`,
          text,
          true,
        ]);
      }
    }
  });

  test.each(apart)('%s does not find %s', (typed, text) => {
    expect(finds(typed, text)).toBe(false);
  });

  test('a part finds the hyphenated and the spaced compound', () => {
    expect(finds('parameter', 'Hyper-parameter tuning')).toBe(true);
    expect(finds('"parameter tuning"', 'Hyper parameter tuning')).toBe(true);
  });
});
