/** The query of a subscription, as it is stored and loaded again. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printQuery } from '../../src/query/print.ts';
import { splitTopics } from '../../src/query/split-topics.ts';
import { readTopic } from '../../src/query/topic.ts';
import { tree } from './trees.ts';

test('a topic has its canonical text and a meaning that its spelling does not change', () => {
  const typed = readTopic('fine-tuned  LoRA');
  const other = readTopic('lora finetuning');
  expect(typed).toMatchObject({ topic: { query: 'fine-tuned LoRA' } });
  expect('topic' in typed && 'topic' in other && typed.topic.meaning === other.topic.meaning).toBe(true);
});

test.each([
  ['CLIP', 'CLIP'],
  ['Diffusion LLMs -GANs', 'diffusion LLMs -GANs'],
  ['keyword:LoRA title:"Deep RL"', 'keyword:LoRA title:"deep RL"'],
  ['CLIP clip', 'clip clip'],
  ['this OR NOT that', '"this" OR -"that"'],
  ['cat:cs.LG', 'cat:cs.lg'],
])('%s keeps its capitals where they change nothing: %s', (typed, stored) => {
  const read = readTopic(typed);
  expect(read).toMatchObject({ topic: { query: stored } });
  // What is stored is read again as it is.
  expect(readTopic(stored)).toEqual(read);
});

test('what cannot be understood is a problem, never an exception', () => {
  expect(readTopic('(rl')).toMatchObject({ problem: { at: 0, length: 1, suggestion: 'rl' } });
});

test.each<[string, string[]]>([
  ['rl, llm agents', ['rl', 'llm agents']],
  ['rl,llm agents; lora，peft', ['rl', 'llm agents', 'lora', 'peft']],
  ['rl\nllm agents\r\n\n', ['rl', 'llm agents']],
  ['- rl\n- llm agents', ['rl', 'llm agents']],
  ['1. rl\n2. -video', ['rl', '-video']],
  ['- rl', ['- rl']],
  ['-rl\n-video', ['-rl -video']],
  ['diffusion, -video', ['diffusion -video']],
  ['diffusion,-video', ['diffusion -video']],
  ['diffusion\n-video', ['diffusion -video']],
  ['diffusion; not video', ['diffusion -video']],
  ['diffusion, title:-video, rl', ['diffusion title:-video', 'rl']],
  ['diffusion OR color, -video', ['(diffusion OR color) -video']],
  ['diffusion OR color, -video, -audio', ['(diffusion OR color) -video -audio']],
  ['diffusion, but not video', ['diffusion -video']],
  ['diffusion, without video', ['diffusion -video']],
  ['diffusion, excluding video or audio', ['diffusion -(video or audio)']],
  ['diffusion, not video games', ['diffusion -(video games)']],
  ['diffusion, not cat:cs.CV', ['diffusion -cat:cs.CV']],
  ['diffusion, -video games', ['diffusion', '-video games']],
  ['-video, diffusion', ['-video diffusion']],
  ['-video, diffusion OR color', ['-video (diffusion OR color)']],
  ['without forgetting, rl', ['without forgetting', 'rl']],
  ['without forgetting', ['without forgetting']],
  ['diffusion, year:2026', ['diffusion year:2026']],
  ['color, upvotes:>20', ['color upvotes:>20']],
  ['rl, has:code', ['rl has:code']],
  ['rl, (has:code OR upvotes:>20)', ['rl (has:code OR upvotes:>20)']],
  ['cat:cs.LG, after:2025-01-01', ['cat:cs.LG after:2025-01-01']],
  ['rl, cat:cs.LG', ['rl cat:cs.LG']],
  ['rl\ncat:cs.LG', ['rl', 'cat:cs.LG']],
  ['cat:cs.AI, cat:cs.LG', ['cat:cs.AI', 'cat:cs.LG']],
  ['"fine, tuning", rl', ['"fine, tuning"', 'rl']],
  ['“rl, agents” , lora', ['“rl, agents”', 'lora']],
  ["'rl, agents', lora", ["'rl, agents'", 'lora']],
  ['(rl, rlhf) agents, lora', ['(rl, rlhf) agents', 'lora']],
  ['cat:cs.AI,cs.LG, rl', ['cat:cs.AI,cs.LG', 'rl']],
  ['cat:cs.AI, cs.LG', ['cat:cs.AI, cs.LG']],
  ['cat:(cs.AI, cs.LG), rl', ['cat:(cs.AI, cs.LG)', 'rl']],
  ['year:2024, 2025 rl, lora', ['year:2024, 2025 rl', 'lora']],
  ['keyword:lora,peft', ['keyword:lora,peft']],
  ['keyword:lora, peft', ['keyword:lora, peft']],
  ['keyword:lora, llm agents', ['keyword:lora', 'llm agents']],
  ['author:lecun, smith', ['author:lecun, smith']],
  ['author: kaiming he, yann lecun', ['author: kaiming he, yann lecun']],
  ['author: Kaiming He, Yann LeCun', ['author: Kaiming He, Yann LeCun']],
  ['author:Smith, John; LeCun, Yann', ['author:Smith, John; LeCun, Yann']],
  ['author:Yann LeCun, diffusion models', ['author:Yann LeCun', 'diffusion models']],
  ['org:google, meta', ['org:google, meta']],
  ['author:"LeCun, Yann", rl', ['author:"LeCun, Yann"', 'rl']],
  ['author:LeCun, Yann', ['author:LeCun, Yann']],
  ['author:lecun,yann, rl', ['author:lecun,yann', 'rl']],
  ['upvotes:>1,000, rl', ['upvotes:>1,000', 'rl']],
  ['after:Jan 1, 2025, rl', ['after:Jan 1, 2025', 'rl']],
  ['1,000 images, rl', ['1,000 images', 'rl']],
  ['rl, (foo, bar', ['rl', '(foo, bar']],
  ['rl, "foo, bar', ['rl', '"foo, bar']],
  [' , ,', []],
])('%j is split into %j', (typed, topics) => {
  expect(splitTopics(typed)).toEqual(topics);
});

test('what is printed is one topic, and topics on lines of their own are those topics', () => {
  const printed = fc.array(tree.map(printQuery), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(printed, (topics) => {
      for (const topic of topics) expect(splitTopics(topic)).toEqual([topic]);
      const subjects = topics.map((topic) => `subject (${topic})`);
      expect(splitTopics(subjects.join('\n'))).toEqual(subjects);
    }),
    { numRuns: 2000 },
  );
});
