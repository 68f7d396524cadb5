/**
 * Holds that what people type is recognized in linear time. A regular expression takes exponential time where a group that
 * repeats can read the same words in two ways, so no pattern has such a group.
 */
import { expect, test } from 'vitest';
import { parseCommand } from '../../../src/commands/parse.ts';
import { COMMANDS } from '../../../src/commands/registry.ts';
import { expectLinear } from '../../linear.ts';

/** More texts than the body of any group that repeats stands for. */
const MOST_TEXTS = 2_000;

/** The bodies of the groups that repeat in a pattern, each as the texts that it reads. */
function repeatsIn(pattern: string): string[][] {
  const repeats: string[][] = [];
  let at = 0;
  const alternatives = (): string[] => {
    const all: string[] = [];
    for (;;) {
      let texts = [''];
      while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')')
        texts = joined(texts, piece());
      all.push(...texts);
      if (pattern[at] !== '|') return all;
      at++;
    }
  };
  const piece = (): string[] => {
    const body = atom();
    const [mark = ''] = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(pattern.slice(at)) ?? [];
    at += mark.length;
    if (/^(?:[*+]|\{\d+,)/.test(mark) && !/^\{\d,[123]\}/.test(mark)) repeats.push(body);
    return /^[*?]/.test(mark) ? ['', ...body] : body;
  };
  const atom = (): string[] => {
    const [open = ''] = /^\((?:\?(?::|=|!))?/.exec(pattern.slice(at)) ?? [];
    if (open !== '') {
      at += open.length;
      const texts = alternatives();
      at++;
      return /[=!]$/.test(open) ? [''] : texts;
    }
    const [one = ''] = /^(?:\[(?:\\.|[^\]])*\]|\\.|.)/su.exec(pattern.slice(at)) ?? [];
    at += one.length;
    if (one === '^' || one === '$') return [''];
    // A class stands for one character that is in no other text.
    return [/^(?:\[|\\[dwS]|\.$)/.test(one) ? '\u0000' : one.replace(/^\\/, '')];
  };
  alternatives();
  return repeats;
}

function joined(left: readonly string[], right: readonly string[]): string[] {
  const texts: string[] = [];
  for (const a of left)
    for (const b of right) {
      if (texts.length >= MOST_TEXTS) return texts;
      texts.push(a + b);
    }
  return texts;
}

/** Whether some text is a sequence of these in two ways, as Sardinas and Patterson tell. */
function isAmbiguous(texts: readonly string[]): boolean {
  const parts = new Set(texts.filter((text) => text !== ''));
  if (parts.size < texts.filter((text) => text !== '').length) return true;
  const ends = new Set<string>();
  const note = (longer: string, shorter: string) => {
    if (longer.length > shorter.length && longer.startsWith(shorter)) ends.add(longer.slice(shorter.length));
  };
  for (const one of parts) for (const other of parts) note(one, other);
  // Ends that are found on the way are looked at, too.
  for (const end of ends) {
    if (parts.has(end)) return true;
    for (const part of parts) {
      note(part, end);
      note(end, part);
    }
  }
  return false;
}

test.each([
  ['(?: for| the| for)*', true],
  ['(?:(?:i|it|here|there) ?)+', true],
  ['(?:(?:in|from)(?: in)? )*', true],
  ['(?:(?:show )*only(?: show)? )+', true],
  ['(?: in| on| one)+', false],
  ['(?:(?:in|from) ?)*', false],
])('of %s it is told whether it can read words in two ways: %s', (pattern, expected) => {
  expect(repeatsIn(pattern).some(isAmbiguous)).toBe(expected);
});

test('what repeats in the phrases of a command reads words in one way', () => {
  const bad = COMMANDS.flatMap(({ name, phrases = [] }) =>
    phrases
      .flatMap(({ says }) => repeatsIn(says.source))
      .filter(isAmbiguous)
      .map((body) => `${name}: ${body.slice(0, 9).join('/')}`),
  );
  expect(bad).toEqual([]);
});

test.each(['the ', 'find ', 'papers there ', 'new '])('"%s" again and again is read at once', (text) => {
  const line = (length: number) => `${text.repeat(length)}-`.slice(-length);
  expectLinear(line, parseCommand, 200);
});
