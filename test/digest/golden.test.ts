import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDigests } from '../../src/digest/parse.ts';
import { PaperboyError } from '../../src/model/errors.ts';
import { Digest } from '../../src/model/paper.ts';

const NOW = Date.parse('2025-12-20T12:00:00Z');
const GOLDEN = new URL('../../fixtures/golden/', import.meta.url);
const BAD = new URL('../../fixtures/bad/', import.meta.url);
const EXPECTED = '.expected.json';

describe('golden pairs', () => {
  it.each(readdirSync(GOLDEN).filter((file) => !file.endsWith(EXPECTED)))('reads %s as expected', (file) => {
    const digests = parseDigests(readFileSync(new URL(file, GOLDEN)), { now: NOW });
    expect(digests).toEqual(JSON.parse(readFileSync(new URL(file + EXPECTED, GOLDEN), 'utf8')));
    for (const digest of digests) expect(Digest.parse(digest)).toEqual(digest);
  });
});

describe('what is no digest', () => {
  it.each(readdirSync(BAD))('refuses %s and says why', (file) => {
    const read = () => parseDigests(readFileSync(new URL(file, BAD)));
    expect(read).toThrow(PaperboyError);
    expect(read).toThrow(expect.objectContaining({ code: 'bad-digest' }));
    expect(read).toThrow(/^Can't read this as a digest: .+ Paperboy reads .+|day is unknown.+--as-of/);
  });
});
