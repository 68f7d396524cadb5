import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, test } from 'vitest';
import { writeEnvFile } from '../../src/setup/env-file.ts';

const NOW = Date.parse('2026-11-28T02:30:00Z');
const newFolder = () => mkdtempSync(join(tmpdir(), 'paperboy-env-'));
const modeOf = (path: string) => statSync(path).mode & 0o777;

describe('a .env file', () => {
  test('is made for its owner alone', () => {
    const path = join(newFolder(), '.env');
    expect(writeEnvFile(path, { A: '1' }, NOW)).toBeUndefined();
    expect([readFileSync(path, 'utf8'), modeOf(path)]).toEqual(['A=1\n', 0o600]);
  });

  test('that others could read is closed to them, and so is each copy of what it was', () => {
    const path = join(newFolder(), '.env');
    writeFileSync(path, 'A=1\n');
    chmodSync(path, 0o644);
    const first = writeEnvFile(path, { A: '2' }, NOW) ?? '';
    const second = writeEnvFile(path, { A: '3' }, NOW) ?? '';
    expect(first).toBe(`${path}.2026-11-28T02-30-00.bak`);
    expect([first, second].map((copy) => readFileSync(copy, 'utf8'))).toEqual(['A=1\n', 'A=2\n']);
    expect([path, first, second].map(modeOf)).toEqual([0o600, 0o600, 0o600]);
  });

  test('that says it all already gets no copy, and is closed to others', () => {
    const path = join(newFolder(), '.env');
    writeFileSync(path, 'A=1\n', { mode: 0o644 });
    expect(writeEnvFile(path, { A: '1' }, NOW)).toBeUndefined();
    expect(modeOf(path)).toBe(0o600);
  });

  test('that is a link stays one', () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'real'), 'A=1\n');
    symlinkSync('real', join(folder, '.env'));
    writeEnvFile(join(folder, '.env'), { A: '2' }, NOW);
    expect(readFileSync(join(folder, 'real'), 'utf8')).toBe('A=2\n');
  });

  test('that is a link to what is not there yet stays one', () => {
    const folder = newFolder();
    symlinkSync('real', join(folder, '.env'));
    writeEnvFile(join(folder, '.env'), { A: '2' }, NOW);
    expect(readFileSync(join(folder, 'real'), 'utf8')).toBe('A=2\n');
  });

  test('that two processes change at once keeps what each of them wrote', async () => {
    const path = join(newFolder(), '.env');
    const module = new URL('../../src/setup/env-file.ts', import.meta.url).href;
    const code = (name: string) =>
      `import { writeEnvFile } from ${JSON.stringify(module)};
      for (let at = 0; at < 30; at++) writeEnvFile(${JSON.stringify(path)}, { ['${name}' + at]: '1' }, 0);`;
    const ends = ['A', 'B'].map((name) =>
      once(spawn(process.execPath, ['--input-type=module', '-e', code(name)]), 'exit'),
    );
    expect((await Promise.all(ends)).map(([status]) => status)).toEqual([0, 0]);
    expect(Object.keys(parseEnv(readFileSync(path, 'utf8')))).toHaveLength(60);
  });

  test('whose lock was left behind is written all the same, and no lock stays', () => {
    const folder = newFolder();
    const path = join(folder, '.env');
    writeFileSync(`${path}.lock`, '');
    const longAgo = Date.now() / 1000 - 60;
    utimesSync(`${path}.lock`, longAgo, longAgo);
    writeEnvFile(path, { A: '1' }, NOW);
    expect(readdirSync(folder)).toEqual(['.env']);
  });

  test('that cannot be changed is as it was, and nothing is left beside it', () => {
    const folder = newFolder();
    const path = join(folder, '.env');
    writeFileSync(path, Buffer.from([0x41, 0x3d, 0xff, 0x0a]));
    expect(() => writeEnvFile(path, { A: '2' }, NOW)).toThrow('not UTF-8');
    expect(() => writeEnvFile(join(folder, 'none', '.env'), { A: '2' }, NOW)).toThrow('does not exist');
    expect(() => writeEnvFile(folder, { A: '2' }, NOW)).toThrow('it is a folder');
    expect(readdirSync(folder)).toEqual(['.env']);
  });
});
