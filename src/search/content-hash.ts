/** Hashes a paper's content, to detect changes, and its id, for lookup. */
import type { Paper } from '../model/paper.ts';

/** Two hashes (FNV-1a with different primes) of everything indexed except the counts, which change daily. */
export function contentOf(paper: Paper): [number, number] {
  let first = 0x811c9dc5;
  let second = 0x9e3779b9;
  const take = (text: string) => {
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      first = Math.imul(first ^ unit, 0x01000193);
      second = Math.imul(second ^ unit, 0x85ebca6b) ^ (second >>> 15);
    }
    // A terminator after each text, so that moving a letter to the next text changes the hash.
    first = Math.imul(first ^ 0x10000, 0x01000193);
    second = Math.imul(second ^ 0x10000, 0x85ebca6b) ^ (second >>> 15);
  };
  const { title, abstract, organization, publishedOn, doi, url } = paper;
  for (const text of [title, abstract, organization, publishedOn, doi, url]) take(text ?? '');
  for (const list of [paper.authors, paper.keywords, paper.categories, paper.otherIds, paper.otherUrls]) {
    take(String(list?.length ?? 0));
    for (const text of list ?? []) take(text);
  }
  return [first >>> 0, second >>> 0];
}

/** How another id of a paper is stored among the categories: no category begins with this character. */
export function otherIdKey(id: string): string {
  return `\u0001${id}`;
}

export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
