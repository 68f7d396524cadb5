/** Queries as people type them, beside what they are understood as: golden pairs, one for each surprise met. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { tokenize } from '../../src/query/lexer.ts';
import { notesOn, parseQuery } from '../../src/query/parse.ts';
import { meaningKey, printQuery } from '../../src/query/print.ts';
import { Misread } from '../../src/query/problem.ts';
import { splitTopics } from '../../src/query/split-topics.ts';
import { expectLinear } from '../linear.ts';

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
  ['diffusion -- a survey', 'diffusion survey'],
  ['-(video OR audio) diffusion', '-(video OR audio) diffusion'],
  ['--video', '-video'],
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
  ['Open source: the future of models', 'open-source future models'],
  ['data sources: a review', 'data sources review'],
  ['source: arxiv', 'source:arxiv'],
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
  ['CTLA - 4 recycling', 'ctla AND 4 recycling'],
  ['Histone 2A (H2A)-histone dimer', 'histone 2a h2a histone dimer'],
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

/** Exclusions in every form that people try. None may ever be read as its opposite. */
const excluded: [string, string][] = [
  ...[
    'diffusion not video',
    'diffusion Not video',
    'diffusion NOT video',
    'diffusion ＮＯＴ video',
    'diffusion and not video',
    'diffusion AND NOT video',
    'diffusion ANDNOT video',
    'diffusion && !video',
    'diffusion & -video',
    'diffusion but not video',
    'diffusion, not video',
    'diffusion WITHOUT video',
    'diffusion EXCEPT video',
    'diffusion !video',
    'diffusion ！video',
    'diffusion ¬video',
    'diffusion −video',
    'diffusion –video',
    'diffusion －video',
    'diffusion --video',
    'diffusion +-video',
    'diffusion `-video`',
    'diffusion [-video]',
    'diffusion -[video]',
    'diffusion/-video',
    '- video diffusion',
  ].map((typed): [string, string] => [
    typed,
    typed.startsWith('-') ? '-video diffusion' : 'diffusion -video',
  ]),
  ['not video', '-video'],
  ['diffusion || !video', 'diffusion OR -video'],
  ['diffusion OR NOT video', 'diffusion OR -video'],
  ['RL NOT LLM', 'rl -llm'],
  ['title:-video', '-title:video'],
  ['title:!video', '-title:video'],
  ['title:not video', '-title:video'],
  ['title:NOT video', '-title:video'],
  ['title: -video', '-title:video'],
  ['title:-"video clip"', '-title:"video clip"'],
  ['title:-(a1 b1)', '-(title:a1 title:b1)'],
  ['title:(a1 -b1)', 'title:a1 -title:b1'],
  ['author:-smith', '-author:smith'],
  ['keyword:lora,-peft', 'keyword:lora -keyword:peft'],
  ['not cat:cs.CV', '-cat:cs.cv'],
  ['!cat:cs.CV', '-cat:cs.cv'],
  ['cat:-cs.CV', '-cat:cs.cv'],
  ['cat:!cs.CV', '-cat:cs.cv'],
  ['cat:not cs.CV', '-cat:cs.cv'],
  ['cat:cs.LG,-cs.CV', 'cat:cs.lg -cat:cs.cv'],
  ['-cat:cs.CV,cs.LG', '-(cat:cs.cv OR cat:cs.lg)'],
  ['not (a1 b1)', '-(a1 b1)'],
  ['not "video clip"', '-"video clip"'],
  ['-(a1 OR b1)', '-(a1 OR b1)'],
  ['not upvotes > 20', '-upvotes:>20'],
  ['upvotes:!>5', '-upvotes:>5'],
  ['upvotes!=5', '-upvotes:5'],
  ['year:!2024', '-year:2024'],
  ['has:-code', '-has:code'],
  ['has:no code', '-has:code'],
  ['id:-2508.01234', '-id:2508.01234'],
];

