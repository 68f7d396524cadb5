/** Reads the authors in JSON: one text, names, or objects and lists with the parts of a name. */
import { z } from 'zod';
import { MOST } from '../model/paper-bounds.ts';
import { readAuthorList } from './authors.ts';

const text = z.string().catch('');
const Author = z.looseObject({
  name: text,
  fullName: text,
  fullname: text,
  literal: text,
  given: text,
  family: text,
  firstName: text,
  lastName: text,
  hidden: z.boolean().catch(false),
});

/** The most people that are read: more than a paper holds, as some may be hidden. */
const MOST_READ = 2 * MOST.authors;

/** The names, and how many people there are, with those who are hidden and those beyond what a paper holds. */
export function namesOf(value: unknown): { authors: string[] | undefined; count: number } {
  const list = Array.isArray(value) ? value : [value];
  const people = list.slice(0, MOST_READ).map(readPerson);
  const shown = people.filter(({ hidden }) => !hidden).map(({ name }) => name);
  const { authors, count = authors?.length ?? 0 } = readAuthorList(shown) ?? { authors: undefined };
  return { authors, count: count + list.length - shown.length };
}

function readPerson(value: unknown): { name: string; hidden: boolean } {
  if (typeof value === 'string') return { name: value, hidden: false };
  // arXiv's data sets write `["Lee", "Ann", "Jr."]`.
  if (Array.isArray(value)) {
    const parts = value.filter((part) => typeof part === 'string' && part.trim() !== '');
    return { name: parts.join(', '), hidden: false };
  }
  const person = Author.safeParse(value).data;
  if (person === undefined) return { name: '', hidden: false };
  const parts = [person.given || person.firstName, person.family || person.lastName];
  const whole = person.name || person.fullName || person.fullname || person.literal;
  return { name: whole || parts.filter(Boolean).join(' '), hidden: person.hidden };
}
