import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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

  test('keeps the newest five copies of what it was, and all files that it did not make', () => {
    const path = join(newFolder(), '.env');
    const others = ['.env.bak', '.env.old.bak', '.env.2020-01-01.bak', '.env.2020-01-01T00-00-00.bak.txt'];
    for (const name of others) writeFileSync(`${path}${name.slice(4)}`, 'mine');
    mkdirSync(`${path}.2020-01-01T00-00-00.bak`);
    symlinkSync('.env.bak', `${path}.2020-01-01T00-00-01.bak`);
    for (let value = 0; value <= 13; value++)
      writeEnvFile(path, { A: String(value) }, NOW + Math.floor(value / 2) * 1_000);
    const copies = readdirSync(dirname(path)).filter((name) => name.includes('2026'));
    const ends = ['04-2', '05', '05-2', '06', '06-2'].map((end) => `.env.2026-11-28T02-30-${end}.bak`);
    expect(copies.toSorted()).toEqual(ends.toSorted());
    expect(writeEnvFile(path, { A: 'x' }, NOW + 9_000)).toBe(`${path}.2026-11-28T02-30-09.bak`);
    expect(readdirSync(dirname(path))).toHaveLength(1 + 5 + others.length + 2);
    const afterSetBack = writeEnvFile(path, { A: 'y' }, NOW - 60_000) ?? '';
    expect(readFileSync(afterSetBack, 'utf8')).toBe('A=x\n');
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

  test('that is a link into a folder that is not there is told as such', () => {
    const folder = newFolder();
    const path = join(folder, '.env');
    symlinkSync('none/real', path);
    const none = join(folder, 'none');
    expect(() => writeEnvFile(path, { A: '2' }, NOW)).toThrow(
      `${path} can't be written: it is a link to ${join(none, 'real')}, and the folder ${none} does not exist.`,
    );
    expect(() => writeEnvFile(join(none, '.env'), { A: '2' }, NOW)).toThrow('its folder does not exist');
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
