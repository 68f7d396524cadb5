/** A query tree in, the plain test of one paper out: slow, obvious, and what everything else must agree with. */
import type { Document } from './document.ts';
import type { Query } from './tree.ts';

export function compile(_query: Query): (document: Document) => boolean {
  throw new Error('not yet');
}
