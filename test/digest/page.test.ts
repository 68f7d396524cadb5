import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDigests } from '../../src/digest/parse.ts';
import { Digest } from '../../src/model/paper.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const BUNDLED = new URL('../../fixtures/daily-papers-2025-12-12.txt', import.meta.url);
const REAL = new URL('../../../shared/data/daily-papers-page.txt', import.meta.url);

/** What the page shows, in order: title, authors, date, comments. */
const SHOWN: readonly (readonly [string, number, string, number?])[] = [
  [
    'Antidote: Post-fine-tuning Safety Alignment for Large Language Models against Harmful Fine-tuning',
    5,
    '2024-08-18',
  ],
  ['CLIMB: Curriculum Learning for Infant-inspired Model Building', 7, '2023-11-15'],
  ['FBNetV3: Joint Architecture-Recipe Search using Predictor Pretraining', 11, '2020-06-03'],
  [
    'RankMe: Assessing the downstream performance of pretrained self-supervised representations by their rank',
    4,
    '2022-10-05',
  ],
  [
    'Improve Machine Learning carbon footprint using Nvidia GPU and Mixed Precision training for classification models -- Part I',
    1,
    '2024-09-12',
  ],
  ['Mixed Precision Training of Convolutional Neural Networks using Integer Operations', 17, '2018-02-03'],
  [
    'Learning Rates as a Function of Batch Size: A Random Matrix Theory Approach to Neural Network Training',
    3,
    '2020-06-16',
  ],
  ['UNEM: UNrolled Generalized EM for Transductive Few-Shot Learning', 6, '2024-12-21'],
  ['AutoLRS: Automatic Learning-Rate Schedule by Bayesian Optimization on the Fly', 7, '2021-05-22'],
  ['Pareto Domain Adaptation', 8, '2021-12-08'],
  [
    'Improving Query Representations for Dense Retrieval with Pseudo Relevance Feedback: A Reproducibility Study',
    6,
    '2021-12-12',
  ],
  ['Learning useful representations for shifting tasks and distributions', 2, '2022-12-14'],
  ['LeJEPA: Provable and Scalable Self-Supervised Learning Without the Heuristics', 2, '2025-11-11', 1],
  [
    'HESSO: Towards Automatic Efficient and User Friendly Any Neural Network Training and Pruning',
    10,
    '2024-09-11',
  ],
  ['Stepsize anything: A unified learning rate schedule for budgeted-iteration training', 5, '2025-05-30', 2],
  [
    'λ-ECLIPSE: Multi-Concept Personalized Text-to-Image Diffusion Models by Leveraging CLIP Latent Space',
    4,
    '2024-02-07',
    3,
  ],
  ['To Repeat or Not To Repeat: Insights from Scaling LLM under Token-Crisis', 5, '2023-05-22'],
  ['The Perfect Blend: Redefining RLHF with Mixture of Judges', 20, '2024-09-30'],
  ['Magnitude Invariant Parametrizations Improve Hypernetwork Learning', 3, '2023-04-15'],
  [
    'HyperInterval: Hypernetwork approach to training weight interval regions in continual learning',
    6,
    '2024-05-24',
  ],
  [
    'Self-Tuning Networks: Bilevel Optimization of Hyperparameters using Structured Best-Response Functions',
    5,
    '2019-03-07',
  ],
  ['Hyperparameters in Continual Learning: a Reality Check', 2, '2024-03-13'],
  ['How far away are truly hyperparameter-free learning algorithms?', 7, '2025-05-29'],
  [
    'Predictable Scale: Part I -- Optimal Hyperparameter Scaling Law in Large Language Model Pretraining',
    10,
    '2025-03-06',
  ],
  [
    'An adaptively inexact first-order method for bilevel optimization with application to hyperparameter learning',
    4,
    '2023-08-19',
  ],
  ['Power Scheduler: A Batch Size and Token Number Agnostic Learning Rate Scheduler', 9, '2024-08-23', 4],
  [
    'Sample complexity of data-driven tuning of model hyperparameters in neural networks with structured parameter-dependent dual function',
    3,
    '2025-01-23',
  ],
  ['PHNNs: Lightweight Neural Networks via Parameterized Hypercomplex Convolutions', 3, '2021-10-08'],
];

describe.each([
  ['bundled', BUNDLED],
  ['real', REAL],
])('the %s page of 2025-12-12', (name, url) => {
  const isThere = existsSync(url);
  const check = isThere ? it : it.skip;
  const why = isThere ? '' : ` (skipped: the ${name} page is not on this machine)`;
  const digest = () => parseDigests(readFileSync(url), { now: NOW })[0] as Digest;

  check(`gives 28 papers with their titles, counts and dates in order${why}`, () => {
    const read = digest().papers.map((p) => [p.title, p.authorCount, p.publishedOn, p.commentCount]);
    expect(read).toEqual(SHOWN.map(([title, authors, date, comments]) => [title, authors, date, comments]));
  });

  check(`is dated, has its byline and skips nothing${why}`, () => {
    const { date, byline, skipped } = digest();
    expect({ date, byline, skipped }).toEqual({
      date: '2025-12-12',
      byline: 'AK and the research community',
      skipped: [],
    });
  });

  check(`knows its year from its own dates, without a clock${why}`, () => {
    expect(parseDigests(readFileSync(url))[0]?.date).toBe('2025-12-12');
  });

  check(`has readable abstracts and no links that it does not write${why}`, () => {
    const { papers } = digest();
    const text = papers.map(({ abstract }) => abstract).join('\n');
    expect(text).not.toMatch(/\\|\$|\{\\/);
    for (const expected of ['naïve', '0.07%', 'LeJEPA', '79%']) expect(text).toContain(expected);
    expect(papers.every(({ abstract, url }) => abstract.length > 300 && url === undefined)).toBe(true);
  });

  check(`fits the model and is read back from our own JSON${why}`, () => {
    const own = digest();
    expect(Digest.parse(own)).toEqual(own);
    expect(parseDigests(JSON.stringify(own, null, 2))).toEqual([own]);
  });
});

describe('the bundled page', () => {
  it('says hyperparameter in every paper, in every spelling', () => {
    const papers = parseDigests(readFileSync(BUNDLED), { now: NOW })[0]?.papers ?? [];
    const texts = papers.map(({ title, abstract }) => `${title} ${abstract}`.toLowerCase());
    expect(texts.filter((text) => /hyper[- ]?parameter/.test(text))).toHaveLength(28);
    for (const spelling of ['hyperparameter', 'hyper-parameters', 'hyper parameter']) {
      expect(texts.some((text) => text.includes(spelling))).toBe(true);
    }
  });
});
