/** Queries as people type them, beside what they are understood as: golden pairs, one for each surprise met. */
import { describe, expect, test } from 'vitest';
import { parseQuery } from '../../src/query/parse.ts';
import { meaningKey, printQuery } from '../../src/query/print.ts';

/** Typed, printed. */
const understood: [string, string][] = [
  ['hyperparameter tuning', 'hyperparameter tuning'],
  ['Hyper-Parameter   TUNING', 'hyper-parameter tuning'],
  ['hyper parameter tuning', 'hyper-parameter tuning'],
  ['"continual learning"', '"continual learning"'],
  ['“continual learning”', '"continual learning"'],
  ['„continual learning“', '"continual learning"'],
  ['«continual learning»', '"continual learning"'],
  ["'continual learning'", '"continual learning"'],
  ['‘continual learning’', '"continual learning"'],
  ["model's weights don't", 'model weights'],
  ['diffusion -video -"3d"', 'diffusion -video -3d'],
  ['diffusion –video', 'diffusion -video'],
  ['diffusion —video', 'diffusion -video'],
  ['diffusion NOT video', 'diffusion -video'],
  ['diffusion - video', 'diffusion video'],
  ['diffusion -- a survey', 'diffusion survey'],
  ['-(video OR audio) diffusion', '-(video OR audio) diffusion'],
  ['--video', '-video'],
  ['NOT NOT video', 'video'],
  ['O(n)-time algorithms', 'o n time algorithms'],
  ['(rl OR rlhf) agents', '(rl OR rlhf) agents'],
  ['(rl or rlhf) agents', '(rl OR rlhf) agents'],
  ['（rl｜rlhf） agents', '(rl OR rlhf) agents'],
  ['rl || rlhf', 'rl OR rlhf'],
  ['rl rlhf OR agents', '(rl rlhf) OR agents'],
  ['cats & dogs, birds && fish', 'cats dogs birds fish'],
  ['cats AND dogs and birds', 'cats dogs birds'],
  ['or', '"or"'],
  ['or else', 'else'],
  ['transform*', 'transform*'],
  ['Naïv*', 'naiv*'],
  ['hyper-param*', 'hyperparam*'],
  ['title:scaling author:"Kaiming He" org:google', 'title:scaling author:"kaiming he" org:google'],
  ['title: scaling', 'title:scaling'],
  ['Title： scaling', 'title:scaling'],
  ['title:(scaling laws OR "power law")', '(title:scaling title:laws) OR title:"power law"'],
  ['ti:scaling au:he abs:law', 'title:scaling author:he abstract:law'],
  ['keyword:lora cat:cs.LG cat:math cat:cs.*', 'keyword:lora cat:cs.lg cat:math cat:cs'],
  ['id:2508.01234v3', 'id:2508.01234'],
  ['upvotes:>20 stars:>=100 comments:0', 'upvotes:>20 stars:>=100 comments:0'],
  ['upvotes > 20 stars≥100 year<2020', 'upvotes:>20 stars:>=100 year:<2020'],
  ['upvotes:20+ stars:1k', 'upvotes:>=20 stars:1000'],
  ['year:2024 year:2020-2022 year:2020..2022', 'year:2024 year:>=2020 year:<=2022 year:>=2020 year:<=2022'],
  ['after:2025-01-01 before:2025-07', 'after:2025-01-01 before:2025-07-01'],
  ['after:2025', 'after:2025-01-01'],
  ['since:2025/3/1', 'after:2025-03-01'],
  ['has:code', 'has:code'],
  ['*', '*'],
  ['* -video', '-video'],
  ['video OR *', '*'],
  ['https://arxiv.org/abs/2508.01234v2', 'id:2508.01234'],
  ['look at https://arxiv.org/pdf/2508.01234.pdf, please', 'look id:2508.01234 please'],
  ['(https://huggingface.co/papers/2508.01234)', 'id:2508.01234'],
  ['<https://arxiv.org/html/2508.01234v1|a label>', 'id:2508.01234'],
  ['arxiv.org/abs/2508.01234', 'id:2508.01234'],
  ['https://doi.org/10.48550/arXiv.2508.01234', 'id:2508.01234'],
  ['arXiv:2508.01234v2', 'id:2508.01234'],
  ['2508.01234 OR 2412.00001', 'id:2508.01234 OR id:2412.00001'],
  ['https://arxiv.org/abs/hep-th/9901001', 'id:hep-th/9901001'],
  ['https://arxiv.org/abs/math.GT/0309136v1', 'id:math/0309136'],
  ['https://doi.org/10.1371/journal.pone.0300001', 'id:10.1371/journal.pone.0300001'],
  ['https://doi.org/10.1016/S0140-6736(24)00001-2', 'id:"10.1016/s0140-6736(24)00001-2"'],
  ['id:"10.1016/S0140-6736(24)00001-2"', 'id:"10.1016/s0140-6736(24)00001-2"'],
  ['9999.12345', '9999.12345'],
  ['LoRA: Low-Rank Adaptation of Large Language Models', 'lora low-rank adaptation large language models'],
  ['Attention Is All You Need:a study', 'attention need study'],
  ['Seeing the Abstract: Translating the Abstract', 'seeing abstract translating abstract'],
  ['massive stars: an atlas', 'massive stars atlas'],
  ['na\\"{\\i}ve bayes', 'naive bayes'],
  ['naïve, bayes;', 'naive bayes'],
  ['ｆｕｌｌ　ｗｉｄｔｈ', 'full width'],
  ['the of', '"the" "of"'],
  ['the transformer', 'transformer'],
  ['"the transformer"', '"the transformer"'],
  ['"the" transformer', '"the" transformer'],
  ['the -transformer', '"the" -transformer'],
  ['"to be or not to be"', '"to be or not to be"'],
  ['C++ c# .NET A* R2-D2 3D x-ray', 'c++ c# .net a* r2-d2 3d x-ray'],
  ['gpt 4 vs llama 3.1', 'gpt-4 vs llama-3.1'],
  ['GPT-4o', 'gpt-4o'],
  ['Q&A', 'q-a'],
  ['1,000 images', '1000 images'],
  ['10:30', '10 30'],
  ['std::vector', 'std vector'],
  ['深度学习 模型', '"深度 学习" 模型'],
  ['🎉 transformers 🎉', 'transformers'],
  ['fine AND tuning', 'fine AND tuning'],
  ['fine, tuning', 'fine AND tuning'],
  ['"fine, tuning"', '"fine, tuning"'],
  ['((a1)) ((b1))', 'a1 b1'],
  ['() transformers ""', 'transformers'],
];

