import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readEnv } from '../../src/config/env.ts';

test('a file of a secret that holds something else is a problem, and its content is kept nowhere', () => {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-env-'));
  const path = join(folder, 'secret');
  writeFileSync(path, 'hunter'.repeat(12_000));
  const { values, problems } = readEnv({ HF_TOKEN_FILE: path }, folder, new Set(['HF_TOKEN']));
  expect(values.HF_TOKEN).toBeUndefined();
  expect(problems).toEqual([
    expect.stringMatching(/^HF_TOKEN has 72,000 characters, but no secret has more/),
  ]);
  expect(problems.join()).not.toContain('hunter');
});
