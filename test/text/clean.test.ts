import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanLines, cleanText } from '../../src/text/clean.ts';

describe('markup', () => {
  test.each([
    [
      'keeps order and spaces',
      'Role of H<sub>2</sub>O in <i>E. coli</i> growth',
      'Role of H2O in E. coli growth',
    ],
    [
      'breaks where a block ends',
      '<h4>Aim</h4>Cells grow.<p>First.</p>Second.',
      'Aim Cells grow. First. Second.',
    ],
    ['breaks at line breaks', 'one<br/>two<br>three', 'one two three'],
    [
      'breaks between cells and terms',
      '<dl><dt>Time</dt><dd>noon</dd></dl><td>a</td><td>b</td>',
      'Time noon a b',
    ],
    [
      'drops styles and scripts',
      '<style>.a{}</style>Words.<script>if (1<b) x("<p>")</script> End',
      'Words. End',
    ],
    ['knows JATS', '<jats:title>Aim</jats:title><jats:p>A<jats:sub>x</jats:sub>.</jats:p>', 'Aim Ax.'],
    [
      'knows MathML, and reads a formula once',
      '<mml:math><mml:mi>x</mml:mi><annotation>x</annotation></mml:math>',
      'x',
    ],
    ['takes any attributes', `<a href='u' target=_blank download>L</a><img src="a.png" alt="b">`, 'L'],
    ['drops comments and keeps CDATA', 'a <!-- b --> c <![CDATA[d]]>', 'a c d'],
  ])('%s', (_, text, expected) => {
    expect(cleanText(text)).toBe(expected);
  });
  test('a block is a line, a line of the source is none', () => {
    expect(cleanLines('<p>one\ntwo</p><p>three</p>').trim()).toMatch(/^one two\n+three$/);
    expect(cleanLines('one\ntwo')).toBe('one\ntwo');
  });
});

describe('a raised, lowered or divided part keeps its meaning', () => {
  test.each([
    ['10<sup>6</sup> tokens', '10⁶ tokens'],
    ['10<sup>&minus;6</sup> m', '10⁻⁶ m'],
    ['10<sup>1.5</sup>', '10^(1.5)'],
    ['10<sup><i>n</i></sup> and 10<sup><em>6</sup>', '10ⁿ and 10⁶'],
    ['&lt;sup&gt;13&lt;/sup&gt;C and Ca<sup>2+</sup>', '<sup>13</sup>C and Ca²⁺'],
    ['&lt;sup&gt;13&lt;/sup&gt;C', '¹³C'],
    ['log<sub>2</sub>8, 10<sub>2</sub>', 'log₂8, 10₂'],
    ['CO<sub>2</sub>, C<sub>6</sub>H<sub>12</sub>, PM<sub>2.5</sub>', 'CO2, C6H12, PM2.5'],
    ['the 1<sup>st</sup>, X<sup>TM</sup>, so<sup>1,2</sup>, so<sup>[3]</sup>', 'the 1st, XTM, so1,2, so[3]'],
    ['a <sup>that <b>never</b> ends', 'a that never ends'],
    ['<math><msup><mn>10</mn><mrow><mo>-</mo><mn>6</mn></mrow></msup></math> m', '10⁻⁶ m'],
    ['<m:math><m:msubsup><m:mi>x</m:mi><m:mn>1</m:mn><m:mn>2</m:mn></m:msubsup></m:math>', 'x₁²'],
    ['<math><mfrac><mn>1</mn><mrow><mi>n</mi><mo>+</mo><mn>1</mn></mrow></mfrac></math>', '1/(n+1)'],
    ['<math><msup><mi>x</mi><mspace/><mn>2</mn></msup></math>', 'x²'],
  ])('%s', (text, expected) => {
    expect(cleanText(text)).toBe(expected);
  });
});

describe('a sign that begins no tag stays', () => {
  test.each([
    'Regimes with n<d and k>2 clusters',
    'For 1<p<q the bound holds',
    'The <think> token',
    'The <script> tag and what follows it',
    'A <style> here, an <svg> there',
    'The <s> token begins, <code> follows',
    'a<b>c',
    'n<p>1',
    'p < 0.05, A < B > C',
    'List<String> and vector<int>',
    'a <!-- b',
    'x <? y',
    '<',
  ])('%s', (text) => {
    expect(cleanText(text)).toBe(text);
  });
  test('beside tags', () => {
    expect(cleanText('if n<b and <b>bold</b>, p < 0.05')).toBe('if n<b and bold, p < 0.05');
  });
});

