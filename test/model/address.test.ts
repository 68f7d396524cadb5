/** Every copy of a link to one page gives one key, and other pages give others. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { addressKey, withoutTracking } from '../../src/model/address.ts';
import { findPaperIds, idKey, readPaperId } from '../../src/model/paper-id.ts';

const alike: string[][] = [
  [
    'https://www.sciencedirect.com/science/article/pii/S0031320325012345?dgcid=rss_sd_all',
    'https://www.sciencedirect.com/science/article/abs/pii/S0031320325012345?via%3Dihub',
    'http://sciencedirect.com/science/article/pii/S0031320325012345/pdfft',
    'https://linkinghub.elsevier.com/retrieve/pii/S0031320325012345',
  ],
  [
    'https://www.cell.com/cell/fulltext/S0092-8674(25)01234-5?rss=yes',
    'https://www.cell.com/cell/abstract/S0092-8674(25)01234-5',
    'https://www.cell.com/cell/pdf/S0092-8674%2825%2901234-5.pdf',
  ],
  [
    'https://academic.oup.com/bioinformatics/article/41/11/btaf600/8300000?rss=1',
    'https://academic.oup.com/bioinformatics/article-abstract/41/11/btaf600/8300000#supplementary-data',
  ],
  ['https://www.mdpi.com/1424-8220/25/22/7001', 'http://mdpi.com/1424-8220/25/22/7001/htm'],
  ['https://openreview.net/forum?id=AbC_dEf-12', 'https://openreview.net/pdf?id=AbC_dEf-12&utm_source=x'],
  ['https://zookeys.pensoft.net/article/150001/', 'https://zookeys.pensoft.net/article/150001'],
  ['http://jmlr.org/papers/v26/24-0001.html', 'https://www.jmlr.org/papers/v26/24-0001.html'],
  [
    'https://pubmed.ncbi.nlm.nih.gov/41250001/?utm_source=Other&fc=2025&v=2.18.0',
    'https://www.ncbi.nlm.nih.gov/pubmed/41250001',
    'PMID: 41250001',
    'pmid:41250001',
    'pubmed:41250001',
  ],
  [
    'https://ojs.example.org/index.php/j/article/view/123/',
    'https://ojs.example.org/index.php/j/article/view/123?utm_source=x',
  ],
];

describe('the address of a paper', () => {
  it.each(alike)('is compared by what it names: %s', (first, ...others) => {
    for (const other of others) expect(idKey(other)).toBe(idKey(first));
  });

  it('differs from that of every other paper', () => {
    expect(new Set(alike.map(([first]) => idKey(first as string))).size).toBe(alike.length);
    const [one, two] = ['AbC', 'AbD'].map((id) => idKey(`https://openreview.net/forum?id=${id}`));
    expect(one).not.toBe(two);
  });

  it('is no start page, and gives a key that is read as itself', () => {
    for (const page of ['https://example.org/', 'https://example.org', 'www.example.org?utm_source=x'])
      expect(addressKey(page)).toBeUndefined();
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        const key = addressKey(url);
        if (key !== undefined) expect(idKey(key)).toBe(key);
      }),
    );
  });

  it('loses what only says where a reader came from', () => {
    expect(withoutTracking('https://x.org/a?id=7&utm_source=rss&af=R')).toBe('https://x.org/a?id=7');
    expect(withoutTracking('https://x.org/a%20b?id=7')).toBe('https://x.org/a%20b?id=7');
  });

  it('is found in a message where it is built as those of papers are', () => {
    expect(
      findPaperIds('See https://openreview.net/forum?id=AbC1 and https://news.example.org/today'),
    ).toEqual(['openreview.net/id-abc1']);
  });
});

test.each([
  ['https://www.nature.com/articles/s41586-025-09777-1', '10.1038/s41586-025-09777-1'],
  ['https://www.nature.com/articles/s41586-025-09777-1.pdf', '10.1038/s41586-025-09777-1'],
  ['https://www.nature.com/articles/s41586-025-09777-1_reference.pdf', '10.1038/s41586-025-09777-1'],
  ['https://www.nature.com/articles/s41586-025-09777-1/figures/2?x=1#Sec3', '10.1038/s41586-025-09777-1'],
  ['https://nature.com/articles/nature14539', '10.1038/nature14539'],
  ['https://elifesciences.org/articles/12345', '10.7554/elife.12345'],
  ['https://peerj.com/articles/cs-123/', '10.7717/peerj-cs.123'],
  ['http://pubs.rsc.org/en/Content/ArticleLanding/2025/SC/D5SC00001A', '10.1039/d5sc00001a'],
  ['https://zenodo.org/records/12345', '10.5281/zenodo.12345'],
  ['https://www.nature.com/articles', undefined],
  [
    'https://pubs.acs.org/doi/suppl/10.1021/jacs.5c12345/suppl_file/ja5c12345_si_001.pdf',
    '10.1021/jacs.5c12345',
  ],
  ['arXiv.2508.01234', '2508.01234'],
])('an article at %s has the id %s', (address, doi) => {
  expect(readPaperId(address)).toBe(doi);
});
