/** What the docs show is run: queries find what they say, commands are read, and links lead somewhere. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { CLI_COMMANDS } from '../src/cli/commands.ts';
import { parseCommand } from '../src/commands/parse.ts';
import { readPaper } from '../src/query/document.ts';
import { predicateOf } from '../src/query/meaning.ts';
import { parseQuery } from '../src/query/parse.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const PAGES = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const textOf = (page: string) => readFileSync(join(root, page), 'utf8');

/** Cells of the rows of all tables, without their heads. */
function rowsOf(text: string): string[][] {
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  const isHead = (at: number) => /^\|[-|]+\|$/.test(lines[at + 1] ?? '');
  return lines
    .filter((line, at) => !/^\|[-|]+\|$/.test(line) && !isHead(at))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('\\|', '|')),
    );
}
/** What stands between backticks, where that is the whole cell. */
const codeOf = (cell = '') => /^`([^`]+)`$/.exec(cell)?.[1];

describe('docs/queries.md', () => {
  const rows = rowsOf(textOf('docs/queries.md')).map(([written, ...rest]) => ({
    query: codeOf(written) ?? '',
    rest,
  }));

  test('has examples', () => expect(rows.length).toBeGreaterThan(30));

  test.each(rows)('$query is a query', ({ query }) => {
    expect(parseQuery(query)).toMatchObject({ ok: true });
  });

  test.each(rows.filter(({ rest }) => rest.length === 2))(
    '$query finds the one and not the other',
    ({ query, rest }) => {
      const read = parseQuery(query);
      if (!read.ok) throw new Error(`${query} can't be read`);
      const isFound = predicateOf(read.query);
      const documents = rest.map((title) => readPaper({ id: '2508.01234', title, abstract: '' }));
      expect(documents.map((document) => isFound(document))).toEqual([true, false]);
    },
  );
});

describe.each(PAGES)('%s', (page) => {
  const text = textOf(page);

  test('names only commands of chat that there are', () => {
    // What stands in brackets or in capitals is for the reader to fill in.
    const typed = [...text.matchAll(/`(\/papers [^`<[]*)`/g)].map(([, one = '']) =>
      one.replaceAll(/\s+/g, ' '),
    );
    const shown = typed.filter((one) => !/\b[A-Z]{2,}\b|\.\.\.|\\\|/.test(one));
    expect(shown.filter((one) => parseCommand(one).kind === 'misused')).toEqual([]);
  });

  test('names only commands of the command line that there are', () => {
    const named = [...text.matchAll(/\bpaperboy (?:-- )?([a-z]+(?:-[a-z]+)*)\b(?= |`|$)/gm)]
      .filter(([, name = '']) => /^[a-z-]+$/.test(name))
      .filter((match) => /(?:npx |`|-- )$/.test(text.slice(Math.max(0, match.index - 4), match.index)))
      .map(([, name]) => name);
    // `paperboy ready` is a line of the log.
    const known = new Set(['help', 'ready', ...CLI_COMMANDS.map(({ name }) => name)]);
    expect(named.filter((name) => !known.has(name ?? ''))).toEqual([]);
  });

  test('links to files that there are', () => {
    const links = [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map(([, path = '']) => path);
    expect(links.filter((path) => !existsSync(resolve(root, dirname(page), path)))).toEqual([]);
  });
});
