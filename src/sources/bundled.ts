/** Reads the digest that comes with Paperboy, for a first look: only while the archive is empty. */
import { fileURLToPath } from 'node:url';
import type { Digest } from '../model/paper.ts';
import { parseNothing, type SourceDefinition } from './definition.ts';
import { createFileSource } from './folder.ts';

const PATH = fileURLToPath(new URL('../../fixtures/daily-papers-2025-12-12.txt', import.meta.url));

/** Said wherever the digest is shown, so that nobody takes it for news. */
const NOTE = 'This is a sample that comes with Paperboy: an older digest, with shortened abstracts.';

export const bundled: SourceDefinition = {
  scheme: 'bundled',
  describe: {
    example: 'bundled',
    gives: 'a digest that comes with Paperboy, read only while the archive is empty',
  },
  parse: parseNothing,
  create(_, { isEmpty, clock }) {
    const { name, fetch } = createFileSource({ name: 'bundled digest', path: PATH, clock });
    const read = async () => {
      const came = await fetch();
      if (Array.isArray(came)) return came.map(noted);
      return { ...came, digests: came.digests.map(noted) };
    };
    return { name, fetch: async () => (isEmpty() ? read() : []) };
  },
};

function noted(digest: Digest): Digest {
  return { ...digest, note: NOTE };
}
