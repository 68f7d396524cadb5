/** Every engine of the benches by name, ours first. Each is imported only when asked for. */
import type { Engine } from './engine.ts';

export const engines: Record<string, () => Promise<Engine>> = {
  paperboy: () => import('./paperboy.ts'),
  /** What a person is shown for the text as typed: filled up with the closest, and as before that. */
  'paperboy-page': async () => ({ build: (await import('./paperboy.ts')).buildPage }),
  'paperboy-unfilled': async () => ({ build: (await import('./paperboy.ts')).buildUnfilled }),
  fts5: () => import('./sqlite.ts'),
  minisearch: () => import('./minisearch.ts'),
  'minisearch-stemmed': async () => ({ build: (await import('./minisearch.ts')).buildStemmed }),
  flexsearch: () => import('./flexsearch.ts'),
  orama: () => import('./orama.ts'),
};