/** In running text a negating word holds on to what it negates. */
const negatedInText: [string, string, string][] = [
  ['attention is not explanation', 'attention "not explanation"', 'attention is -explanation'],
  ['ATTENTION IS NOT ALL YOU NEED', 'attention "not all you need"', 'ATTENTION IS -NEED'],
  [
    'possibly, but not exclusively distributed',
    'possibly "not exclusively distributed"',
    'possibly, but -distributed',
  ],
  ['why not both', '"not both"', 'why -both'],
  ['papers not about video', 'papers "not about video"', 'papers -video'],
  ['to be or not to be', '"not to be"', 'to be or -be'],
  ['learning without forgetting', 'learning "without forgetting"', 'learning -forgetting'],
  ['tuning without fine tuning', 'tuning "without fine-tuning"', 'tuning -"fine tuning"'],
  ['diffusion no video', 'diffusion "no video"', 'diffusion -video'],
];

/** Values and lists of values. */
const valued: [string, string][] = [
  ['upvotes:>1,000', 'upvotes:>1000'],
  ['upvotes>1,000 lora', 'upvotes:>1000 lora'],
  ['upvotes>20', 'upvotes:>20'],
  ['upvotes >= 20', 'upvotes:>=20'],
  ['upvotes : >20', 'upvotes:>20'],
  ["stars:>=1'000 stars:>1_000", 'stars:>=1000 stars:>1000'],
  ['stars:1.5k comments:2M', 'stars:1500 comments:2000000'],
  ['upvotes:>10,<50', 'upvotes:>10 upvotes:<50'],
  ['cat:cs.AI,cs.LG', 'cat:cs.ai OR cat:cs.lg'],
  ['widgets cat:cs.AI, cs.LG', 'widgets (cat:cs.ai OR cat:cs.lg)'],
  ['cat:cs.AI;cs.LG', 'cat:cs.ai OR cat:cs.lg'],
  ['cat:cs.AI|cs.LG', 'cat:cs.ai OR cat:cs.lg'],
  ['cat:cs.AI OR cs.LG', 'cat:cs.ai OR cat:cs.lg'],
  ['cat:(cs.AI OR cs.LG)', 'cat:cs.ai OR cat:cs.lg'],
  ['cat:(cs.AI, cs.LG)', 'cat:cs.ai OR cat:cs.lg'],
  ['cat:(cs.AI cs.LG) x1', '(cat:cs.ai OR cat:cs.lg) x1'],
  ['cat:(cs.AI AND cs.LG)', 'cat:cs.ai cat:cs.lg'],
  ['cat:(cs.AI -cs.LG)', 'cat:cs.ai -cat:cs.lg'],
  ['cat:"cs.AI","cs.LG"', 'cat:cs.ai OR cat:cs.lg'],
  ['cat:cs.AI, agents', 'cat:cs.ai agents'],
  ['year:2024,2025', 'year:2024 OR year:2025'],
  ['year:2024, 2025', 'year:2024 OR year:2025'],
  ['year:2024 or 2025', 'year:2024 OR year:2025'],
  ['year:(2024 OR 2025)', 'year:2024 OR year:2025'],
  ['year:2020-2021,2024', '(year:>=2020 year:<=2021) OR year:2024'],
  ['year:2024 - 2025', 'year:>=2024 year:<=2025'],
  ['year:2024 to 2025', 'year:>=2024 year:<=2025'],
  ['year:2020- year:2021..', 'year:>=2020 year:>=2021'],
  ['year:2020-present', 'year:>=2020'],
  ['id:2508.01234,2508.01235', 'id:2508.01234 OR id:2508.01235'],
  ['has:code,github', 'has:code'],
  ['keyword:lora,peft', 'keyword:lora OR keyword:peft'],
  ['org:google,meta', 'org:google OR org:meta'],
  ['title:scal*,"power law"', 'title:scal* OR title:"power law"'],
  ['author:"LeCun, Yann"', 'author:"yann lecun"'],
  ['author:LeCun, Yann', 'author:"yann lecun"'],
  ['author: Yann LeCun', 'author:"yann lecun"'],
  ['author:Aaron van den Oord diffusion', 'author:"aaron van den oord" diffusion'],
  ['author:Hinton GPT', 'author:hinton gpt'],
  ['author:lecun,yann', 'author:lecun author:yann'],
  ['author:hinton,bengio,lecun', 'author:hinton OR author:bengio OR author:lecun'],
  ['author:"yann lecun","geoffrey hinton"', 'author:"yann lecun" OR author:"geoffrey hinton"'],
  ['author: Kaiming He, Yann LeCun', 'author:"kaiming he" OR author:"yann lecun"'],
  ['author:Kaiming He,Yann LeCun', 'author:"kaiming he" OR author:"yann lecun"'],
  ['author:"Kaiming He, Yann LeCun"', 'author:"kaiming he" OR author:"yann lecun"'],
  ['author:"Kaiming He", "Yann LeCun"', 'author:"kaiming he" OR author:"yann lecun"'],
  ['author: kaiming he, yann lecun', 'author:"kaiming he" OR author:"yann lecun"'],
  ['author: kaiming he, yann lecun -video', '(author:"kaiming he" OR author:"yann lecun") -video'],
  ['author:Kaiming He OR Yann LeCun', 'author:"kaiming he" OR author:"yann lecun"'],
  ['author:Kaiming He and Yann LeCun', 'author:"kaiming he" author:"yann lecun"'],
  ['author:Hinton, Bengio, LeCun', 'author:hinton OR author:bengio OR author:lecun'],
  ['author:Smith, John; LeCun, Yann', 'author:"john smith" OR author:"yann lecun"'],
  ['author:"King, Martin, Jr."', 'author:"martin king"'],
  ['author:"van der Maaten, Laurens J."', 'author:"laurens j van der maaten"'],
  ['author:lecun, smith', 'author:lecun OR author:smith'],
  ['keyword:lora, peft', 'keyword:lora OR keyword:peft'],
  ['keyword:"low rank", "peft"', 'keyword:low-rank OR keyword:"peft"'],
  ['org:google, meta', 'org:google OR org:meta'],
  ['org:Google, Meta', 'org:google OR org:meta'],
  ['author:Yann LeCun, diffusion models', 'author:"yann lecun" diffusion models'],
  ['author:LeCun, Yann year:2024', 'author:"yann lecun" year:2024'],
  ['cat=cs.AI author=lecun title="a1 b1"', 'cat:cs.ai author:lecun title:"a1 b1"'],
  ['k=3 title = x1', 'k 3 title x1'],
  ['org:Google DeepMind', 'org:"google deepmind"'],
  ['author : hinton', 'author:hinton'],
  ['+title:video +"a1 b1"', 'title:video "a1 b1"'],
  ['after:Jan 2025 before:"July 4, 2025"', 'after:2025-01-01 before:2025-07-04'],
  ['after: 1 Feb 2025 lora', 'after:2025-02-01 lora'],
  ['after:20250131', 'after:2025-01-31'],
  ['C++-tran* c++tran* C#-like*', 'c++tran* c++tran* c#like*'],
];

