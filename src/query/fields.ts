/**
 * The fields of a query, in one table. A field is one entry: its name, its names elsewhere (arXiv's own search says `ti`,
 * `au`, `abs`), the kind of its values, an example for messages, and what it reads from a paper.
 */

import { editDistance } from '../model/edit-distance.ts';
import type { Paper } from '../model/paper.ts';
import { idKeysOf } from '../model/paper-id.ts';

interface FieldEntry<Kind, Value> {
  name: string;
  aliases: readonly string[];
  kind: Kind;
  /** An example for messages. */
  example: string;
  read(paper: Paper): Value;
}

/** `text`: English, `name`: people and organizations. One item for each keyword or author; empty where the paper has none. */
type TextEntry = FieldEntry<'text' | 'name', readonly string[]>;
/** Values that are compared as they are, lower-case. */
type ValueEntry = FieldEntry<'category' | 'id' | 'flag', readonly string[]>;
type NumberEntry = FieldEntry<'number', number | undefined>;
/** A day, `YYYY-MM-DD`. */
type DateEntry = FieldEntry<'date', string | undefined>;

export const fields = [
  {
    name: 'title',
    aliases: ['titles', 'ti', 'intitle'],
    kind: 'text',
    example: 'title:scaling',
    read: ({ title }) => [title],
  },
  {
    name: 'abstract',
    aliases: ['abs', 'summary'],
    kind: 'text',
    example: 'abstract:scaling',
    read: ({ abstract }) => [abstract],
  },
  {
    name: 'keyword',
    aliases: ['keywords', 'tag', 'tags'],
    kind: 'text',
    example: 'keyword:lora',
    read: ({ keywords }) => keywords ?? [],
  },
  {
    name: 'author',
    aliases: ['authors', 'au', 'by'],
    kind: 'name',
    example: 'author:"kaiming he"',
    read: ({ authors }) => authors ?? [],
  },
  {
    name: 'org',
    aliases: ['orgs', 'organization', 'organisation', 'affiliation'],
    kind: 'name',
    example: 'org:google',
    read: ({ organization }) => (organization === undefined ? [] : [organization]),
  },
  {
    name: 'cat',
    aliases: ['category', 'categories'],
    kind: 'category',
    example: 'cat:cs.LG',
    read: ({ categories = [] }) => categories.map((category) => category.toLowerCase()),
  },
  {
    name: 'id',
    aliases: ['ids', 'arxiv', 'doi'],
    kind: 'id',
    example: 'id:2508.01234',
    read: idKeysOf,
  },
  {
    name: 'upvotes',
    aliases: ['upvote', 'votes', 'likes'],
    kind: 'number',
    example: 'upvotes:>20',
    read: ({ upvotes }) => upvotes,
  },
  {
    name: 'stars',
    aliases: ['star'],
    kind: 'number',
    example: 'stars:>=100',
    read: ({ stars }) => stars,
  },
  {
    name: 'comments',
    aliases: ['comment'],
    kind: 'number',
    example: 'comments:>0',
    read: ({ commentCount }) => commentCount,
  },
  {
    name: 'year',
    aliases: ['years'],
    kind: 'number',
    example: 'year:2024',
    read: ({ publishedOn }) => (publishedOn === undefined ? undefined : Number(publishedOn.slice(0, 4))),
  },
  {
    name: 'after',
    aliases: ['since'],
    kind: 'date',
    example: 'after:2025-01-31',
    read: ({ publishedOn }) => publishedOn,
  },
  {
    name: 'before',
    aliases: [],
    kind: 'date',
    example: 'before:2025-01-31',
    read: ({ publishedOn }) => publishedOn,
  },
  {
    name: 'has',
    aliases: [],
    kind: 'flag',
    example: 'has:code',
    read: ({ codeUrl }) => (codeUrl === undefined ? [] : ['code']),
  },
] as const satisfies readonly (TextEntry | ValueEntry | NumberEntry | DateEntry)[];

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
  let nearest: FieldName | undefined;
  let fewest = limit + 1;
  for (const field of fields) {
    const slips = editDistance(name.toLowerCase(), field.name, limit);
    if (slips >= fewest) continue;
    fewest = slips;
    nearest = field.name;
  }
  return nearest;
}
