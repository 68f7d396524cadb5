import { describe, expect, test } from 'vitest';
import { readBraces } from '../../src/digest/feed/biorxiv-text.ts';
import { readBody } from '../../src/digest/feed/boilerplate.ts';

describe('what stands before an abstract goes', () => {
  test.each([
    ['arXiv', 'arXiv:2511.10002v2 Announce Type: new \nAbstract: Words go on.'],
    ['arXiv on one line', 'arXiv:2511.10002v2 Announce Type: cross Abstract: Words go on.'],
    ['fields on one line', 'DOI: 10.3897/x.10.6 Authors: Ann Lee, Bob Ray Abstract: Words go on.'],
    [
      'fields in blocks',
      '<p>Keys 10: 37-48</p><p>DOI: 10.3897/x.10.6</p><p>Authors: Ann Lee</p><p>Abstract: Words go on.</p><p><a>PDF</a></p>',
    ],
    [
      'a citation',
      '<p>Sample J. 2021 Nov 5;9:e1. doi: 10.7717/x.1. Online ahead of print.</p><p><b>ABSTRACT</b></p><p>Words go on.</p><p>PMID:<a>1</a> | DOI:<a>10.7717/x.1</a></p>',
    ],
    [
      'a citation on one line',
      'Sample J. 2021 Nov 5;9:e1. doi: 10.7717/x.1. Online ahead of print. Words go on.',
    ],
    [
      'published online',
      '<p>Nature Sample, Published online: 12 May 2026; <a>doi:10.1038/s1</a></p>Words go on.',
    ],
    [
      'published online on one line',
      'Nature Sample, Published online: 12 May 2026; doi:10.1038/s1 Words go on.',
    ],
    ['early view', '<p>Sample Journal, EarlyView.</p><p>Words go on.</p>'],
    ['ahead of print on one line', 'Sample Journal, Ahead of Print. Words go on.'],
    ['volume and issue', 'Sample Journal, Volume 12, Issue 3, Page 4-5, March 2026. <br/>Words go on.'],
    ['a by-line', '<p>by Ann B. Lee, Bob Ray</p>Words go on.'],
    ['a heading', '<h3>Abstract</h3><p>Words go on.</p>'],
    ['a heading in a paragraph', '<p><b>Abstract</b> Words go on.</p>'],
    ['a heading with a colon', 'Abstract: Words go on.'],
    ['rights at the end', '<p>Words go on.</p><p>© 2025 The Authors</p>'],
    ['the issue at the end', '<p>Words go on.</p>[Phys. Sample 1, 2] Published Mon Nov 17, 2025'],
    [
      'a citation with a second date',
      '<p>Sample J. 2025 Dec 31;17(1):25. doi: 10.1080/1.2. Epub 2025 Nov 18.</p><p><b>ABSTRACT</b></p><p>Words go on.</p>',
    ],
    [
      'a citation with a second date on one line',
      'Sample J. 2025 Dec 31;17(1):25. doi: 10.1080/1.2. Epub 2025 Nov 18. ABSTRACT Words go on.',
    ],
    ['ahead of print alone', 'Ahead of Print. <br/>Words go on.'],
    ['ahead of print alone on one line', 'Ahead of Print. Words go on.'],
    [
      'the teaser of a table of contents',
      '<img src="x"/><p>A teaser.</p><br/><h2>ABSTRACT</h2><p>Words go on.</p>',
    ],
    [
      'protection at the end',
      '<p>Words go on.</p><p>This article is protected by copyright. All rights reserved</p>',
    ],
    ['protection on one line', 'Words go on. This article is protected by copyright. All rights reserved.'],
    [
      'open access and how to cite',
      '<div><b>Sample Sci.</b>, 2025, Accepted Manuscript<br/><b>DOI</b>: 10.1039/D5SC00001A</div><div>Open Access</div><div>Ann Lee, Bob Ray<br/>Words go on.<br/>To cite this article before page numbers are assigned, use the DOI form of citation above.<br/>The content of this RSS Feed (c) X</div>',
    ],
    ['a short version', 'TL;DR: We did it.\nAbstract: Words go on.'],
    [
      'keywords at the end',
      '<p><strong>Abstract.</strong> Words go on.</p><p><strong>Keywords:</strong> a; b</p>',
    ],
    ['keywords on one line', 'Words go on. Keywords: a; b'],
    [
      'figures',
      'SummaryWords go on.Graphical abstract O_FIG O_LINKSMALLFIG WIDTH=200 ALT="Figure 1"> View (25K): C_FIG',
    ],
    ['marks of headings', 'O_ST_ABSSummaryC_ST_ABSWords go on.'],
    ['a heading that is glued', 'AbstractWords go on.'],
    ['what a heading that is glued ends', 'SignificanceRain matters to all. AbstractWords go on.'],
  ])('%s', (_, markup) => {
    expect(readBody(readBraces(markup)).abstract).toBe('Words go on.');
  });
  test('in Chinese', () => {
    expect(readBody('【摘要】提出了一种新方法。【关键词】深度学习').abstract).toBe('提出了一种新方法。');
  });
  test('names and pages are no abstract', () => {
    expect(readBody('Ann Lee, Bob Ray; 26(210):1−48, 2025.')).toEqual({
      abstract: '',
      authors: 'Ann Lee, Bob Ray',
    });
  });
  test('headings of sections stay, apart from their text', () => {
    expect(readBody('BackgroundRain is wet.MethodsWe saw it. Results: It is.').abstract).toBe(
      'Background Rain is wet. Methods We saw it. Results: It is.',
    );
    expect(readBody('ABSTRACT BACKGROUND: Rain is wet.').abstract).toBe('BACKGROUND: Rain is wet.');
  });
  test('its authors and its DOI are kept', () => {
    expect(readBody('<p>DOI: 10.3897/x.10.6</p><p>Author(s): Ann Lee, Bob Ray</p>')).toEqual({
      abstract: '',
      authors: 'Ann Lee, Bob Ray',
      doi: '10.3897/x.10.6',
    });
  });
});

