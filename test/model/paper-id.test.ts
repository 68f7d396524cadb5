/** Every form of a paper's id gives one id, and nothing else is taken for one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isArxivId } from '../../src/model/arxiv-id.ts';
import { readDoi } from '../../src/model/doi.ts';
import {
  doiUrl,
  findPaperIds,
  huggingFaceUrl,
  idKey,
  paperUrl,
  readPaperId,
} from '../../src/model/paper-id.ts';

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
const month = fc.tuple(digits(2), fc.integer({ min: 1, max: 12 }));
const stamp = month.map(([year, at]) => `${year}${String(at).padStart(2, '0')}`);
const newId = fc.tuple(stamp, digits(5)).map(([month, number]) => `${month}.${number}`);
const archives = ['math', 'hep-th', 'cond-mat', 'cs', 'q-bio', 'astro-ph', 'math-ph', 'physics'];
const oldId = fc
  .tuple(fc.constantFrom(...archives), stamp, digits(3))
  .map(([archive, month, number]) => `${archive}/${month}${number}`);

/** What stands before and after an id of arXiv, wherever people copy it. */
const arxivForms: [before: string, after: string][] = [
  ['', ''],
  ['arXiv:', ''],
  ['ARXIV: ', ' [cs.LG]'],
  ['id:', ''],
  ['oai:arXiv.org:', ''],
  ['https://arxiv.org/abs/', ''],
  ['http://www.arxiv.org/abs/', '?context=cs'],
  ['https://export.arxiv.org/pdf/', '.pdf'],
  ['arxiv.org/pdf/', ''],
  ['https://arxiv.org/html/', '/#S3.F2'],
  ['https://arxiv.org/format/', ''],
  ['https://www.alphaxiv.org/abs/', ''],
  ['https://alphaxiv.org/overview/', ''],
  ['https://ar5iv.org/abs/', ''],
  ['https://ar5iv.labs.arxiv.org/html/', ''],
  ['https://huggingface.co/papers/', '#6543'],
  ['https://hf.co/papers/', '/'],
  ['10.48550/arXiv.', ''],
  ['doi:10.48550/ARXIV.', ''],
  ['https://doi.org/10.48550/arXiv.', ''],
  ['https://dx.doi.org/10.48550%2FarXiv.', '?ref=x'],
  ['<https://arxiv.org/abs/', '|A label, with words>'],
  ['(https://arxiv.org/abs/', ').'],
  ['`', '`,'],
];

