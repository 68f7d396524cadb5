/** Posts, cards and replies that adapters are shown in tests. */
import type { Action, Card, Post, Reply } from '../../src/model/message.ts';

const PAPERS = [
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
  ['Mixed Precision Training of Convolutional Neural Networks using Integer Operations', 17, '2018-02-03'],
] as const;

/** A card with everything that can be known; `index` picks its paper. */
export function sampleCard(index = 0, change: Partial<Card> = {}): Card {
  const [title, authors, publishedOn] = PAPERS[index % PAPERS.length] ?? PAPERS[0];
  const id = `2408.0${1000 + index}`;
  return {
    id,
    title: [{ text: title }],
    url: `https://huggingface.co/papers/${id}`,
    authors: index % 2 === 0 ? `${authors} authors` : 'Ada Lovelace, Alan Turing and 3 more',
    ...(index % 3 === 0 && { organization: 'Analytical Engines' }),
    publishedOn,
    upvotes: 12 + index * 7,
    commentCount: index % 4,
    ...(index % 2 === 0 && { stars: 1240 + index, codeUrl: 'https://github.com/example/code' }),
    excerpt: [
      { text: 'A safety stage that runs after fine-tuning, so that it holds whatever ' },
      { text: 'hyperparameters', style: 'match' },
      {
        text: ' were chosen before. A small share of the weights is cut away, which undoes the harm and costs little accuracy.',
      },
    ],
    reason: [
      { text: 'matches: ', style: 'quiet' },
      { text: 'hyperparameter', style: 'strong' },
    ],
    actions: [
      { label: 'Abstract', act: { do: 'abstract', id } },
      { label: 'BibTeX', act: { do: 'cite', id } },
      { label: 'Share', act: { do: 'share-paper', id } },
    ],
    ...change,
  };
}

/** A card with all that a reader can do with a paper, as the core makes them. */
export function fullCard(index = 0, change: Partial<Card> = {}): Card {
  const card = sampleCard(index, change);
  const { id } = card;
  const [abstract, cite, share] = card.actions as [Action, Action, Action];
  const marks: Action[] = [
    { label: '👍 Relevant', act: { do: 'mark', id, as: 'relevant' } },
    { label: '👎 Not for us', act: { do: 'mark', id, as: 'not-relevant' } },
  ];
  const like: Action = { label: 'More like this', act: { do: 'related', ids: [id] } };
  const save: Action = { label: 'Save', act: { do: 'save', id } };
  return { ...card, actions: [abstract, ...marks, like, save, share, cite] };
}

export function samplePost(change: Partial<Post> = {}): Post {
  return {
    key: '2025-12-12 web:local:general',
    channel: 'web:local:general',
    summary: 'Daily Papers of 12 December 2025: 3 papers',
    blocks: [
      { kind: 'heading', text: 'Daily Papers, 12 December 2025' },
      {
        kind: 'text',
        tone: 'quiet',
        line: [{ text: '3 papers for this channel, chosen by AK and the research community.' }],
      },
      { kind: 'cards', cards: [0, 1, 2].map((index) => sampleCard(index)) },
    ],
    actions: [],
    ...change,
  };
}

export function sampleReply(change: Partial<Reply> = {}): Reply {
  return {
    audience: 'person',
    summary: 'Found 28 papers for “hyperparameter”',
    blocks: [
      {
        kind: 'text',
        line: [{ text: '28 papers', style: 'strong' }, { text: ' for hyperparameter, best first' }],
      },
      { kind: 'cards', cards: [0, 1, 2].map((index) => sampleCard(index)) },
    ],
    actions: [
      { label: 'More results', act: { do: 'search', query: 'hyperparameter', from: 3 } },
      { label: 'Share to channel', act: { do: 'share', query: 'hyperparameter', from: 0 } },
    ],
    ...change,
  };
}

export function textReply(text: string, audience: Reply['audience'] = 'person'): Reply {
  return { audience, summary: text, blocks: [{ kind: 'text', line: [{ text }] }], actions: [] };
}

/** What a hostile paper may bring: none of it may act, link or format. */
export const HOSTILE = [
  '<img src=x onerror="window.hacked=1">',
  '</script><script>window.hacked=1</script>',
  '*bold* _it_ ~no~ `code` > quote',
  '[click](https://evil.example) <https://evil.example|here>',
  '@everyone @here <!channel> <@U123> <@&1>',
  '&lt;b&gt; &amp; \u202Egnp.exe',
];
