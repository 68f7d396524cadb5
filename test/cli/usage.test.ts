import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { CLI_COMMANDS } from '../../src/cli/commands.ts';
import { CLI_GROUPS } from '../../src/model/adapter-definition.ts';
import { newFolder, paperboy } from './run.ts';

/** Colors and other control sequences. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they begin with the escape character
const CONTROL = /\x1b\[/;

const lineOf = (text: string, start: string) => text.split('\n').find((line) => line.startsWith(start)) ?? '';

describe('help', () => {
  test('without a command lists each in one line at one column, in groups, with examples', async () => {
    const { code, out, err } = await paperboy([]);
    expect([code, err]).toEqual([0, '']);
    const columns = CLI_COMMANDS.map(({ name, does }) => {
      const line = lineOf(out, `  ${name} `);
      expect(line.endsWith(` ${does}`)).toBe(true);
      return line.length - does.length;
    });
    expect(new Set(columns).size).toBe(1);
    for (const group of CLI_GROUPS) expect(out).toContain(`\n${group}\n  `);
    expect(out).toContain('\nExamples\n  paperboy setup ');
    expect(await paperboy(['help'])).toMatchObject({ out });
    expect(await paperboy(['--help'])).toMatchObject({ out });
  });

  test('fits a terminal of 80 columns', async () => {
    for (const args of [[], ...CLI_COMMANDS.map(({ name }) => [name, '-h'])]) {
      const { out } = await paperboy(args, { columns: 80, env: { NO_COLOR: '1' } });
      // An example is typed as it stands.
      const long = out.split('\n').filter((line) => line.length > 80 && !line.startsWith('  paperboy '));
      expect(long).toEqual([]);
    }
  });

  test.each(CLI_COMMANDS)('of $name has its usage, its options and an example', async (command) => {
    const { name, options = [], examples, does } = command;
    const own = await paperboy([name, '--help']);
    expect(own).toMatchObject({ code: 0, err: '' });
    expect((await paperboy(['help', name])).out).toBe(own.out);
    expect(own.out.toLowerCase()).toContain(does.toLowerCase());
    expect(own.out).toContain(`\nUsage\n  paperboy ${name}`);
    for (const option of options) expect(lineOf(own.out, `  --${option.name} `)).toContain(option.does);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      expect(example.split(' ')[0]).toBe(name);
      expect(own.out).toContain(`\n  paperboy ${example}\n`);
    }
  });

  test.each(CLI_COMMANDS.flatMap(({ name, options = [] }) => options.map((option) => ({ name, option }))))(
    'of $name lists --$option.name, which it reads',
    async ({ name, option }) => {
      const typed = option.value === undefined ? [] : [option.choices?.[0] ?? 'x'];
      const { err } = await paperboy([name, `--${option.name}`, ...typed], {
        env: { SOURCES: 'bundled', PORT: '0' },
      });
      expect(err).not.toMatch(/There is no option|Unknown option/);
    },
  );

  test('suggests the command or the option that was meant', async () => {
    expect((await paperboy(['serach'])).err).toContain('Did you mean `search`?');
    expect((await paperboy(['search', 'lora', '--sotr', 'date'])).err).toContain('Did you mean `--sort`?');
    expect((await paperboy(['qqqqqq'])).err).not.toContain('Did you mean');
  });

  test('of a command that there is none of says so', async () => {
    for (const args of [
      ['help', 'serach'],
      ['serach', '--help'],
    ])
      expect(await paperboy(args)).toMatchObject({
        code: 2,
        err: expect.stringContaining('no command "serach"'),
      });
  });

  test('is named where a command was misused', async () => {
    expect((await paperboy(['search'])).err).toContain('Run `paperboy search --help` for usage.');
    expect((await paperboy(['serach'])).err).toContain('Run `paperboy help` for usage.');
  });

  test('is not what text behind -- asks for', async () => {
    expect((await paperboy(['search', '--', '--help'])).out).not.toContain('Usage');
  });
});

describe('NO_COLOR', () => {
  test('leaves a terminal without colors, and quotes what colors would mark', async () => {
    const plain = await paperboy(['ask', 'subscribe'], {
      columns: 80,
      env: { NO_COLOR: '1', SOURCES: 'bundled' },
    });
    expect(plain.out).not.toMatch(CONTROL);
    expect(plain.out).toContain('`/papers subscribe <query>`');
    const colored = await paperboy(['ask', 'subscribe'], {
      columns: 80,
      env: { NO_COLOR: '', SOURCES: 'bundled' },
    });
    expect(colored.out).not.toContain('`/papers subscribe <query>`');
  });
});

describe('a DATA_DIR that cannot be one', () => {
  test.each([['search lora'], ['export'], ['run-once --dry'], ['ask status']])(
    'is not called empty by %s',
    async (typed) => {
      const args = typed.split(' ');
      const file = join(newFolder(), 'file');
      writeFileSync(file, '');
      for (const dataDir of [file, join(file, 'sub')]) {
        const { code, out, err } = await paperboy(args, { env: { DATA_DIR: dataDir } });
        expect([code, out]).toEqual([2, '']);
        expect(err).toContain(
          `The folder ${dataDir} can't be used: it is a file, or lies in one. Set DATA_DIR`,
        );
      }
    },
  );

  test.each([
    ['~/papers', 'write the path out'],
    ['$HOME/papers', 'write the path out'],
    [`\${HOME}/papers`, 'write the path out'],
    ['file:///tmp/papers', 'must be a folder'],
    ['postgres://localhost/papers', 'STORE_URL'],
    ['/tmp/a\nb', 'control characters'],
  ])('%j is refused before anything is made there', async (dataDir, said) => {
    const { code, err } = await paperboy(['search', 'lora'], { env: { DATA_DIR: dataDir } });
    expect(code).toBe(2);
    expect(err).toContain('DATA_DIR is "');
    expect(err).toContain(said);
  });

  test('is named where its folder cannot be made', async () => {
    const { code, err } = await paperboy(['ask', 'status'], { env: { DATA_DIR: '/proc/paperboy' } });
    expect(code).toBe(1);
    expect(err).toMatch(/folder cannot be created; set DATA_DIR to another folder|is read-only/);
  });
});

describe('search', () => {
  const dataDir = newFolder();
  const papers = [
    { id: '2501.00001', title: 'Lattice one', upvotes: 5, publishedAt: '2025-01-01' },
    { id: '2501.00002', title: 'Lattice two', upvotes: 50, publishedAt: '2025-06-01' },
    { id: '2501.00003', title: 'Lattice three', upvotes: 9, publishedAt: '2025-11-30' },
  ];
  beforeAll(async () => {
    const input = JSON.stringify(papers.map((paper) => ({ paper: { summary: paper.title, ...paper } })));
    const { code, err } = await paperboy(['import', '-', '--as-of', '2025-12-01'], { dataDir, input });
    expect([code, err]).toEqual([0, '']);
  });
  const titles = async (...args: string[]) => {
    const { out, err } = await paperboy(['search', ...args, '--json'], { dataDir });
    expect(err).toBe('');
    return JSON.parse(out).papers.map(({ title }: { title: string }) => title.replace('Lattice ', ''));
  };

  test('sorts by date or votes', async () => {
    expect(await titles('lattice', '--sort', 'date')).toEqual(['three', 'two', 'one']);
    expect(await titles('lattice', '--sort=votes')).toEqual(['two', 'three', 'one']);
  });

  test('shows papers since a day, with or without other words', async () => {
    expect(await titles('lattice', '--since', '2025-06-01', '--sort', 'date')).toEqual(['three', 'two']);
    expect(await titles('one OR two', '--since', 'June 1, 2025')).toEqual(['two']);
    expect(await titles('--since', '2025-11-30')).toEqual(['three']);
    expect(await titles('lattice', '--since', 'yesterday')).toEqual([]);
  });

  test.each([
    [['--sort', 'stars'], '--sort needs relevance, date or votes, not "stars"'],
    [['--since', 'soon'], '--since needs a day or a period'],
    [['--since'], '--since needs a value'],
    [['--since', '2025-02-30'], '--since needs a day'],
  ])('%j is misuse', async (args, said) => {
    expect(await paperboy(['search', 'lattice', ...args], { dataDir })).toMatchObject({
      code: 2,
      err: expect.stringContaining(said),
    });
  });
});