describe('an id of arXiv', () => {
  it.each(arxivForms)('is read between %j and %j, with and without version', (before, after) => {
    const version = fc.option(fc.integer({ min: 1, max: 99 }), { nil: undefined });
    fc.assert(
      fc.property(fc.oneof(newId, oldId), version, (id, number) => {
        const versioned = number === undefined ? id : `${id}v${number}`;
        expect(readPaperId(`${before}${versioned}${after}`)).toBe(id);
        expect(isArxivId(id)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['math.GT/0309136', 'math/0309136'],
    ['arXiv:math.GT/0309136v2', 'math/0309136'],
    ['https://arxiv.org/abs/cond-mat.mes-hall/0309136', 'cond-mat/0309136'],
    ['cs.AI/0112017', 'cs/0112017'],
    ['HEP-TH/9901001', 'hep-th/9901001'],
    ['0704.0001', '0704.0001'],
  ])('%s is %s', (written, id) => {
    expect(readPaperId(written)).toBe(id);
  });
});

describe('a DOI', () => {
  it.each([
    ['https://www.frontiersin.org/articles/10.3389/fnins.2025.1500001/full', '10.3389/fnins.2025.1500001'],
    ['https://link.springer.com/content/pdf/10.1007/s10994-025-06700-1.pdf', '10.1007/s10994-025-06700-1'],
    [
      'https://link.springer.com/article/10.1007/s10994-025-06700-1/fulltext.html#Sec2',
      '10.1007/s10994-025-06700-1',
    ],
    [
      'https://journals.plos.org/plosone/article?id=10.1371%2Fjournal.pone.0300001',
      '10.1371/journal.pone.0300001',
    ],
    [
      'https://journals.plos.org/plosone/article/file?type=printable&id=10.1371/journal.pone.0300001&x=1',
      '10.1371/journal.pone.0300001',
    ],
    ['https://onlinelibrary.wiley.com/doi/epdf/10.1002/anie.202500001?af=R', '10.1002/anie.202500001'],
    ['https://pubs.acs.org/doi/abs/10.1021/acs.jcim.5c00001', '10.1021/acs.jcim.5c00001'],
    ['https://www.tandfonline.com/doi/full/10.1080/00031305.2025.2400001', '10.1080/00031305.2025.2400001'],
    ['https://iopscience.iop.org/article/10.1088/1361-6501/ad0001/meta', '10.1088/1361-6501/ad0001'],
    ['https://academic.oup.com/nar/advance-article/doi/10.1093/nar/gkaf001/7912345', '10.1093/nar/gkaf001'],
    ['doi.org/10.1016/S0140-6736(24)00001-2', '10.1016/s0140-6736(24)00001-2'],
    ['(doi:10.1016/S0140-6736(24)00001-2).', '10.1016/s0140-6736(24)00001-2'],
    ['DOI: 10.1038/s41586-025-00001-0.', '10.1038/s41586-025-00001-0'],
    ['urn:doi:10.1038/s41586-025-00001-0', '10.1038/s41586-025-00001-0'],
    ['https://doi.org/10.1007%252Fs10994-025-06700-1', '10.1007/s10994-025-06700-1'],
    [
      '10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2',
      '10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2',
    ],
  ])('%s is %s', (written, doi) => {
    expect(readPaperId(written)).toBe(doi);
    expect(readDoi(doiUrl(doi))).toBe(doi);
  });

  it.each([
    ['https://doi.org/10.21203/rs.3.rs-123456/v1', '10.21203/rs.3.rs-123456/v1'],
    ['10.26434/chemrxiv-2025-abc12-v2', '10.26434/chemrxiv-2025-abc12-v2'],
    ['https://doi.org/10.26434/chemrxiv.10001234/v1', '10.26434/chemrxiv.10001234/v1'],
    ['https://doi.org/10.31234/osf.io/abcde_v1', '10.31234/osf.io/abcde_v1'],
    ['doi:10.20944/preprints202501.0001.v1', '10.20944/preprints202501.0001.v1'],
    ['10.22541/au.174000000.00000001/v3', '10.22541/au.174000000.00000001/v3'],
  ])('keeps the version that is part of it: %s', (written, doi) => {
    expect(readPaperId(written)).toBe(doi);
  });

  it.each([
    'https://www.biorxiv.org/content/10.1101/2025.11.01.686900v2.full.pdf',
    'https://www.biorxiv.org/content/10.1101/2025.11.01.686900v1?rss=1',
    'https://www.biorxiv.org/content/10.1101/2025.11.01.686900v1.full#F1',
    'https://www.biorxiv.org/content/10.1101/2025.11.01.686900v12.full-text',
    'https://doi.org/10.1101/2025.11.01.686900',
    '10.1101/2025.11.01.686900v1.abstract',
  ])('leaves out the version that bioRxiv writes in addresses: %s', (written) => {
    expect(readPaperId(written)).toBe('10.1101/2025.11.01.686900');
  });

  it('of medRxiv since 2026 has no version either', () => {
    const address = 'https://www.medrxiv.org/content/10.64898/2026.01.05.26340001v1.full';
    expect(readPaperId(address)).toBe('10.64898/2026.01.05.26340001');
  });

  it('of arXiv is the id of arXiv, and no DOI', () => {
    expect(readDoi('https://doi.org/10.48550/arXiv.2508.01234')).toBeUndefined();
  });
});

it.each([
  'gpt4',
  '3d',
  'resnet50',
  'transformers',
  'C++',
  'GPT-4.1',
  '3.14159',
  '2025-12-12',
  '1998.12345',
  '9999.12345',
  'github/1234567',
  'and/or',
  '10.1234',
  '10.1234/',
  'https://arxiv.org/list/cs.LG/recent',
  'https://notarxiv.org/abs/2508.01234',
  'https://example.org/2508.01234',
  'https://huggingface.co/papers?date=2025-12-12',
  'nonsense',
  't-xyz',
  '',
])('%j is no id', (text) => {
  expect(readPaperId(text)).toBeUndefined();
});

it('reading an id again gives the same id, for any text', () => {
  const part = fc.constantFrom(
    ...[
      '10.1101/',
      '10.1038/',
      '10.48550/arXiv.',
      '2508.01234',
      'math.GT/0309136',
      'v1',
      '.pdf',
      '/full',
      '%2F',
      '%',
    ],
    ...[
      'https://',
      'doi.org/',
      'arxiv.org/abs/',
      '<',
      '>',
      '|',
      '(',
      ')',
      '?',
      '#',
      '&',
      ';',
      ' ',
      'id:',
      'doi:',
      'A',
    ],
  );
  const text = fc.oneof(
    fc.string(),
    fc
      .array(fc.oneof({ weight: 6, arbitrary: part }, fc.string({ maxLength: 3 })), { maxLength: 9 })
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, (written) => {
      const id = readPaperId(written);
      if (id !== undefined) expect(readPaperId(id)).toBe(id);
      expect(idKey(idKey(written))).toBe(idKey(written));
    }),
    { numRuns: 2000 },
  );
});

it('a DOI holds nothing that cannot be seen, and has an address', () => {
  expect(readPaperId('https://doi.org/10.1038/a%1B[2J%00b%E2%80%AEc\ud800')).toBe('10.1038/a[2jbc');
  expect(paperUrl('10.1038/a\ud800')).toBeUndefined();
});

it('an id made from a title is an id', () => {
  expect(readPaperId('T-D73BF28974CD')).toBe('t-d73bf28974cd');
});

it('the papers of a message are found wherever they stand, each once', () => {
  const message = [
    'See [this one](https://arxiv.org/abs/2508.01234v2), <https://huggingface.co/papers/2412.00001|2412.00001>',
    'and doi:10.1016/S0140-6736(24)00001-2; also 見https://arxiv.org/pdf/2501.00001を (arXiv: 2502.00002).',
    'https://web.archive.org/web/2025/https://arxiv.org/abs/hep-th/9901001 | gpt4, 3d and 3.14159',
  ].join('\n');
  expect(findPaperIds(message)).toEqual([
    ...['2508.01234', '2412.00001', '10.1016/s0140-6736(24)00001-2', '2501.00001', '2502.00002'],
    'hep-th/9901001',
  ]);
});

it('addresses are those of the registrars', () => {
  expect(paperUrl('math/0309136')).toBe('https://arxiv.org/abs/math/0309136');
  expect(huggingFaceUrl('2508.01234')).toBe('https://huggingface.co/papers/2508.01234');
  expect([huggingFaceUrl('math/0309136'), huggingFaceUrl('0704.0001')]).toEqual([undefined, undefined]);
  expect(paperUrl('10.1002/a<b>#c')).toBeUndefined();
  expect(paperUrl('10.1016/s0140-6736(24)00001-2')).toBe('https://doi.org/10.1016/s0140-6736(24)00001-2');
  expect([paperUrl('t-d73bf28974cd'), huggingFaceUrl('10.1038/x')]).toEqual([undefined, undefined]);
});
