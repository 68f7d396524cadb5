import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLatex } from '../../src/text/latex.ts';
import { anyCharacter } from '../any-character.ts';

const PAIRS: readonly (readonly [what: string, latex: string, plain: string])[] = [
  [
    'a switch in braces',
    '{\\bf LeJEPA}, a lean objective--{\\bf Sketched} one',
    'LeJEPA, a lean objective--Sketched one',
  ],
  ['an accent in braces in an accent', 'na\\"{\\i}ve', 'naïve'],
  ['an escaped percent sign', '0.07\\%', '0.07%'],
  ['a formula of one letter', '$λ$-ECLIPSE', 'λ-ECLIPSE'],
  ['emphasis in emphasis', '\\textit{agnostic to \\emph{all} of it} here', 'agnostic to all of it here'],
  ['an address', '\\url{https://a.org/~x\\_y}', 'https://a.org/~x_y'],
  ['a link', '\\href{https://a.org}{our page}', 'our page (https://a.org)'],
  [
    'a link that lost its command',
    'code (https://a.org/b{GitHub repo}).',
    'code (GitHub repo (https://a.org/b)).',
  ],
  ['a Greek letter', '$\\alpha$ and $\\varphi$', 'α and φ'],
  ['a power', '$10^{-3}$', '10⁻³'],
  ['scripts that Unicode lacks', '$x_{data}$, $x_{t+1,d}$, $N^{-\\alpha}$', 'x_data, x_(t+1,d), N^(-α)'],
  [
    'scripts beside words',
    'CO$_2$, the $k$th, $\\ell_2$, $90^\\circ$, $QK^\\top$',
    'CO₂, the kth, ℓ₂, 90°, QKᵀ',
  ],
  ['operators that are words', '$O(n\\log n)$, $\\arg\\max_x f(x)$', 'O(n log n), arg maxₓ f(x)'],
  ['relations', '$x \\leq y$, $a\\times b$, $p < 0.05$', 'x ≤ y, a×b, p < 0.05'],
  ['alphabets', '$\\mathcal{L}$ on $\\mathbb{R}^d$, $\\mathbb{E}[X]$', 'ℒ on ℝᵈ, 𝔼[X]'],
  ['fractions and roots', '$\\frac{a+b}{2}$, $\\sqrt{x}$, $\\sqrt{x+1}$', '(a+b)/2, √x, √(x+1)'],
  ['hats and negations', '$\\hat{x} \\not\\in S$', 'x̂ ∉ S'],
  ['displayed and bracketed formulas', '$$E=mc^2$$, \\(\\beta\\), \\[\\gamma\\]', 'E=mc², β, γ'],
  ['all forms of accents', "\\'e \\'{e} {\\'e} \\c{c} \\c c \\v{s} \\H{o} \\~n \\r{a}", 'é é é ç ç š ő ñ å'],
  ['letters of their own', 'S\\o ren, Stra\\ss e, {\\L}ukasz, \\AA{}se', 'Søren, Straße, Łukasz, Åse'],
  ['names', 'Erd\\H{o}s, Poincar\\\'e, M\\"uller, Ho\\v{r}ava', 'Erdős, Poincaré, Müller, Hořava'],
  ['quotes', "``quotes'' and ``more''", '“quotes” and “more”'],
  ['single quotes', "a `single' one, `it isn't' too", "a ‘single’ one, ‘it isn't’ too"],
  ['what is literal', '\\verb|a_b \\x| and \\verb*+c+', 'a_b \\x and c'],
  [
    'formulas in environments',
    'so \\begin{equation} E &= mc^2 \\end{equation} and \\begin{align*}\\alpha\\end{align*}',
    'so E = mc² and α',
  ],
  ['a list', '\\begin{itemize} \\item one \\item two \\end{itemize}', ' • one • two '],
  ['a mark over a sign of two units', '\\hat\\😀, \\😀', '😀\u0302, \\😀'],
  ['dashes', 'word---word, pages 10--20', 'word—word, pages 10–20'],
  ['ties', 'Table~1 of Chen et al.~[3]', 'Table 1 of Chen et al. [3]'],
  ['letters kept in braces', '{B}ayesian {LLM}s', 'Bayesian LLMs'],
  ['citations and notes', 'as \\cite{chen2023} says\\footnote{twice}', 'as [chen2023] says (twice)'],
  ["arXiv's own accidents", '\\r{ho} and \\k{appa}', 'ρ and κ'],
  ['escaped quotation marks', 'it\\\'s a \\"naive\\" way', 'it\'s a "naive" way'],
];