/** Typed, what is said of it, and what else may have been meant. */
const noted: [string, RegExp, string][] = [
  ['diffusion not video', /excludes/, '"diffusion not video"'],
  ['diffusion except video', /as a word/, 'diffusion -video'],
  ['author:kaiming he', /Only `kaiming`/, 'author:"kaiming he"'],
  ['Kaiming He', /`He` is a common word/, 'author:"Kaiming He"'],
  ['author:Yann LeCun', /one name/, 'author:"Yann" LeCun'],
  ['author:lecun,yann', /both/, 'author:(lecun OR yann)'],
  ['author:lecun, smith', /two names/, 'author:"lecun, smith"'],
  ['author:LeCun, Smith', /one name/, 'author:(LeCun OR Smith)'],
  ['author:lecun and smith', /`smith` is searched for as text/, 'author:(lecun smith)'],
  ['author:"kaiming he" OR "yann lecun"', /as text/, 'author:("kaiming he" OR "yann lecun")'],
  ['upvotes:>1 000', /as a word/, 'upvotes:>1000'],
];

/** Typed, the part that is wrong, a word of what is said, what is suggested. */
const problems: [string, string, RegExp, string?][] = [
  ['', '', /no word/],
  ['   ', '   ', /no word/],
  ['!?…', '!?…', /no word/],
  ['🎉', '🎉', /no word/],
  ['"continual learning', '"continual learning', /isn't closed/, '"continual learning"'],
  ['(rl OR rlhf', '(', /isn't closed/, '(rl OR rlhf)'],
  ['((rl OR rlhf', '(', /isn't closed/, '((rl OR rlhf))'],
  ['(lora', '(', /isn't closed/, 'lora'],
  ['title:(lora', '(', /isn't closed/, 'title:(lora)'],
  ['rl) agents', ')', /no matching/, 'rl agents'],
  ['OR agents', 'OR', /both sides/, 'agents'],
  ['agents |', '|', /both sides/, 'agents'],
  ['rl OR OR agents', 'OR', /both sides/, 'rl OR agents'],
  ['AND agents', 'AND', /both sides/, 'agents'],
  ['agents NOT', 'NOT', /exclude/, 'agents'],
  ['autor:hinton', 'autor:', /did you mean `author:`/i, 'author:hinton'],
  ['deep titel:nets', 'titel:', /did you mean `title:`/i, 'deep title:nets'],
  ['venue:neurips', 'venue:', /fields are title/, 'venue neurips'],
  ['title:', 'title:', /what to search for/],
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
  ['diffusion - video', '-', /could be a dash/, 'diffusion -video'],
  ['diffusion ! video', '!', /could be a dash/, 'diffusion -video'],
  ['diffusion or not video', 'or not', /ambiguous/, 'diffusion -video'],
  ['diffusion !!video', '!!', /Write a single/, 'diffusion -video'],
  ['NOT NOT video', 'NOT NOT', /Exclude it once/, '-video'],
  ['-title:-video', '-title:', /Exclude it once/, 'title:-video'],
  ['"deep learning"-video', '-', /space before/, '"deep learning" -video'],
  ['(rl OR rlhf)-video', '-', /space before/, '(rl OR rlhf) -video'],
  ['"-video"', '-', /before its quotes/, '-"video"'],
  ['“diffusion -video”', '-', /before its quotes/, '"diffusion" -"video"'],
  ['deep NEAR/3 learning', 'NEAR/3', /not an operator/, 'deep learning'],
  ['~video', '~', /isn't an operator/, 'video'],
  ['upvotes:-5', 'upvotes:-5', /upvotes:>20/, '-upvotes:5'],
  ['year:-2024', 'year:-2024', /year:2024/, '-year:2024'],
  ['year:24', 'year:24', /year:2024/],
  ['upvotes:>1.000', 'upvotes:>1.000', /upvotes:>20/],
  ['upvotes>lots', 'upvotes>lots', /upvotes:>20/],
  ['cat:cs.AI,c/x', 'c/x', /cat:cs\.LG/],
  ['cat:cs.AI cs.LG', 'cs.LG', /commas/, 'cat:cs.AI,cs.LG'],
  ['cat:(cs.AI', '(', /isn't closed/, 'cat:(cs.AI)'],
  ['cat:()', 'cat:()', /what to search for/],
  ['has:code,pdf', 'pdf', /has:code/],
  ['before:01/02/2025', 'before:01/02/2025', /before:2025-01-31/],
  ['after:yesterday', 'after:yesterday', /after:2025-01-31/],
  ['.net-foo*', '.net-foo*', /end of one word/],
  ['title:author:foo', 'title:', /what to search for/],
];

describe('a query', () => {
  test.each(understood)('%s is understood as %s', (typed, printed) => {
    const parsed = parseQuery(typed);
    if (!parsed.ok) throw new Error(parsed.problem.message);
    expect(printQuery(parsed.query)).toBe(printed);
    expect(parseQuery(printed)).toEqual(parsed);
  });

  test.each([...excluded, ...valued])('%s means %s', (typed, printed) => {
    const parsed = parseQuery(typed);
    if (!parsed.ok) throw new Error(parsed.problem.message);
    expect(printQuery(parsed.query)).toBe(printed);
    expect(parseQuery(printed)).toEqual(parsed);
  });

  test.each(negatedInText)('%s keeps its negation: %s', (typed, printed, suggestion) => {
    const parsed = parseQuery(typed);
    expect(parsed.ok && printQuery(parsed.query)).toBe(printed);
    expect(notesOn(typed).map((note) => note.suggestion)).toEqual([suggestion]);
  });

  test.each(noted)('%s could mean something else, which is said', (typed, message, suggestion) => {
    const [note, ...others] = notesOn(typed);
    expect(others).toEqual([]);
    expect(note?.message).toMatch(message);
    expect(note?.suggestion).toBe(suggestion);
    expect(parseQuery(suggestion).ok).toBe(true);
  });

  test.each(understood.map(([typed]) => typed))('%s has nothing else it could mean', (typed) => {
    expect(notesOn(typed)).toEqual([]);
  });

  const printedBefore = readFileSync(
    new URL('../../fixtures/query/printed-by-first-version.txt', import.meta.url),
    'utf8',
  );

  test('that the first version printed is still read as the same query', () => {
    const lines = printedBefore.split('\n').filter(Boolean);
    expect(lines.length).toBeGreaterThan(300);
    const read = lines.map((line) => {
      const parsed = parseQuery(line);
      if (!parsed.ok) return parsed.problem.message;
      // Greek letters have been words of their own names since.
      return /\p{Script=Greek}/u.test(line) ? line : printQuery(parsed.query);
    });
    expect(read).toEqual(lines);
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
    const parsed = parseQuery(Array.from({ length: 101 }, (_, at) => `w${at}`).join(' OR '));
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
    ...[
      '!',
      ',',
      '- ',
      'a - ',
      'not ',
      'NOT ',
      'NEAR ',
      'cat:a,',
      'cat:(',
      'author:A ',
      'author:A, ',
      'author:a b, ',
      'author:a, ',
      'author:"a", ',
      'author:A and ',
      '(a)-',
      '"a"-',
      'x/-',
      '~a ',
      '`',
    ],
  ])('is read in linear time when it is %s, over and over', (piece) => {
    const read = (text: string) => {
      splitTopics(text);
      try {
        tokenize(text);
      } catch (error) {
        expect(error).toBeInstanceOf(Misread);
      }
    };
    expectLinear((length) => piece.repeat(length).slice(0, length), read, 32_000);
    const short = piece.repeat(1000).slice(0, 1000);
    parseQuery(short);
    notesOn(short);
  });

  test.each(['x', 'ab*', '1', '.', 'https://'])(
    'is read in linear time when it is %s within quotes',
    (piece) => {
      const work = (text: string) => [splitTopics(text), parseQuery(text)];
      expectLinear((length) => `"${piece.repeat(length).slice(0, length)} end"`, work, 64_000);
    },
  );

  test.each(['.', ')', '.!', ':'])(
    'is read in linear time when a word or a link has %s in it, over and over',
    (piece) => {
      for (const start of ['a', 'https://a', 'about: a'])
        expectLinear((length) => `${start}${piece.repeat(length).slice(0, length)}b`, splitTopics, 32_000);
    },
  );

  test('has an equal key for spelling, order and repetition aside', () => {
    const keys = ['fine-tuned LoRA', 'lora finetuning', 'LORA "fine tuning" lora'].map((typed) => {
      const parsed = parseQuery(typed);
      return parsed.ok ? meaningKey(parsed.query) : parsed.problem.message;
    });
    expect(new Set(keys).size).toBe(1);
  });
});
