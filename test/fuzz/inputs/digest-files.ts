/** Files of digests: pages copied as text, Markdown, saved HTML, JSON and JSON Lines, made up and damaged. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { parseDigests } from '../../../src/digest/parse.ts';
import { Digest } from '../../../src/model/paper.ts';
import { webAddress } from '../../web-address.ts';
import { isBounded, isSeen, isSentence, stringsOf } from '../checks.ts';
import { junk, line, mostly, text } from '../hostile.ts';
import { fixtures, mutated } from '../mutate.ts';
import { type Outcome, target } from '../target.ts';

const NOW = Date.parse('2025-12-20T12:00:00Z');

type Raw = string | Uint8Array;

/** Digests of the model, or a refusal that tells what was wrong with the file and not with the program. */
export function areDigests(outcome: Outcome<Digest[]>, { length }: Raw): void {
  if (outcome.refused !== undefined) {
    const { code, cause } = outcome.refused;
    isSentence(outcome.refused);
    isSeen(outcome.refused.message, 'a refusal');
    assert.ok(code === 'bad-digest' || code === 'source', `the code ${code}`);
    if (code === 'bad-digest') assert.ok(isOfTheFile(cause), String(cause));
    return;
  }
  assert.ok(outcome.value.length > 0, 'neither a digest nor a refusal');
  for (const digest of outcome.value) Digest.parse(digest);
  for (const said of stringsOf(outcome.value)) isSeen(said, 'a digest');
  // LaTeX and entities may be longer as characters, and each paper has an id, links and the names of its fields.
  isBounded(outcome.value, length, 20, 4_000);
}

const read = (raw: Raw): Digest[] => parseDigests(raw, { now: NOW });

const day = fc.constantFrom(
  'Dec 12',
  'Dec 12, 2025',
  '12 Dec 2025',
  'Feb 30',
  'December 12',
  '2025-12-12',
  '',
);
const count = fc.oneof(
  fc.nat(5_000).map(String),
  fc.constantFrom('', '1.2k', '-3', '1e9', '9'.repeat(40), '½'),
);

const textPaper = fc.record({ title: line, abstract: text, authors: count, day, votes: count, by: line });
const textPage = fc
  .record({
    head: fc.boolean(),
    day,
    papers: fc.array(textPaper, { maxLength: 5 }),
    foot: fc.boolean(),
    more: text,
  })
  .map(({ head, day, papers, foot, more }) =>
    [
      ...(head ? ['Daily Papers', '', 'byAK and the research community', ''] : []),
      day,
      '',
      ...papers.flatMap((one) => [
        ...(one.votes === '' ? [] : ['Submitted by', '', one.by, '', one.votes, '']),
        ...[
          one.title,
          '',
          one.abstract,
          '',
          `  • ${one.authors} authors`,
          '·',
          `${one.day} ${one.votes}`,
          '',
        ],
      ]),
      ...(foot ? ['About', 'Jobs', 'Privacy'] : [more]),
    ].join('\n'),
  );

const markdown = fc
  .record({
    day,
    papers: fc.array(textPaper, { maxLength: 5 }),
    bullet: fc.constantFrom('*', '-', '•', '1.'),
  })
  .map(({ day, papers, bullet }) =>
    [
      '# Daily Papers',
      `## ${day}`,
      ...papers.flatMap((one) => [
        `### [${one.title}](https://arxiv.org/abs/2508.0${one.authors}v2)`,
        '',
        `**Abstract** ${one.abstract}`,
        `${bullet} ${one.authors} authors`,
        `${bullet} ${one.day} ${one.votes}`,
        '',
      ]),
    ].join('\n'),
  );

const id = fc.oneof(
  fc.integer({ min: 10_000, max: 99_999 }).map((number) => `2512.${number}`),
  fc.constantFrom(
    '2512.00001v3',
    'math/0309136',
    '10.1101/2025.11.02.700001',
    '2512.0000',
    'arXiv:2512.00001',
  ),
  text,
);
const author = fc.oneof(text, fc.record({ name: mostly(text), hidden: mostly(fc.boolean()) }), junk);
const moment = fc.constantFrom(
  '2025-12-11T17:02:11.000Z',
  '2025-12-12',
  '2025-13-40',
  '275760-09-13',
  '',
  'now',
);

/** A paper as the API, an export or a person writes it, with fields missing and of other types. */
export const jsonPaper: fc.Arbitrary<Record<string, unknown>> = fc.record(
  {
    id: mostly(id),
    title: mostly(text),
    summary: mostly(text),
    abstract: mostly(text),
    authors: mostly(fc.array(author, { maxLength: 4 })),
    keywords: mostly(fc.array(text, { maxLength: 3 })),
    ai_keywords: mostly(fc.array(text, { maxLength: 3 })),
    ai_summary: mostly(text),
    categories: mostly(fc.oneof(text, fc.array(text, { maxLength: 3 }))),
    publishedAt: mostly(moment),
    submittedOnDailyAt: mostly(moment),
    upvotes: mostly(fc.integer()),
    organization: mostly(fc.oneof(text, fc.record({ name: text, fullname: text }))),
    url: mostly(fc.oneof(webAddress, text)),
    githubRepo: mostly(fc.oneof(webAddress, text)),
    thumbnail: mostly(fc.oneof(webAddress, text)),
    mediaUrls: mostly(fc.array(webAddress, { maxLength: 2 })),
    doi: mostly(text),
    comment: mostly(text),
    otherIds: mostly(fc.array(text, { maxLength: 2 })),
    externalIds: mostly(fc.record({ ArXiv: id, DOI: text })),
    externalLink: text,
    error: mostly(fc.constantFrom(undefined, null)),
  },
  { requiredKeys: [] },
);

