import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withSettings } from '../../src/setup/env-text.ts';

describe('the text of a .env file', () => {
  test('keeps comments, order, other settings and the ends of its lines', () => {
    const text = '# mine\r\nA=1\r\nexport B = 2\r\n#C=example\r\n\r\nD="two\nlines" # why\r\n';
    expect(withSettings(text, { B: '3', C: '4', E: '5' })).toBe(
      '# mine\r\nA=1\r\nexport B=3\r\n#C=example\r\nC=4\r\n\r\nD="two\nlines" # why\r\nE=5\r\n',
    );
  });

  test('keeps the comment behind a changed value, and `export` before its name', () => {
    expect(withSettings('  export A=1 # why\nB="a#b"  # too\n', { A: '2', B: '3' })).toBe(
      '  export A=2 # why\nB=3  # too\n',
    );
  });

  test.each(['"', "'", '`'])('replaces a value of several lines in %s as a whole', (quote) => {
    expect(withSettings(`Z=0\nA=${quote}one\ntwo${quote} # why\nB=1\n`, { A: '3' })).toBe(
      'Z=0\nA=3 # why\nB=1\n',
    );
  });

  test('begins with what is set where there was none, and ends each line', () => {
    expect(withSettings('', { A: '1' })).toBe('A=1\n');
    expect(withSettings('Z=0', { A: '1' })).toBe('Z=0\nA=1\n');
  });

  test('has quotes only where they are needed', () => {
    const set = (value: string) => withSettings('', { A: value });
    expect(set('Paperboy <papers@example.org>')).toBe('A=Paperboy <papers@example.org>\n');
    expect(set('a#b')).toBe('A="a#b"\n');
    expect(set(`"a"#'b'`)).toBe(`A=\`"a"#'b'\`\n`);
    expect(() => set('a\nB=2')).toThrow("can't stand together");
    expect(() => set('#"\'`')).toThrow("can't stand together");
  });

  test.each([
    ['A="x\nB=1\ny"\n', { B: '2' }],
    ['A="one\ntwo"\n', { A: '3' }],
    ["A='#B=1\n'\n", { B: '2' }],
  ])('is changed so that every other setting of %j is read as before', (text, changes) => {
    expect(parseEnv(withSettings(text, changes))).toEqual({ ...parseEnv(text), ...changes });
  });

  test('is changed rightly, or not at all, whatever stands in it', () => {
    const piece = fc.constantFrom('A', 'B', '=', ' ', '\n', '"', "'", '`', '#', 'x', 'export ', '\r\n', '\\');
    const any = fc.array(piece, { maxLength: 25 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(any, any, (text, value) => {
        const changes = { A: value };
        let changed: string;
        try {
          changed = withSettings(text, changes);
        } catch {
          return;
        }
        expect(parseEnv(changed)).toEqual({ ...parseEnv(text), ...changes });
      }),
    );
  });
});
