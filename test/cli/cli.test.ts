import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { newFolder, paperboy, root } from './run.ts';

const page = join(root, 'fixtures', 'daily-papers-2025-12-12.txt');
const answer = join(root, 'fixtures', 'api-daily-papers.json');

describe('digest', () => {
  test('prints JSON with what is known and nothing else', async () => {
    const { code, out } = await paperboy(['digest', page, '--format', 'json']);
    const digest = JSON.parse(out);
    expect(code).toBe(0);
    expect(digest).toMatchObject({
      date: '2025-12-12',
      byline: 'AK and the research community',
      skipped: [],
    });
    expect(digest.papers).toHaveLength(28);
    expect(digest.papers[0]).toMatchObject({ authorCount: 5, publishedOn: '2024-08-18' });
    expect(digest.papers[0]).not.toHaveProperty('commentCount');
    expect(digest.papers[0]).not.toHaveProperty('url');
  });

  test('reads standard input, and its own JSON back', async () => {
    const first = await paperboy(['digest', '-', '--format', 'json'], { input: readFileSync(page, 'utf8') });
    const second = await paperboy(['digest', '-', '--format', 'json'], { input: first.out });
    expect(second.out).toBe(first.out);
  });

  test('prints plain text in a pipe', async () => {
    const { out } = await paperboy(['digest', page]);
    expect(out).toMatch(
      /^Papers for Fri, Dec 12, 2025 {2}28 papers, by AK and the research community\n\n 1 {2}Antidote/,
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes begin with the escape character
    expect(out).not.toMatch(/\x1b/);
  });

  test('prints HTML in which a title is text', async () => {
    const hostile = JSON.stringify([
      { paper: { id: '2501.00001', title: 'n<d and k>2 & more<script>alert(1)</script>', summary: 'x' } },
    ]);
    const { out } = await paperboy(['digest', '-', '--format', 'html', '--as-of', '2025-01-01'], {
      input: hostile,
    });
    expect(out).toContain('n&lt;d and k&gt;2 &amp; more');
    expect(out).not.toContain('<script>');
  });

  test("takes another day for the page's own", async () => {
    const { out } = await paperboy(['digest', page, '--format', 'json', '--as-of', '2025-12-13']);
    expect(JSON.parse(out).date).toBe('2025-12-13');
  });

  test('refuses what is no digest and says what was expected', async () => {
    const { code, out, err } = await paperboy(['digest', '-'], { input: 'Dear team, lunch is at noon.' });
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/Can't read this as a digest: .*Paperboy reads/s);
  });
});

describe('misuse', () => {
  test.each([
    [['frobnicate'], 'There is no command "frobnicate"'],
    [['digest'], 'needs one file'],
    [['digest', page, '--format', 'xml'], '--format'],
    [['digest', page, '--as-of', 'tomorrow'], '--as-of'],
    [['digest', page, '--nonsense'], '--nonsense'],
    [['search'], 'needs a query'],
    [['search', 'x', '--limit', 'many'], '--limit'],
    [['search', '(x'], '(x\n^'],
    [['import'], 'needs one or more files'],
    [['start', 'now'], 'takes no arguments'],
    [['__proto__'], 'There is no command'],
  ])('%j ends with 2 and says why', async (args, said) => {
    const { code, err } = await paperboy(args);
    expect(code).toBe(2);
    expect(err).toContain(said);
  });

  test('settings that are wrong are all said at once', async () => {
    const { code, err } = await paperboy(['search', 'x'], {
      env: { POST_AT: '25:00', TIMEZONE: 'Mars/Olympus' },
    });
    expect(code).toBe(2);
    expect(err).toContain('POST_AT is "25:00"');
    expect(err).toContain('TIMEZONE is "Mars/Olympus"');
  });
});

describe('import and search', () => {
  test('keep papers once, and find every spelling of a word', async () => {
    const dataDir = newFolder();
    const first = await paperboy(['import', page, answer], { dataDir });
    expect(first.out).toContain('28 papers of 2025-12-12: 28 new, 0 changed, 0 known');
    const again = await paperboy(['import', page], { dataDir });
    expect(again.out).toContain('0 new, 0 changed, 28 known');
    const found = async (query: string) =>
      JSON.parse((await paperboy(['search', query, '--json'], { dataDir })).out);
    const all = await found('hyperparameter');
    expect(all.total).toBeGreaterThanOrEqual(28);
    expect(all.papers).toHaveLength(all.total);
    const ids = (result: { papers: { id: string }[] }) => result.papers.map(({ id }) => id).sort();
    for (const query of [
      'hyper-parameter',
      'hyper parameter',
      'hyper-parameters',
      'Hyperparameters',
      '"hyper parameter"',
    ]) {
      expect(ids(await found(query))).toEqual(ids(all));
    }
    const excluded = await paperboy(['search', 'hyperparameter', '-continual', '--json', '--limit', '3'], {
      dataDir,
    });
    const result = JSON.parse(excluded.out);
    expect(result).toMatchObject({ query: 'hyperparameter -continual' });
    expect(result.papers).toHaveLength(3);
    expect(result.total).toBeLessThan(all.total);
  });

  test('go on after a file that cannot be read, and say which', async () => {
    const dataDir = newFolder();
    const bad = join(dataDir, 'bad.txt');
    writeFileSync(bad, 'no digest');
    const { code, out, err } = await paperboy(['import', bad, 'missing.txt', page], { dataDir });
    expect(code).toBe(1);
    expect(err).toMatch(/bad\.txt: .*no digest/);
    expect(err).toContain("missing.txt can't be read: it does not exist.\n");
    expect(out).toContain('28 new');
  });

  test('an empty archive and a misspelt word are said to be that', async () => {
    const dataDir = newFolder();
    expect((await paperboy(['search', 'lora'], { dataDir })).out).toContain('The archive is empty');
    await paperboy(['import', page], { dataDir });
    expect((await paperboy(['search', 'hyperparametr'], { dataDir })).out).toContain(
      'Did you mean: hyperparameter',
    );
  });

  test('a store that is none is named', async () => {
    const dataDir = newFolder();
    writeFileSync(join(dataDir, 'paperboy.sqlite'), 'This is no database. '.repeat(100));
    const { code, err } = await paperboy(['search', 'lora'], { dataDir });
    expect(code).toBe(1);
    expect(err).toMatch(/paperboy\.sqlite could not be opened: it is not a SQLite file/);
    expect(err).not.toMatch(/\n\s+at /);
  });
});

test('a server that does not answer is named without the password, which may come from a file', async () => {
  const dataDir = newFolder();
  const file = join(dataDir, 'url');
  writeFileSync(file, 'postgres://ada:hunt%26er22@127.0.0.1:1/papers\n');
  const { code, err } = await paperboy(['search', 'lora'], { dataDir, env: { STORE_URL_FILE: file } });
  expect(code).toBe(1);
  expect(err).toBe(
    'The store postgres://127.0.0.1:1/papers could not be opened: no server answers at its address; check that Postgres is running, and the host and port in STORE_URL.\n',
  );
});

test('help and version', async () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect((await paperboy(['--version'])).out).toBe(`paperboy ${version}\n`);
  expect((await paperboy([])).out).toContain('\n  search ');
  expect((await paperboy(['digest', '--help'])).out).toContain('--as-of DATE');
});