test.each([
  ['<scp>DNA</scp> binds', 'DNA binds'],
  ['&lt;scp&gt;DNA&lt;/scp&gt; binds', 'DNA binds'],
  ['<p>a</p><script type="x">b</script><p>c</p>', 'a c'],
  ['<p>The &lt;script&gt; tag stays.</p>', 'The <script> tag stays.'],
])('%s', (text, expected) => {
  expect(cleanText(text)).toBe(expected);
});

describe('entities', () => {
  test.each([
    ['AT&amp;T, caf&eacute;, AT&T, &alpha;', 'AT&T, café, AT&T, α'],
    ['P &lt; 0.05 &ldquo;harmful&rdquo;', 'P < 0.05 “harmful”'],
    ['R&amp;amp;D and children&amp;#8217;s', 'R&D and children’s'],
    ['&lt;p&gt;Once &amp;amp; again&lt;/p&gt;', 'Once & again'],
    ['<p>The &lt;b&gt; tag</p>', 'The <b> tag'],
    ['a&nbsp;b&#160;c&#x2009;d', 'a b c d'],
  ])('%s', (text, expected) => {
    expect(cleanText(text)).toBe(expected);
  });
});

describe('what cannot be seen', () => {
  test.each([
    ['colors', '\u001b[31mred\u001b[0m', 'red'],
    ['a link of a terminal', '\u001b]8;;http://x\u0007link\u001b]8;;\u0007', 'link'],
    ['a title of a terminal', 'a\u009d0;evil\u009cb', 'ab'],
    ['escaped escapes', '&#27;[31mred', 'red'],
    ['overrides', 'a\u202eb\u2066c\u2069', 'abc'],
    ['NUL', 'a\u0000b', 'ab'],
    ['soft hyphens, zero-width spaces and tag characters', 'a\u00ad\u200b\u2060\ufeff\u{e0041}b', 'ab'],
  ])('%s', (_, text, expected) => {
    expect(cleanText(text)).toBe(expected);
  });
  test('never comes through', () => {
    const part = fc.constantFrom(
      '\u001b',
      '[',
      ']',
      '&#27;',
      '\u009b',
      '\u202e',
      '<b>',
      '</b>',
      '<',
      'p>',
      'x',
      '\0',
      '$',
      '\\',
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        expect(cleanText(parts.join(''))).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
  test.each([
    ['a pile', `Z\u0301${'\u0301'.repeat(600)}algo`, 'Z\u0301\u0301\u0301\u0301algo'],
    ['a pile held together by joiners', `a${'\u0301\u200d'.repeat(500)}b`, `a${'\u0301\u200d'.repeat(4)}b`],
    ['a pile of entities', `e${'&#769;'.repeat(50)}`, 'e\u0301\u0301\u0301\u0301'],
    ['Hebrew with vowels and accents', 'שָׁ֣לוֹם', 'שָׁ֣לוֹם'],
    ['Devanagari', 'क्ष्म्य', 'क्ष्म्य'],
    ['emoji', '❤️\u200d🔥 1️⃣', '❤️\u200d🔥 1️⃣'],
  ])('marks on one letter: %s', (_, text, expected) => {
    expect(cleanText(text)).toBe(expected);
  });
  test('however they come, no letter has more than four marks', () => {
    const part = fc.constantFrom('\u0301', '\u200d', '\u200c', 'a', '\u20dd', '\\not', '\\vec');
    fc.assert(
      fc.property(fc.array(part), fc.integer({ min: 1, max: 200 }), (parts, times) => {
        expect(cleanText(parts.join('').repeat(times))).not.toMatch(/(?:\p{M}[\u200c\u200d]*){5}/u);
      }),
    );
  });
  test('joiners stay, which scripts and emoji need', () => {
    expect(cleanText('می\u200cخواهم 👩\u200d🔬')).toBe('می\u200cخواهم 👩\u200d🔬');
  });
});
