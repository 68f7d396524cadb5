import { expect, test } from 'vitest';
import { readAllSettings } from '../../src/cli/settings.ts';
import { wordsOf } from '../../src/commands/external-search.ts';
import { parseQuery } from '../../src/query/parse.ts';

const sources = (text: string) => readAllSettings({ SOURCES: text }, '/here').settings?.sources.entries;

test.each([
  ['bundled', [{ scheme: 'bundled' }]],
  [
    'hugging-face, arxiv:cs.LG+cs.CL',
    [{ scheme: 'hugging-face' }, { scheme: 'arxiv', categories: ['cs.LG', 'cs.CL'] }],
  ],
  [
    'folder:./digests,hugging-face',
    [{ scheme: 'folder', path: '/here/digests' }, { scheme: 'hugging-face' }],
  ],
  [
    'feed:https://a.example/rss?x=1,2&y=3,bundled',
    [{ scheme: 'feed', url: 'https://a.example/rss?x=1,2&y=3' }, { scheme: 'bundled' }],
  ],
  ['arxiv:hep-th+astro-ph.GA', [{ scheme: 'arxiv', categories: ['hep-th', 'astro-ph.GA'] }]],
  ['hugging-face,hugging-face,', [{ scheme: 'hugging-face' }]],
])('%s', (text, expected) => {
  expect(sources(text)).toEqual(expected);
});

test.each([
  ['arxiv:', "isn't an arXiv category"],
  ['arxiv:cs.LG OR 1', "isn't an arXiv category"],
  ['feed:file:///etc/passwd', 'needs an address'],
  ['huggingface', "it isn't a source"],
  ['bundled,nonsense', '"nonsense": it isn\'t a source'],
  [',', 'names no source'],
])('%s is refused', (text, problem) => {
  expect(readAllSettings({ SOURCES: text }, '/').problems?.[0]).toContain(problem);
});

test.each([
  [{}, 'bundled'],
  [{ SLACK_BOT_TOKEN: 'x' }, 'hugging-face'],
  [{ DISCORD_BOT_TOKEN: 'x' }, 'hugging-face'],
  [{ NODE_ENV: 'production' }, 'hugging-face'],
  [{ HF_API_URL: 'http://127.0.0.1:9/api/' }, 'hugging-face'],
  [{ NODE_ENV: 'production', SOURCES: 'bundled' }, 'bundled'],
])('with %j the source is %s', (env, scheme) => {
  expect(readAllSettings(env, '/').settings?.sources.entries).toEqual([{ scheme }]);
});

test('addresses are taken with or without the path that is ours to add', () => {
  const own = readAllSettings({ HF_API_URL: 'http://h/api/', ARXIV_API_URL: 'http://a/api/query' }, '/')
    .settings?.sources.own;
  expect(own).toMatchObject({
    'hugging-face': { url: 'http://h' },
    arxiv: { apiUrl: 'http://a', listingUrl: 'http://a' },
  });
});

test('a bad token is not printed', () => {
  expect(readAllSettings({ HF_TOKEN: 'hf secret' }, '/').problems?.join()).not.toContain('hf secret');
});

test.each([
  ['diffusion -video "3d scenes"', 'diffusion 3d scenes'],
  ['(rl OR rlhf) agents year:2024 upvotes:>3', 'rl rlhf agents'],
  ['title:scaling author:"kaiming he" -title:"x y"', 'scaling kaiming he'],
  ['transform* fine-tuning', 'transform fine-tuning'],
  ['year:2024', ''],
  ['diffusion not video', 'diffusion'],
  ['diffusion title:-video !audio', 'diffusion'],
  ['the state of the art', 'the state of the art'],
])('%s is asked elsewhere as: %s', (typed, words) => {
  const parsed = parseQuery(typed);
  expect(parsed.ok && wordsOf(typed, parsed.query)).toBe(words);
});