/** Typed, the part that is wrong, a word of what is said, what is suggested. */
const problems: [string, string, RegExp, string?][] = [
  ['', '', /no word/],
  ['   ', '   ', /no word/],
  ['!?…', '!?…', /no word/],
  ['🎉', '🎉', /no word/],
  ['"continual learning', '"continual learning', /not closed/, '"continual learning"'],
  ['(rl OR rlhf', '(', /not closed/, '(rl OR rlhf)'],
  ['rl) agents', ')', /closes nothing/, 'rl agents'],
  ['OR agents', 'OR', /between two/, 'agents'],
  ['agents |', '|', /between two/, 'agents'],
  ['rl OR OR agents', 'OR', /between two/, 'rl OR agents'],
  ['AND agents', 'AND', /between two/, 'agents'],
  ['agents NOT', 'NOT', /left out/, 'agents'],
  ['autor:hinton', 'autor:', /did you mean `author:`/i, 'author:hinton'],
  ['deep titel:nets', 'titel:', /did you mean `title:`/i, 'deep title:nets'],
  ['venue:neurips', 'venue:', /fields are title/, 'venue neurips'],
  ['title:', 'title:', /what to look for/],
  ['author: ', 'author: ', /kaiming he/],
  ['upvotes:many', 'upvotes:many', /upvotes:>20/],
  ['year:>', 'year:>', /year:2024/],
  ['after:2025-02-30', 'after:2025-02-30', /after:2025-01-31/],
  ['has:video', 'has:video', /has:code/],
  ['cat:cs/LG', 'cat:cs/LG', /cat:cs\.LG/],
  ['trans*former', 'trans*former', /end of one word/, 'transformer*'],
  ['*former', '*former', /end of one word/, 'former*'],
  ['1*', '1*', /two letters/],
  ['"deep learn*"', 'learn*', /inside quotes/, '"deep learn"'],
  ['https://example.org/paper', 'https://example.org/paper', /arXiv or Hugging Face/],
];

describe('a query', () => {
  test.each(understood)('%s is understood as %s', (typed, printed) => {
    const parsed = parseQuery(typed);
    if (!parsed.ok) throw new Error(parsed.problem.message);
    expect(printQuery(parsed.query)).toBe(printed);
    expect(parseQuery(printed)).toEqual(parsed);
  });

  test.each(problems)('%s is answered with the place and what to do', (typed, part, message, suggestion) => {
    const parsed = parseQuery(typed);
    if (parsed.ok) throw new Error(`understood as ${printQuery(parsed.query)}`);
    const { problem } = parsed;
    const place = problem.at + (typed.slice(problem.at).startsWith(part) ? 0 : typed.indexOf(part));
    expect(typed.slice(place, problem.at + problem.length)).toBe(part);
    expect(problem.message).toMatch(message);
    expect(problem.suggestion).toBe(suggestion);
  });

  test('has at most 1,000 characters, and says so', () => {
    expect(parseQuery('ab '.repeat(33)).ok).toBe(true);
    const parsed = parseQuery('a'.repeat(1001));
    expect(parsed).toMatchObject({ ok: false, problem: { at: 1000, length: 1 } });
    expect(!parsed.ok && parsed.problem.message).toMatch(/1000 characters/);
  });

  test('has at most 100 leaves, and says so', () => {
    const parsed = parseQuery(Array.from({ length: 101 }, (_, at) => `w${at}`).join(' '));
    expect(!parsed.ok && parsed.problem.message).toMatch(/100 words/);
  });

  test('goes at most 16 parentheses deep, and says so', () => {
    expect(parseQuery(`${'('.repeat(16)}x1${')'.repeat(16)}`).ok).toBe(true);
    const parsed = parseQuery(`${'('.repeat(17)}x1${')'.repeat(17)}`);
    expect(parsed).toMatchObject({ ok: false, problem: { at: 16, length: 1 } });
  });

  test.each([
    '(',
    '"',
    "'",
    '-',
    '|',
    '*',
    'a*',
    '<https://',
    'title:',
    'NOT ',
    'or ',
    'a-',
    '-(',
    '上',
    '>',
    'year:',
    "a' ",
  ])('takes no time when it is %s, over and over', (piece) => {
    const text = piece.repeat(1000).slice(0, 1000);
    const start = performance.now();
    parseQuery(text);
    expect(performance.now() - start).toBeLessThan(250);
  });

  test('has an equal key for spelling, order and repetition aside', () => {
    const keys = ['fine-tuned LoRA', 'lora finetuning', 'LORA "fine tuning" lora'].map((typed) => {
      const parsed = parseQuery(typed);
      return parsed.ok ? meaningKey(parsed.query) : parsed.problem.message;
    });
    expect(new Set(keys).size).toBe(1);
  });
});