test.each([
  '<p>Publication date: February 2022</p><p><b>Source:</b> Sample Letters, Volume 167</p><p>Author(s): Ann Lee</p>',
  '<br/>Volume 56, Issue 3, December 2021, Page 244-247<br/>. <br/>',
  '<div><cite>Sample Letters</cite></div><div>DOI: 10.1021/x.1</div>',
  'Sample Journal, EarlyView.',
])('there may be no abstract: %s', (markup) => {
  expect(readBody(markup).abstract).toBe('');
});

describe('a sentence stays whole', () => {
  test.each([
    'Abstract interpretation is a way to prove that programs stop.',
    'Abstract Meaning Representation (AMR) is a graph.',
    'Abstract methods in Java have no body.',
    'Abstract in nature, the problem is old.',
    'Authors: who are they? We ask 12 of them.',
    'Source code is published online and in print.',
    'By Using a lens, we see more.',
    'The 2021 volume 12 study was repeated.',
    'Accuracy rises to 94.2.',
    'We set p < 0.05 and q > 2.',
    '我们研究机器学习。',
    'doi:10.1038/s1 was withdrawn by its authors, and we ask why that happened.',
  ])('%s', (text) => {
    expect(readBody(text).abstract).toBe(text);
  });
  test('whatever line it is wrapped at', () => {
    expect(readBody('Accuracy rises from 80.1 to\n94.2.').abstract).toBe('Accuracy rises from 80.1 to 94.2.');
    expect(readBody('One.\n\nTwo.').abstract).toBe('One. Two.');
  });
});

test('signs in braces are read, arguments of LaTeX are not', () => {
  expect(readBraces('and{beta}-arrestin{gamma} at 5 {micro}M, 10 {+/-} 2 {micro}m, {Delta}F')).toBe(
    'andβ-arrestinγ at 5 µM, 10 ± 2 µm, ΔF',
  );
  for (const text of ['\\mathrm{beta}', 'x^{mu}', 'x_{le}', '\\frac{pi}{mu}', '{a}', '{}'])
    expect(readBraces(text)).toBe(text);
});
