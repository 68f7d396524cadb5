/** Every engine of the benches by name, ours first. Each is imported only when asked for. */
import type { Engine } from './engine.ts';

export const engines: Record<string, () => Promise<Engine>> = {
  paperboy: () => import('./paperboy.ts'),
  fts5: () => import('./sqlite.ts'),
  minisearch: () => import('./minisearch.ts'),
  'minisearch-stemmed': async () => ({ build: (await import('./minisearch.ts')).buildStemmed }),
  flexsearch: () => import('./flexsearch.ts'),
  orama: () => import('./orama.ts'),
};
