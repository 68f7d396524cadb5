/** MiniSearch as it comes, and as a careful user sets it up: stemmed, stop words left out, title counted twice. */
import MiniSearch, { type Options } from 'minisearch';
import stem from 'wink-porter2-stemmer';
import type { Paper } from '../../src/model/paper.ts';
import type { Ready } from './engine.ts';
import { stopWords } from './stop-words.ts';

type Indexed = Pick<Paper, 'id' | 'title' | 'abstract'>;

const plain: Options<Indexed> = { fields: ['title', 'abstract'], searchOptions: { boost: { title: 2 } } };

// Stemming each distinct word once is as kind as one can be to its build time.
const stems = new Map<string, string | null>();
const stemmed: Options<Indexed> = {
  ...plain,
  processTerm: (term) => {
    const word = term.toLowerCase();
    const known = stems.get(word);
    if (known !== undefined) return known;
    const stemOrNothing = stopWords.has(word) ? null : stem(word);
    stems.set(word, stemOrNothing);
    return stemOrNothing;
  },
};

function ready(index: MiniSearch<Indexed>, options: Options<Indexed>): Ready {
  return {
    search: (text, mode, limit) =>
      index
        .search(text, { combineWith: mode === 'any' ? 'OR' : 'AND' })
        .slice(0, limit)
        .map((hit) => String(hit.id)),
    save: () => JSON.stringify(index),
    load: (saved) => ready(MiniSearch.loadJSON<Indexed>(saved as string, options), options),
  };
}

function fill(papers: readonly Paper[], options: Options<Indexed>): Ready {
  const index = new MiniSearch<Indexed>(options);
  index.addAll(papers);
  return ready(index, options);
}

export const build = (papers: readonly Paper[]): Ready => fill(papers, plain);
export const buildStemmed = (papers: readonly Paper[]): Ready => fill(papers, stemmed);
