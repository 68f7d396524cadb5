/**
 * The simplest exact way to match topics at some speed, to measure the percolator by: equal queries are kept once, a query is tested
 * on the papers that have its rarest word, and words are looked up in sets.
 */
import type { Paper } from '../../src/model/paper.ts';
import { searchFields } from '../../src/percolator/clauses.ts';
import { type Document, readPaper } from '../../src/query/document.ts';
import { predicateOf } from '../../src/query/meaning.ts';
import { meaningKey } from '../../src/query/print.ts';
import { type Field, fieldsOf, pathsOf, type Query } from '../../src/query/tree.ts';

interface Topic {
  query: Query;
  keys: string[];
}

/** A paper with its words, by field. */
interface Read {
  document: Document;
  words: Map<Field, Set<string>>;
}

export function createSimpleTopics() {
  const topics = new Map<string, Topic>();
  const byWord = new Map<string, Topic[]>();
  const anywhere: Topic[] = [];
  const uses = new Map<string, number>();
  return {
    add(key: string, query: Query): void {
      const meaning = meaningKey(query);
      const known = topics.get(meaning);
      if (known !== undefined) return void known.keys.push(key);
      const topic = { query, keys: [key] };
      topics.set(meaning, topic);
      const words = rarestOf(query, uses);
      if (words === undefined) anywhere.push(topic);
      for (const word of words ?? []) {
        uses.set(word, (uses.get(word) ?? 0) + 1);
        const some = byWord.get(word);
        if (some === undefined) byWord.set(word, [topic]);
        else some.push(topic);
      }
    },
    match(papers: readonly Paper[], visit: (key: string, paper: number) => void): void {
      papers.forEach((paper, at) => {
        const read = wordsOf(readPaper(paper));
        const candidates = new Set(anywhere);
        for (const [field, words] of read.words)
          for (const word of words)
            for (const topic of byWord.get(`${field} ${word}`) ?? []) candidates.add(topic);
        for (const { query, keys } of candidates)
          if (holds(query, read)) for (const key of keys) visit(key, at);
      });
    },
  };
}

/** Words of which every paper that matches has one: the least used; undefined where there are none. */
function rarestOf(query: Query, uses: ReadonlyMap<string, number>): string[] | undefined {
  const cost = (words: readonly string[]) => words.reduce((sum, word) => sum + (uses.get(word) ?? 0), 0);
  switch (query.kind) {
    case 'and':
      return query.of
        .flatMap((operand) => [rarestOf(operand, uses) ?? []])
        .filter((words) => words.length > 0)
        .toSorted((a, b) => cost(a) - cost(b))[0];
    case 'or': {
      const all = query.of.map((operand) => rarestOf(operand, uses));
      return all.every((words) => words !== undefined) ? all.flat() : undefined;
    }
    case 'word':
    case 'phrase':
      return pathsOf(query).map((path) => {
        const words = path.map((term) => `${query.field} ${term}`);
        return words.reduce((one, other) => (cost([other]) < cost([one]) ? other : one));
      });
    default:
      return undefined;
  }
}

function wordsOf(document: Document): Read {
  const setOf = (field: Field) =>
    new Set(fieldsOf(field).flatMap((one) => document.tokens[one].map(({ term }) => term)));
  return { document, words: new Map(searchFields.map((field) => [field, setOf(field)])) };
}

function holds(query: Query, read: Read): boolean {
  switch (query.kind) {
    case 'and':
      return query.of.every((operand) => holds(operand, read));
    case 'or':
      return query.of.some((operand) => holds(operand, read));
    case 'not':
      return !holds(query.of, read);
    case 'word': {
      const words = query.synonyms === undefined ? read.words.get(query.field) : undefined;
      return words?.has(query.term) ?? predicateOf(query)(read.document);
    }
    default:
      return predicateOf(query)(read.document);
  }
}
