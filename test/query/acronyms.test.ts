/** Acronyms and what they stand for find each other, by the shipped list. */
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Paper } from '../../src/model/paper.ts';
import { acronyms, acronymsVersion } from '../../src/query/acronyms.ts';
import { readPaper } from '../../src/query/document.ts';
import { inclusionsOf } from '../../src/query/inclusions.ts';
import { predicateOf } from '../../src/query/meaning.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { printQuery } from '../../src/query/print.ts';
import { reasonFor } from '../../src/query/reason.ts';
import { readTopic } from '../../src/query/topic.ts';
import type { Query } from '../../src/query/tree.ts';
import { createSearchIndex } from '../../src/search/search-index.ts';
import { isStopWord } from '../../src/text/stop-words.ts';

function queryOf(text: string): Query {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.query;
}

const paperOf = (title: string, abstract = ''): Paper => ({ id: title, title, abstract });
const finds = (typed: string, title: string) => predicateOf(queryOf(typed))(readPaper(paperOf(title)));

/** The query as it would be without the list. */
function withoutSynonyms(query: Query): Query {
  return JSON.parse(JSON.stringify(query, (key, value) => (key === 'synonyms' ? undefined : value)));
}

const found: [typed: string, title: string][] = [
  ['rl', 'Reinforcement learning for robots'],
  ['RL robots', 'Robots by reinforcement-learning'],
  ['reinforcement learning', 'RL for robots'],
  ['deep reinforcement learning agents', 'Agents and deep RL'],
  ['llm', 'Large language models'],
  ['LLMs', 'A large language model'],
  ['large language model agents', 'Agents made of LLMs'],
  ['gnn', 'Graph Neural Networks'],
  ['graph neural networks', 'GNNs at scale'],
  ['rag', 'Retrieval augmented generation'],
  ['RAG', 'Retrieval-Augmented Generation'],
  ['retrieval augmented generation', 'RAG in practice'],
  ['moe', 'Mixture of experts'],
  ['mixture-of-experts', 'An MoE layer'],
  ['mixture of experts', 'An MoE layer'],
  ['vlm', 'Vision-language models'],
  ['vision language models', 'VLMs see'],
  ['visual language model', 'VLMs see'],
  ['mllm', 'Multimodal LLMs'],
  ['multimodal llm', 'MLLM benchmarks'],
  ['multi-modal large language models', 'MLLM benchmarks'],
  ['re-identification', 'Person ReID'],
  ['title:rl', 'Reinforcement learning'],
  ['title:(reinforcement learning)', 'RL'],
  ['keyword:rl OR title:lora', 'Low-rank adaptation'],
];

const notFound: [typed: string, title: string][] = [
  ['"rl"', 'Reinforcement learning'],
  ['"reinforcement learning"', 'RL'],
  ['"RL" agents', 'Agents by reinforcement learning'],
  ['reinforcement AND learning', 'RL'],
  ['learning reinforcement', 'RL'],
  ['reinforcement', 'RL'],
  ['rl*', 'Reinforcement learning'],
  ['author:rl', 'Reinforcement learning'],
  ['-rl agents', 'Agents by reinforcement learning'],
  ['agents -(reinforcement learning)', 'RL agents'],
  ['sam', 'Segment anything model'],
  ['asr', 'Automatic speech recognition'],
  ['clip', 'Contrastive language image pre-training'],
  ['ragging', 'Retrieval-augmented generation'],
];

