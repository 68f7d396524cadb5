import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { CLI_COMMANDS } from '../../src/cli/commands.ts';
import { paperboy } from './run.ts';

const NAMES = CLI_COMMANDS.map(({ name }) => name);
const optionsOf = (name: string) => [
  ...(CLI_COMMANDS.find((one) => one.name === name)?.options ?? []).map((option) => `--${option.name}`),
  '--help',
];

/** What is typed, with `|` in place of spaces: the last part is what Tab is pressed behind. */
const TYPED = [
  '',
  'se',
  'search|--s',
  'search|--sort|',
  'search|lora|--sort|d',
  'search|--since|',
  'completion|',
  'help|sea',
  'digest|pa',
  'digest|--fo',
  'nothing|',
  ...NAMES.map((name) => `${name}|--`),
];

describe('completion in bash', () => {
  let answers: Map<string, string[]>;

  /** One bash calls the function for everything that is typed, as it does itself when Tab is pressed. */
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'paperboy-completion-'));
    writeFileSync(join(folder, 'paper one.txt'), '');
    const { out } = await paperboy(['completion', 'bash']);
    const asked = TYPED.map((typed) => {
      const words = ['paperboy', ...typed.split('|')].map((word) => `'${word}'`);
      return `COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; _paperboy; printf '%s\\t' "\${COMPREPLY[@]}"; echo`;
    });
    const script = [out, 'complete -p paperboy', ...asked].join('\n');
    const said = execFileSync('bash', ['--norc', '-c', script], { cwd: folder, encoding: 'utf8' });
    const [registered, ...lines] = said.split('\n');
    expect(registered).toBe('complete -F _paperboy paperboy');
    answers = new Map(TYPED.map((typed, at) => [typed, (lines[at] ?? '').split('\t').filter(Boolean)]));
  });

  test('offers all commands, then those that begin so', () => {
    expect(answers.get('')).toEqual([...NAMES, 'help', '--help', '--version']);
    expect(answers.get('se')).toEqual(NAMES.filter((name) => name.startsWith('se')));
    expect(answers.get('help|sea')).toEqual(['search']);
  });

  test.each(NAMES)('offers the options of %s', (name) => {
    expect(answers.get(`${name}|--`)).toEqual(optionsOf(name));
  });

  test('offers the values of an option, and nothing where any value goes', () => {
    expect(answers.get('search|--s')).toEqual(['--sort', '--since']);
    expect(answers.get('search|--sort|')).toEqual(['relevance', 'date', 'votes']);
    expect(answers.get('search|lora|--sort|d')).toEqual(['date']);
    expect(answers.get('search|--since|')).toEqual([]);
    expect(answers.get('completion|')).toEqual(['bash', 'zsh', 'fish', '--help']);
    expect(answers.get('nothing|')).toEqual([]);
  });

  test('offers files, whole though their names have spaces', () => {
    expect(answers.get('digest|pa')).toEqual(['paper one.txt']);
    expect(answers.get('digest|--fo')).toEqual(['--format']);
  });
});

describe('completion', () => {
  test.each(['zsh', 'fish'])('for %s knows every command and option', async (shell) => {
    const { out } = await paperboy(['completion', shell]);
    for (const { name, options = [] } of CLI_COMMANDS) {
      expect(out).toContain(name);
      for (const option of options) expect(out).toMatch(new RegExp(`(--|-l )${option.name}\\b`));
    }
  });

  test.each([[], ['tcsh'], ['__proto__'], ['bash', 'zsh']])('for %j is misuse', async (...shells) => {
    expect(await paperboy(['completion', ...shells.flat()])).toMatchObject({
      code: 2,
      err: expect.stringContaining('needs one shell'),
    });
  });
});
