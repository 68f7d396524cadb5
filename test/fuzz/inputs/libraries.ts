/** Libraries of reference managers: BibTeX, RIS, CSL-JSON, OPML, and answers of Zotero's API. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { readLibrary } from '../../../src/library/read-library.ts';
import { createZotero } from '../../../src/library/zotero.ts';
import { silent } from '../../delivery/world.ts';
import { isSeen, isSentence, stringsOf } from '../checks.ts';
import { junk, line, mostly, text } from '../hostile.ts';
import { mutated } from '../mutate.ts';
import { target } from '../target.ts';

const id = fc.constantFrom(
  '10.1000/abc',
  'https://doi.org/10.1000/ABC',
  '2508.01234',
  'arXiv:1706.03762v5',
  'https://arxiv.org/abs/2508.01234',
  '10.48550/arXiv.2401.00001',
  '',
);
const field = fc
  .tuple(
    fc.constantFrom(
      'title',
      'doi',
      'eprint',
      'archivePrefix',
      'url',
      'abstract',
      'author',
      'date-added',
      'year',
      'note',
      'journal',
    ),
    fc.constantFrom('={', '="', '=', ' = {{', '=a # {'),
    fc.oneof(id, text),
    fc.constantFrom('},', '",', ',', '}},', ''),
  )
  .map((parts) => parts.join(''));
const bibtex = fc
  .array(
    fc.tuple(
      fc.constantFrom('@article{', '@misc(', '@comment{', '@string{', '@ article {', '@'),
      line,
      fc.array(field, { maxLength: 6 }),
      fc.constantFrom('}', '', ')'),
    ),
    { maxLength: 5 },
  )
  .map((entries) =>
    entries.map(([open, key, fields, close]) => `${open}${key},\n${fields.join('\n')}${close}`).join('\n'),
  );
const ris = fc
  .array(
    fc.tuple(
      fc.constantFrom('TY', 'TI', 'T1', 'DO', 'UR', 'AB', 'N2', 'AU', 'ER', 'DA', 'Y1', 'ID', 'ZZ'),
      fc.constantFrom('  - ', '  -', ' - ', '-'),
      fc.oneof(id, text),
    ),
    { maxLength: 14 },
  )
  .map((lines) => `TY  - JOUR\n${lines.map((parts) => parts.join('')).join('\n')}\nER  - \n`);
const item = fc.record(
  {
    id: mostly(text),
    key: mostly(text),
    title: mostly(text),
    abstract: mostly(text),
    DOI: mostly(fc.oneof(id, text)),
    URL: mostly(fc.oneof(id, text)),
    itemType: mostly(fc.constantFrom('preprint', 'attachment', 'note', 'journalArticle')),
    extra: mostly(text),
    archiveID: mostly(id),
    dateAdded: mostly(fc.constantFrom('2024-01-02T10:00:00Z', 'x')),
    issued: junk,
  },
  { requiredKeys: [] },
);
const csl = fc.array(mostly(fc.oneof(item, fc.record({ key: text, data: mostly(item) }))), { maxLength: 5 });
const opml = fc
  .array(fc.tuple(text, fc.constantFrom('', '/')), { maxLength: 8 })
  .map(
    (all) =>
      `<?xml version="1.0"?><opml version="2.0"><body>${all.map(([url, end]) => `<outline text="x" xmlUrl="${url}"${end}>`).join('')}</body></opml>`,
  );
const GOOD = [
  '@article{a, title={Caf{\\\'e} {\\textbf{Talk}}}, abstract={We {\\em try}.}, doi={10.1000/abc}, date-added={2024-01-02 10:00:00 +0000}}\n@misc{b, title="A b", url = {https://arxiv.org/abs/2508.01234v2}}',
  'TY  - JOUR\nTI  - A title\nDO  - 10.1000/abc\nAB  - It says so.\nER  - \n\nTY  - JOUR\nT1  - Another title\nUR  - https://arxiv.org/abs/2508.01234\nER  - \n',
  '[{"id":"a","title":"One","DOI":"10.1000/one"},{"key":"K1","data":{"key":"K1","itemType":"preprint","title":"Two","extra":"arXiv:2401.00001 [cs]","dateAdded":"2024-01-02T10:00:00Z"}}]',
  '<opml version="2.0"><body><outline text="a"><outline xmlUrl="https://a.test/rss"/></outline></body></opml>',
].map((one) => Buffer.from(one));

interface Entry {
  paper: string;
  title: string;
}

function areEntries(entries: readonly Entry[]): void {
  for (const entry of entries) {
    assert.ok(entry.paper.length > 0 && entry.paper.length <= 200, `the id ${entry.paper}`);
    for (const said of stringsOf(entry)) isSeen(said, 'an entry');
  }
}

interface Zotero {
  server: Server;
  url: string;
  answer: { status: number; body: Uint8Array | string; headers: Record<string, string> };
}

async function openZotero(): Promise<Zotero> {
  const zotero: Zotero = { server: createServer(), url: '', answer: { status: 200, body: '', headers: {} } };
  zotero.server.on('request', (_, response) => {
    const { status, body, headers } = zotero.answer;
    response.writeHead(status, headers).end(status === 304 ? undefined : body);
  });
  await new Promise<void>((resolve) => zotero.server.listen(0, '127.0.0.1', resolve));
  zotero.url = `http://127.0.0.1:${(zotero.server.address() as AddressInfo).port}`;
  return zotero;
}

const headers = fc.dictionary(
  fc.constantFrom('backoff', 'retry-after', 'last-modified-version', 'content-type'),
  fc.constantFrom('0', '1', '-5', '1e9', 'x', '99999999999999999999', 'Wed, 21 Oct 2099 07:28:00 GMT', ''),
);

export const libraries = [
  target({
    name: 'libraries in files',
    cases: 80,
    generate: fc.oneof<fc.Arbitrary<string>[]>(
      bibtex,
      ris,
      fc.oneof(csl, junk).map((value) => JSON.stringify(value) ?? ''),
      opml,
      mutated(GOOD).map((raw) => Buffer.from(raw).toString()),
      text,
    ),
    run: (file) => readLibrary(file),
    holds(outcome, file) {
      const read =
        outcome.refused === undefined ? outcome.value : assert.fail('a library is never refused by an error');
      if ('problem' in read) return isSeen(read.problem, 'a problem');
      areEntries(read.entries);
      assert.ok(
        read.entries.length + read.skipped.length <= Math.max(1, file.length),
        'more entries than characters',
      );
      for (const url of read.feeds) assert.match(url, /^https?:\/\/\S+$/i);
      for (const said of stringsOf(read.skipped)) {
        isSeen(said, 'what was not read');
        assert.ok(said.length > 0 && said.length <= 1_000, `${said.length} characters of what was not read`);
      }
    },
    texts: {
      'a title in BibTeX': (mark) => `@article{a, title={${mark}}, doi={10.1000/abc}}`,
      'a whole BibTeX file': (mark) => `@article{a,${mark}`,
      'entries of BibTeX': (mark) => `@article{a, title={x}}\n${mark.replaceAll(' ', '\n@a{')}`,
      'abbreviations of BibTeX': (mark) =>
        `@string{a = {${mark}}}\n@article{a, title = a # ${mark.replaceAll(' ', ' a # @string{a = a # a} ')}}`,
      'entries on one line of BibTeX': (mark) => `@a{x} ${mark.replaceAll(' ', '@a{')}`,
      'a comment before BibTeX': (mark) => `{${mark}}\n@article{a, title={x}}`,
      'records of RIS': (mark) => `TY  - JOUR\n${mark.replaceAll(' ', '\nTY  - ')}`,
      'keys in CSL': (mark) => `[{"title":"x",${mark.replaceAll(' ', '"a":[{')}}]`,
      'a title in RIS': (mark) => `TY  - JOUR\nTI  - ${mark}\nER  - \n`,
      'a title in CSL': (mark) =>
        JSON.stringify([{ title: mark, abstract: mark, URL: mark, DOI: mark, extra: mark }]),
      'a list of feeds': (mark) => `<opml version="2.0"><body>${mark}</body></opml>`,
    },
  }),
  target({
    name: "answers of Zotero's API",
    cases: 40,
    generate: fc.record({
      status: fc.constantFrom<number[]>(200, 200, 200, 304, 403, 404, 429, 500),
      headers,
      body: fc.oneof<fc.Arbitrary<Uint8Array | string>[]>(
        csl.map((value) => JSON.stringify(value)),
        mutated(GOOD),
        fc.constant('{"items":["A",5]}'),
      ),
    }),
    open: openZotero,
    async run(answer, zotero: Zotero) {
      zotero.answer = answer;
      const settings = { user: '1', key: 'z0tero-s3cret', url: zotero.url };
      const one = createZotero({
        settings,
        userAgent: 'test',
        clock: () => 0,
        random: () => 0,
        sleep: async () => {},
        log: silent,
      });
      return [await one.changesSince(0), await one.changesSince(5)];
    },
    holds(outcome) {
      if (outcome.refused !== undefined) {
        isSentence(outcome.refused);
        return void assert.doesNotMatch(outcome.refused.message, /s3cret/);
      }
      for (const changes of outcome.value) areEntries(changes?.entries ?? []);
    },
    close({ server }) {
      server.closeAllConnections();
      server.close();
    },
  }),
];
