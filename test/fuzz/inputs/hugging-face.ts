/** Answers of Hugging Face's papers API: days with their pages, searches and single papers. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Digest, Paper } from '../../../src/model/paper.ts';
import type { HttpResponse } from '../../../src/sources/http.ts';
import { createHuggingFaceApi } from '../../../src/sources/hugging-face-api.ts';
import { isSeen, isSentence, stringsOf } from '../checks.ts';
import { junk, mostly, text } from '../hostile.ts';
import { fixtures, mutated } from '../mutate.ts';
import { target } from '../target.ts';
import { apiItem } from './digest-files.ts';

const items = fc.array(mostly(apiItem), { maxLength: 5 });
const answer = fc.oneof<fc.Arbitrary<string | Uint8Array>[]>(
  mostly(items).map((value) => JSON.stringify(value) ?? ''),
  fc.oneof(apiItem, junk).map((value) => JSON.stringify(value) ?? ''),
  mutated(fixtures('api-daily-papers.json', 'golden/api-mixed.json')),
);
const link = fc.oneof(
  fc.constantFrom(
    undefined,
    '<https://huggingface.co/api/daily_papers?p=1>; rel="next"',
    '<//evil.example/?p=1&x=2>; rel=next',
    '<>; rel="next"',
  ),
  text,
);

export const huggingFace = [
  target({
    name: "answers of Hugging Face's API",
    cases: 40,
    generate: fc.record({ body: answer, link, status: fc.constantFrom<number[]>(200, 200, 200, 400, 404) }),
    async run({ body, link, status }) {
      let asked = 0;
      const get = async ({ url }: { url: string }) => {
        assert.ok(++asked <= 60, 'Hugging Face is asked without end');
        assert.ok(url.startsWith('https://hf.example/api/'), `another host is asked: ${url}`);
        return { status, unchanged: false, body: Buffer.from(body), link } as HttpResponse;
      };
      const api = createHuggingFaceApi({ get } as never, {
        url: 'https://hf.example',
        token: 'hf_s3cretS3cret',
      });
      const all = await Promise.allSettled([
        api.day('2025-12-12', { keep: false }),
        api.search('lora', 5, 1_000),
        api.paper('2512.00001', 1_000),
      ]);
      for (const one of all) if (one.status === 'rejected') throw one.reason;
      return all.map((one) => (one.status === 'fulfilled' ? one.value : undefined));
    },
    holds(outcome) {
      if (outcome.refused !== undefined) return isSentence(outcome.refused);
      const [day, found = [], paper] = outcome.value as [
        Digest[] | undefined,
        Paper[] | undefined,
        Paper | undefined,
      ];
      for (const one of day ?? []) Digest.parse(one);
      for (const one of [...found, ...(paper ? [paper] : [])]) Paper.parse(one);
      for (const said of stringsOf(outcome.value)) isSeen(said, 'a paper of Hugging Face');
    },
    texts: {
      'a summary': (mark) => ({
        body: JSON.stringify([
          { paper: { id: '2512.00001', title: 'A', summary: mark, authors: [{ name: mark }] } },
        ]),
        link: undefined,
        status: 200,
      }),
    },
  }),
];
