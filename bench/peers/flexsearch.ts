/** FlexSearch with its English encoder (stemming, stop words). It ranks by place in the text, so the title goes first. */
import { Encoder, Index } from 'flexsearch';
import English from 'flexsearch/lang/en';
import type { Paper } from '../../src/model/paper.ts';
import type { Ready } from './engine.ts';

export function build(papers: readonly Paper[]): Ready {
  const index = new Index({ tokenize: 'strict', resolution: 9, encoder: new Encoder(English) });
  papers.forEach((paper, i) => {
    index.add(i, `${paper.title} ${paper.abstract}`);
  });
  return {
    search: (text, mode, limit) =>
      (index.search(text, { limit, suggest: mode === 'any' }) as number[]).map((i) => papers[i]!.id),
  };
}
