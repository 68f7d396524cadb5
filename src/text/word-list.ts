/** Reads lists and tables that are written as words with white space between them. */

/** The words as a set. */
export function setOf(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/));
}

/** `key value key value ...` as a map. */
export function tableOf(pairs: string): ReadonlyMap<string, string> {
  return new Map([...pairs.matchAll(/(\S+)\s+(\S+)/g)].map(([, key = '', value = '']) => [key, value]));
}
