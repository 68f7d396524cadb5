import { describe, expect, it } from 'vitest';
import { hintFor } from '../../../adapters/web/hint.ts';

const searchOf = (text: string, first = true) => {
  const act = hintFor(text, first)?.actions[0]?.act;
  return act?.do === 'search' ? act.query : undefined;
};

describe('the hint for plain words', () => {
  it.each([
    ['hyperparameter', 'hyperparameter'],
    ['papers hyperparameter', 'hyperparameter'],
    ['@paperboy: continual learning?', 'continual learning'],
    ['/search lora', 'lora'],
    ['what about continual learning?', 'continual learning'],
    ['show me papers on diffusion', 'diffusion'],
    ['Find new papers about agents!', 'agents'],
    ['search engines', 'search engines'],
  ])('offers for %j a search for %j', (text, query) => {
    expect(searchOf(text)).toBe(query);
  });

  it.each(['/help', 'paperboy?', '???', `why ${'so '.repeat(200)}long?`])(
    'offers no search for %j',
    (text) => {
      expect(hintFor(text, true)).toBeDefined();
      expect(searchOf(text)).toBeUndefined();
    },
  );

  it('offers a command that was typed without `/papers` before it', () => {
    const specs = [
      { name: 'subscribe', aliases: ['follow'] },
      { name: 'search', aliases: [], isDefault: true as const },
    ];
    const actionsOf = (text: string) => hintFor(text, true, specs)?.actions;
    const act = { do: 'ask', text: 'follow diffusion for me' };
    expect(actionsOf(' follow  diffusion for me')).toEqual([
      { label: 'Run “/papers follow diffusion for me”', act },
    ]);
    expect(actionsOf('search lora')?.[0]?.label).toBe('Search for “search lora”');
    expect(actionsOf('followers of lora')?.[0]?.label).toBe('Search for “followers of lora”');
  });

  it('leaves people alone who talk to each other', () => {
    expect(hintFor('see you at lunch', false)).toBeUndefined();
    expect(hintFor('is paperboy awake', false)).toBeDefined();
    expect(hintFor('any news?', false)).toBeDefined();
  });

  it('is quick with the longest text', () => {
    for (const part of [' ', '.', 'find me ', '/ ', 'paper '])
      for (let times = 0; times < 100; times++)
        expect(hintFor(part.repeat(4000).slice(0, 4000), true)).toBeDefined();
  });
});
