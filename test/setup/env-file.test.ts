import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
