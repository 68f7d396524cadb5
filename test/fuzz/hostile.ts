/** Text as nobody writes it and anybody can send it: what is long, invisible, half, deep or meant for another program. */
import fc from 'fast-check';
import { anyCharacter } from '../any-character.ts';

/** What readers, terminals, pages and platforms would obey. */
export const OBEYED_PIECES = [
  '@everyone',
  '@here',
  '<!channel>',
  '<!subteam^S1|x>',
  '<@U1>',
  '<@1>',
  '<#C1|x>',
  '<https://evil.example|here>',
  '[click](https://evil.example)',
  '[x](javascript:alert(1))',
  'javascript:alert(1)',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '</title></script><script>x',
  '<a href="javascript:x">y</a>',
  '\r\nBcc: all@evil.example\r\n\r\nx',
  '=?utf-8?Q?=0ABcc:_x?=',
  '\u202egnp.exe',
  '\u2066x\u2069',
  '\u001b[31m',
  '\u001b]0;x\u0007',
  '\u009b2J',
];

/** What is half, none, or more than one takes for a character. */
const ODD_PIECES = [
  '\u0000',
  '\ufeff',
  '\ud800',
  '\udc00',
  '\u200b',
  '\u00ad',
  '\u0085',
  '\u2028',
  '\ufffd',
  '\u{10ffff}',
  '\u{e0041}',
  'e\u0301\u0301\u0301\u0301\u0301\u0301',
  '👩‍👩‍👧‍👦',
  'ﬁ',
  'İ',
  'ß',
  '漢字',
  'مرحبا',
];

/** What parsers count, nest or look up. */
const GRAMMAR_PIECES = [
  '$x^2$',
  '\\frac{a}{b}',
  '\\alpha',
  '{\\"o}',
  '&amp;amp;lt;b&amp;gt;',
  '&#0;',
  '&#x110000;',
  '&#xd800;',
  '%00',
  '%E0%A4%A',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  '9007199254740993',
  '1e999',
  '-0',
  '0x10',
  'NaN',
  '2025-02-30',
  '99:99',
  '9999999-12-31',
  '((((((((',
  '[[[[[[[[',
  '{{{{{{{{',
  '"""',
  "'",
  '`',
  '\\',
  '|',
  '<!--',
  '<![CDATA[',
  ']]>',
  '&',
  '<',
  '>',
  ',',
  ';',
  ':',
  '-',
  '--',
  '*',
  '/',
  '../../etc/passwd',
  '\t',
  '\n',
  '\r\n',
  ' ',
];

const WORDS = ['papers', 'learning', 'a', 'diffusion-models', 'LoRA', 'GPT-4', 'C++', '2508.01234', 'cs.LG'];

export const piece: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 2, arbitrary: fc.constantFrom(...OBEYED_PIECES) },
  { weight: 2, arbitrary: fc.constantFrom(...GRAMMAR_PIECES) },
  { weight: 1, arbitrary: fc.constantFrom(...ODD_PIECES) },
);

/** Mostly short; at times empty, without sense, or one piece again and again. */
export const text: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.array(piece, { maxLength: 6 }).map((parts) => parts.join(' ')) },
  { weight: 2, arbitrary: fc.array(piece, { maxLength: 6 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: anyCharacter, maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(piece, fc.integer({ min: 2, max: 600 }))
      .map(([one, times]) => one.repeat(times).slice(0, 5_000)),
  },
);

/** A text of one line. */
export const line: fc.Arbitrary<string> = text.map((one) =>
  one.replace(/[\r\n\v\f\u0085\u2028\u2029]/g, ' '),
);

/** A whole value of JSON that no schema asks for. */
export const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    ...[null, true, false, 0, -1, 1.5, 1e308, 2 ** 53, '', [], {}, [null], [[]], { id: null }],
    ...[{ __proto__: null, a: 1 }, { toString: 1 }, { length: 1e9 }, 'x'.repeat(3_000)],
  ),
  text,
  fc.jsonValue({ maxDepth: 3 }),
);

/** The value, or junk in its place, once in ten times. */
export function mostly<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 9, arbitrary: arbitrary as fc.Arbitrary<unknown> },
    { weight: 1, arbitrary: junk },
  );
}

/** What is repeated to make a long text. */
export const SHAPES: Record<string, string> = {
  'one letter': 'x',
  digits: '1',
  dots: '.',
  'closing brackets': ')',
  'words with a star': 'ab*',
  addresses: 'https://a.',
  'one space': ' ',
  'line ends': '\n',
  'opening brackets': '([{',
  'nested brackets': '()',
  quotes: '"',
  'half-open tags': '<a ',
  tags: '<b>',
  hyphens: 'a-',
  'words and commas': 'a, ',
  emoji: '👩‍',
  backslashes: '\\',
  dollars: '$',
  LaTeX: '\\frac{',
  entities: '&amp;',
  'half entities': '&#',
  colons: 'a:',
  'signs of mail': 'a@',
  exclusions: ' -a',
  accents: 'e\u0301',
  comments: '<!--',
};

/** A text of about so many characters, which begins with a word and ends as a sentence does. */
export function repeated(shape: string, length: number): string {
  return `begin ${shape.repeat(Math.ceil(length / shape.length))}x.`;
}