export const apiItem: fc.Arbitrary<unknown> = fc.record(
  {
    paper: mostly(jsonPaper),
    title: mostly(text),
    summary: mostly(text),
    publishedAt: mostly(moment),
    thumbnail: mostly(text),
    numComments: mostly(fc.nat()),
    organization: mostly(fc.record({ name: text, fullname: text })),
  },
  { requiredKeys: ['paper'] },
);

const papers = fc.array(mostly(fc.oneof(jsonPaper, apiItem)), { maxLength: 5 });
const own = fc.record(
  {
    date: mostly(moment),
    byline: mostly(text),
    papers: mostly(papers),
    skipped: mostly(fc.array(mostly(fc.record({ line: fc.integer(), reason: text })), { maxLength: 3 })),
  },
  { requiredKeys: ['papers'] },
);
const jsonValue = fc.oneof(
  own,
  fc.array(own, { maxLength: 3 }),
  papers,
  fc.record({ papers, data: junk }),
  junk,
);
const indent = fc.constantFrom(undefined, 1, '\t');
const json = fc.tuple(jsonValue, indent).map(([value, by]) => JSON.stringify(value, null, by) ?? '');
const jsonLines = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: papers.map((all) => JSON.stringify(all[0] ?? {})) },
      { weight: 1, arbitrary: line },
    ),
    { maxLength: 8 },
  )
  .map((lines) => lines.join('\n'));

const page = fc
  .tuple(mostly(fc.record({ dailyPapers: mostly(papers) })), text, text)
  .map(([props, before, after]) => {
    const escaped = (JSON.stringify(props) ?? '').replaceAll('&', '&amp;').replaceAll('"', '&quot;');
    return `<!doctype html><html><head><title>${before}</title></head><body><div data-target="DailyPapers" data-props="${escaped}">${after}</div></body></html>`;
  });

const GOLDEN = readdirSync(new URL('../../../fixtures/golden', import.meta.url)).filter(
  (name) => !name.includes('expected'),
);
const BAD = readdirSync(new URL('../../../fixtures/bad', import.meta.url));

const one = { run: read, holds: areDigests };
const lines = (mark: string) =>
  `Daily Papers\n\nDec 12\n\nA title\n\n${mark}\n\n  • 5 authors\n·\nAug 18, 2024\n`;
const jsonOf = (fields: object) =>
  JSON.stringify({ date: '2025-12-12', papers: [{ id: '2512.00001', title: 'A title', ...fields }] });

export const digestFiles = [
  target({
    name: 'pages copied as text',
    cases: 60,
    generate: textPage as fc.Arbitrary<Raw>,
    ...one,
    texts: {
      'an abstract': lines,
      'a whole page': (mark) => mark,
      'a title': (mark) =>
        `Dec 12\n\n${mark.replaceAll('\n', ' ')}\n\nIt says so.\n\n  • 5 authors\n·\nAug 18, 2024\n`,
    },
  }),
  target({
    name: 'pages in Markdown',
    cases: 50,
    generate: markdown as fc.Arbitrary<Raw>,
    ...one,
    texts: {
      'an abstract': (mark) =>
        `# Daily Papers\n## Dec 12\n### [A title](https://arxiv.org/abs/2508.01234)\n\n${mark}\n\n* 5 authors\n* Aug 18, 2024\n`,
    },
  }),
  target({
    name: 'saved pages',
    cases: 50,
    generate: page as fc.Arbitrary<Raw>,
    ...one,
    texts: {
      'a whole page': (mark) => `<html>${mark}</html>`,
      'its data': (mark) =>
        `<div data-target="DailyPapers" data-props="${mark.replaceAll('"', '&quot;')}"></div>`,
    },
  }),
  target({
    name: 'JSON',
    cases: 60,
    generate: json as fc.Arbitrary<Raw>,
    ...one,
    texts: {
      'an abstract': (mark) => jsonOf({ abstract: mark, skipped: [] }),
      'one paper twice': (mark) =>
        JSON.stringify(
          [1, 2].map((one) => ({
            id: '2512.00001',
            title: 'A title',
            abstract: `${one === 1 ? '' : 'x '}${mark}`,
          })),
        ),
      authors: (mark) => jsonOf({ abstract: 'x', authors: mark }),
      'all fields': (mark) =>
        JSON.stringify([
          { id: mark, title: mark, summary: mark, categories: mark, url: mark, doi: mark, date: mark },
        ]),
      'a whole file': (mark) => `{"papers": ${mark}`,
    },
  }),
  target({
    name: 'JSON Lines',
    cases: 50,
    generate: jsonLines as fc.Arbitrary<Raw>,
    ...one,
    texts: { 'one line': (mark) => `{"title":"A","abstract":"b"}\n${mark}\n{"title":"B","abstract":"b"}` },
  }),
  target({
    name: 'damaged files of digests',
    cases: 60,
    generate: mutated([
      ...fixtures(...GOLDEN.map((name) => `golden/${name}`), ...BAD.map((name) => `bad/${name}`)),
      ...fixtures('daily-papers-2025-12-12.txt', 'daily-papers.html', 'api-daily-papers.json'),
    ]) as fc.Arbitrary<Raw>,
    ...one,
  }),
];

/** Whether a parser of the file's own form refused it, and no code of ours broke on it. */
function isOfTheFile(cause: unknown): boolean {
  return (
    cause === undefined ||
    cause instanceof SyntaxError ||
    /^(?:Parse|Malformed|Detect)Error$/.test((cause as Error).name)
  );
}