const PLAIN: readonly string[] = [
  '$5 and $10',
  'from US$5 to US$10 million',
  '$HOME/$USER',
  'AT&T ($T) and Apple ($AAPL)',
  'C:\\temp',
  'D:\\times\\alpha\\new',
  '\\\\server\\share',
  '\\d+ matches \\w{3}',
  'a_b and __init__',
  '100% of',
  'R^2',
  'f(x) = {0, 1}',
  '{"key": [1, 2]}',
  "don't, it's, the '90s",
  '~5% of x~N(0,1) at /~ada',
  'qi2023fine-- a few',
  'run --flag -v',
  'a -- b',
  '`code` and ```block```',
  "the `code` isn't `quoted`, nor is it`s dogs' own",
  '-----',
  "tau'lltau steps, 1.22times",
  '',
];

describe('LaTeX as readable text', () => {
  it.each(PAIRS)('reads %s', (_what, latex, plain) => {
    expect(readLatex(latex)).toBe(plain);
  });

  it.each(PAIRS)('leaves its own result alone: %s', (_what, _latex, plain) => {
    expect(readLatex(plain)).toBe(plain);
  });

  it.each(PLAIN)('leaves alone what is not LaTeX: %s', (text) => {
    expect(readLatex(text)).toBe(text);
  });

  it('leaves a command that nobody knows as it stands', () => {
    expect(readLatex('\\method is fast, \\gls{llm} too')).toBe('\\method is fast, llm too');
  });

  it('removes control characters and marks that turn text around', () => {
    expect(readLatex('a\u0000b\u0007c\u202ed\u0085e\nf')).toBe('abcd e\nf');
  });
});

const soup = fc
  .array(
    fc.constantFrom(
      ...[
        '\\',
        '{',
        '}',
        '$',
        '^',
        '_',
        '~',
        '-',
        '`',
        "'",
        '"',
        ' ',
        'a',
        'é',
        '1',
        '\n',
        '(',
        ')',
        '[',
        ']',
        '*',
      ],
      ...[
        '\\frac',
        '\\hat',
        '\\textbf{',
        '\\(',
        '\\)',
        '\\"',
        '\\not',
        '\\sqrt[',
        '\\log',
        '\\alpha',
        '\\begin{',
        '\\begin{equation}',
        '\\end{equation}',
        '\\verb|',
        '`a',
      ],
      ...['https://a.b/', '\\href{', '\\url{', '\\c', '\\item', '\\mathcal{', '\u0001', '\ud800', '😀'],
    ),
    { maxLength: 80 },
  )
  .map((parts) => parts.join(''));

describe('LaTeX of any kind', () => {
  it('gives well-formed text without control characters, not much longer than it was', () => {
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ unit: anyCharacter })), (text) => {
        const read = readLatex(text);
        const isClean = read.isWellFormed() && !/(?![\t\n\r])\p{Cc}/u.test(read);
        return isClean && read.length <= text.length * 1.5 + 10;
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves text alone that has none of its signs', () => {
    const words = fc.string({ unit: fc.constantFrom(...'abc XYZ 012 .,;:!?()[]<>=+*/^_%&#@|éλ\n') });
    fc.assert(fc.property(words, (text) => readLatex(text) === text));
  });

  it.each([
    ['braces that open', '{'.repeat(200_000)],
    ['braces that close', '}'.repeat(200_000)],
    ['braces within braces', '{'.repeat(100_000) + '}'.repeat(100_000)],
    ['commands within commands', '\\textbf{'.repeat(50_000) + '}'.repeat(50_000)],
    ['powers of powers', `$${'x^{'.repeat(900)}${'}'.repeat(900)}$`],
    ['commands without arguments', '\\hat'.repeat(100_000)],
    ['dollar signs', '$a '.repeat(100_000)],
    ['open formulas', '\\('.repeat(100_000)],
    ['backslashes', '\\'.repeat(200_000)],
    ['quotes', '``'.repeat(100_000)],
  ])('ends on hostile input: %s', (_what, text) => {
    expect(readLatex(text).length).toBeLessThanOrEqual(text.length * 1.5);
  });
});