describe('an acronym of the list', () => {
  test.each(found)('%s finds "%s"', (typed, title) => {
    expect(finds(typed, title)).toBe(true);
  });

  test.each(notFound)('%s does not find "%s"', (typed, title) => {
    expect(finds(typed, title)).toBe(false);
  });

  test('and its long form, typed without quotes, find each other for every entry that has no function word', () => {
    for (const { short, longForms } of acronyms) {
      for (const form of longForms) expect.soft(finds(short, form), `${short} finds ${form}`).toBe(true);
      const [form = ''] = longForms;
      if (form.split(' ').some(isStopWord)) continue;
      expect.soft(finds(form, short), `${form} finds ${short}`).toBe(true);
    }
  });

  test('adds papers to what the words find by themselves, and takes none away', () => {
    const word = fc.constantFrom(
      'RL',
      'reinforcement learning',
      'LLM',
      'large language model',
      'learning',
      'deep',
    );
    const words = fc.array(word, { minLength: 1, maxLength: 3 });
    const counts = { both: 0, added: 0 };
    fc.assert(
      fc.property(words, words, (typed, title) => {
        const query = queryOf(typed.join(' '));
        const document = readPaper(paperOf(title.join(' ')));
        const isFound = predicateOf(query)(document);
        const isFoundAlone = predicateOf(withoutSynonyms(query))(document);
        if (isFoundAlone) expect(isFound).toBe(true);
        if (isFoundAlone) counts.both++;
        else if (isFound) counts.added++;
      }),
      { numRuns: 600 },
    );
    expect(Math.min(counts.both, counts.added)).toBeGreaterThan(10);
  });

  test('is printed as it was typed, and the printed query means the same', () => {
    const printed = [
      ['RL', 'rl'],
      ['"rl"', '"rl"'],
      ['Large Language Model agents', 'large language model agents'],
      ['"large" language model', 'large language AND model'],
      ['title:(reinforcement learning)', 'title:(reinforcement learning)'],
      ['-title:rl x', '-title:rl x'],
      ['(reinforcement learning OR rlhf) agents', '((reinforcement learning) OR rlhf) agents'],
    ] as const;
    for (const [typed, text] of printed) {
      const query = queryOf(typed);
      expect(printQuery(query)).toBe(text);
      expect(queryOf(text)).toEqual(query);
    }
  });

  test('is one topic with its plural and its long form with a hyphen, but not with itself in quotes', () => {
    const meaningOf = (typed: string) => {
      const read = readTopic(typed);
      return 'topic' in read ? read.topic.meaning : undefined;
    };
    expect(meaningOf('rl')).toBe(meaningOf('RLs'));
    expect(meaningOf('rl')).toBe(meaningOf('reinforcement-learning'));
    expect(meaningOf('rl')).not.toBe(meaningOf('"rl"'));
  });

  test('is given as the reason in the words that the paper has', () => {
    const reasonOf = (typed: string, title: string) =>
      reasonFor(queryOf(typed), readPaper(paperOf(title))).words;
    expect(reasonOf('rl', 'On Reinforcement Learning')).toEqual(['Reinforcement Learning']);
    expect(reasonOf('reinforcement learning', 'RL agents')).toEqual(['RL']);
  });

  test('says what it includes, what it excludes, and how to turn that off', () => {
    expect(inclusionsOf(queryOf('rl agents'))).toEqual({
      included: ['reinforcement learning'],
      excluded: [],
      inQuotes: '"rl"',
    });
    expect(inclusionsOf(queryOf('large language model -moe'))).toEqual({
      included: ['LLM'],
      excluded: ['mixture-of-experts'],
      inQuotes: '"large language model"',
    });
    expect(inclusionsOf(queryOf('"rl" agents'))).toBeUndefined();
  });
});

test('papers with the form that was typed come first', () => {
  const index = createSearchIndex();
  index.putMany([
    paperOf('a', 'We study reinforcement learning of robots.'),
    paperOf('b', 'We study the RL of robots here.'),
  ]);
  const order = (typed: string) => index.search(queryOf(typed), { limit: 9 }).hits.map(({ id }) => id);
  expect(order('rl')).toEqual(['b', 'a']);
  expect(order('reinforcement learning')).toEqual(['a', 'b']);
});

test('a misspelled long form is suggested without operators', () => {
  const index = createSearchIndex();
  index.put(paperOf('Reinforcement learning'));
  expect(index.suggest(queryOf('reinfrocement learning'))).toBe('reinforcement learning');
});

test('a changed list has a new version', () => {
  const list = acronyms.map(({ short, longForms }) => `${short}: ${longForms.join(', ')}`).join('\n');
  // What topics mean changes with the list: give it the next version in `scripts/acronyms.ts`, and put its checksum here.
  expect({ version: acronymsVersion, checksum: crc32(list) }).toEqual({ version: 1, checksum: 1695078637 });
});
