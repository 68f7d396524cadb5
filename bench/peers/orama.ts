/** Orama with English stemming, stop words left out, title counted twice: the setting it finds most with. */
import { create, insert, search } from '@orama/orama';
import type { Paper } from '../../src/model/paper.ts';
import type { Ready } from './engine.ts';
import { stopWords } from './stop-words.ts';

export function build(papers: readonly Paper[]): Ready {
  const database = create({
    schema: { title: 'string', abstract: 'string' } as const,
    components: { tokenizer: { stemming: true, stopWords: [...stopWords], language: 'english' } },
  });
  for (const { id, title, abstract } of papers) insert(database, { id, title, abstract });
  return {
    search(text, mode, limit) {
      const found = search(database, {
        term: text,
        limit,
        boost: { title: 2 },
        exact: false,
        // 1 keeps every paper with any of the words, 0 only those with all of them.
        threshold: mode === 'any' ? 1 : 0,
      }) as { hits: { id: string }[] };
      return found.hits.map((hit) => hit.id);
    },
  };
}
