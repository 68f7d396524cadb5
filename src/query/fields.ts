/**
 * The fields of a query, in one table. A field is one entry: its name, its names elsewhere (arXiv's own search says `ti`,
 * `au`, `abs`), the kind of its values, an example for messages, and what it reads from a paper.
 */

import { editDistance } from '../model/edit-distance.ts';
import type { Paper } from '../model/paper.ts';
import { idKeysOf } from '../model/paper-id.ts';

/** What a paper has of a field, by the field's kind. */
interface PaperValues {
  /** English. One item for each keyword; empty where the paper has none. */
  text: readonly string[];
  /** People and organizations, one item each. */
  name: readonly string[];
  /** Values that are compared as they are, lower-case. */
  category: readonly string[];
  id: readonly string[];
  flag: readonly string[];
  number: number | undefined;
  /** A day, `YYYY-MM-DD`. */
  date: string | undefined;
  /** Compared by all of the paper's words: see `like.ts`. */
  likeness: undefined;
}

/** What sets a field apart from others of its kind. */
interface Traits {
  /** Its names are people's, which may be typed in parts: `author:he kaiming, ren`. */
  isOfPeople?: true;
  /** Its names have no second part: what follows one is a topic. */
  isOneWord?: true;
  /** Titles have its name before their colon, as in `Open source: ...`: so it is a word after other words. */
  isInTitles?: true;
}

/** A row of the table. The example is for messages. */
function field<const Name extends string, const Kind extends keyof PaperValues>(
  name: Name,
  kind: Kind,
  aliases: readonly string[],
  example: string,
  read: (paper: Paper) => PaperValues[Kind],
  traits: Traits = {},
) {
  return { name, kind, aliases, example, read, traits };
}

export const fields = [
  field('title', 'text', ['titles', 'ti', 'intitle'], 'title:scaling', ({ title }) => [title]),
  field('abstract', 'text', ['abs', 'summary'], 'abstract:scaling', ({ abstract }) => [abstract]),
  field('keyword', 'text', ['keywords', 'tag', 'tags'], 'keyword:lora', ({ keywords }) => keywords ?? []),
  field('author', 'name', ['authors', 'au', 'by'], 'author:"kaiming he"', ({ authors }) => authors ?? [], {
    isOfPeople: true,
  }),
  field(
    'org',
    'name',
    ['orgs', 'organization', 'organisation', 'affiliation'],
    'org:google',
    ({ organization }) => (organization === undefined ? [] : [organization]),
  ),
  field('source', 'name', ['sources'], 'source:arxiv', ({ sources }) => sources ?? [], {
    isOneWord: true,
    isInTitles: true,
  }),
  field('cat', 'category', ['category', 'categories'], 'cat:cs.LG', ({ categories = [] }) =>
    categories.map((category) => category.toLowerCase()),
  ),
  field('id', 'id', ['ids', 'arxiv', 'doi'], 'id:2508.01234', idKeysOf),
  field('upvotes', 'number', ['upvote', 'votes', 'likes'], 'upvotes:>20', ({ upvotes }) => upvotes),
  field('stars', 'number', ['star'], 'stars:>=100', ({ stars }) => stars),
  field('comments', 'number', ['comment'], 'comments:>0', ({ commentCount }) => commentCount),
  field('year', 'number', ['years'], 'year:2024', ({ publishedOn }) =>
    publishedOn === undefined ? undefined : Number(publishedOn.slice(0, 4)),
  ),
  field('after', 'date', ['since'], 'after:2025-01-31', ({ publishedOn }) => publishedOn),
  field('before', 'date', [], 'before:2025-01-31', ({ publishedOn }) => publishedOn),
  field('like', 'likeness', ['similar'], 'like:2508.01234', () => undefined),
  field('has', 'flag', [], 'has:code', ({ codeUrl }) => (codeUrl === undefined ? [] : ['code'])),
];

type Fields = (typeof fields)[number];
export type FieldName = Fields['name'];
/** The texts of a paper, each analyzed on its own. */
export type PaperField = Extract<Fields, { kind: 'text' | 'name' }>['name'];
/** Names of people or organizations, which are not inflected. */
export type NameField = Extract<Fields, { kind: 'name' }>['name'];
export type NumberField = Extract<Fields, { kind: 'number' }>['name'];
export type DateField = Extract<Fields, { kind: 'date' }>['name'];

const byName = new Map(fields.map((field) => [field.name, field]));
const byAlias = new Map<string, FieldName>(
  fields.flatMap(({ name, aliases }) => [name, ...aliases].map((alias) => [alias, name] as const)),
);

/** The entry of a field in the table. */
export function fieldNamed<Name extends FieldName>(name: Name): Extract<Fields, { name: Name }> {
  return byName.get(name) as Extract<Fields, { name: Name }>;
}

/** The fields that hold numbers, in the order of the table. */
export const numberFields = fields.filter((field) => field.kind === 'number');

/** The fields that hold words, in the order of the table. */
export const textFields = fields.filter((field) => field.kind === 'text' || field.kind === 'name');

/** Whether the field holds words; the others hold values. */
export function isTextField(name: FieldName): name is PaperField {
  const { kind } = fieldNamed(name);
  return kind === 'text' || kind === 'name';
}

/** Whether the field holds names of people or organizations. */
export function isNameField(name: FieldName | 'any'): name is NameField {
  return name !== 'any' && fieldNamed(name).kind === 'name';
}

/** Whether the field's names are people's. */
export function isOfPeople(name: FieldName | 'any'): boolean {
  return name !== 'any' && fieldNamed(name).traits.isOfPeople === true;
}

/** Fields that share a vocabulary. Each field of names has its own, as a name is never compared with other words. */
export type TextGroup = 'body' | NameField;
export const textGroups: readonly TextGroup[] = [...new Set(textFields.map(({ name }) => groupOf(name)))];

/** The group of the texts that a leaf with this field searches. */
export function groupOf(field: PaperField | 'any'): TextGroup {
  return isNameField(field) ? field : 'body';
}

/** A record with one value for each group. */
export function byTextGroup<T>(make: (group: TextGroup) => T): Record<TextGroup, T> {
  return Object.fromEntries(textGroups.map((group) => [group, make(group)])) as Record<TextGroup, T>;
}

/** The field with this name or alias, in any case. */
export function fieldOf(name: string): FieldName | undefined {
  return byAlias.get(name.toLowerCase());
}

/** The field whose name is at most this many slips away from the typed one. */
export function nearestField(name: string, limit: number): FieldName | undefined {
  const slips = fields.map((field) => editDistance(name.toLowerCase(), field.name, limit));
  const fewest = Math.min(...slips);
  return fewest > limit ? undefined : fields[slips.indexOf(fewest)]!.name;
}
