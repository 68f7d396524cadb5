import { expect, it } from 'vitest';
import { relatedTo } from '../../src/chat/links.ts';

it('the papers that a message names are asked for, each once, five at most', () => {
  const message = '<https://arxiv.org/abs/2508.01234v2|a> and 2508.01234, doi:10.1038/nature14539';
  expect(relatedTo(message)).toEqual({ act: { do: 'related', ids: ['2508.01234', '10.1038/nature14539'] } });
  const many = '2501.00001 2501.00002 2501.00003 2501.00004 2501.00005 2501.00006';
  expect(relatedTo(many)).toMatchObject({ act: { ids: { length: 5 } } });
  expect(JSON.stringify(relatedTo(many))).not.toContain('2501.00006');
});

it('an ID that no action can carry is left out', () => {
  expect(relatedTo(`10.1000/${'x'.repeat(300)} and 2508.01234`)).toEqual({
    act: { do: 'related', ids: ['2508.01234'] },
  });
});

it('a message that names none is searched for by its words, without its links and the words of talk', () => {
  expect(relatedTo('see HTTPS://x.org/a?b=c, www.y.org now: sparse attention, about 12 of it')).toEqual({
    text: 'search sparse OR attention',
  });
  expect(relatedTo('see https://example.org/page')).toBeUndefined();
});
