/** Reads the digest that comes with Paperboy, for a first look: only while the archive is empty. */
import { fileURLToPath } from 'node:url';
import { parseNothing, type SourceDefinition } from './definition.ts';
import { createFileSource } from './folder.ts';

const PATH = fileURLToPath(new URL('../../fixtures/daily-papers-2025-12-12.txt', import.meta.url));

export const bundled: SourceDefinition = {
  scheme: 'bundled',
  describe: {
    example: 'bundled',
    gives: 'a digest that comes with Paperboy, read only while the archive is empty',
  },
  parse: parseNothing,
  create(_, { isEmpty, clock }) {
    const { name, fetch } = createFileSource({ name: 'bundled digest', path: PATH, clock });
    return { name, fetch: async () => (isEmpty() ? fetch() : []) };
  },
};
