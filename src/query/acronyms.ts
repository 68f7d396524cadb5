/** Loads the list of acronyms, and finds what an acronym stands for and which acronyms stand for some words. */
import { readFileSync } from 'node:fs';
import { fold } from '../text/fold.ts';
import { termOf } from '../text/term.ts';
import { type BareLeaf, readLeaves, readPhrase } from './text-leaf.ts';
import { pathsOf, type Synonym } from './tree.ts';

/** An acronym of the list, and what it stands for: the commonest long form first. */
export interface Acronym {
  short: string;
  longForms: string[];
}

const source = readFileSync(new URL('./acronyms.txt', import.meta.url), 'utf8');

/** Changes with the list. What a query means may change only with it. */
export const acronymsVersion = Number(/version (\d+)/.exec(source)?.[1]);

/** Lines of `LMM: large multimodal model 56, large multi-modal model 5`: after each long form, the papers that write it. */
export const acronyms: readonly Acronym[] = [...source.matchAll(/^([^#:\n]+): (.+)$/gm)].map(
  ([, short = '', rest = '']) => ({
    short,
    longForms: rest.split(', ').map((form) => form.replace(/ \d+$/, '')),
  }),
);

const longFormsOf = new Map<string, { term: string; longForms: Synonym }>();
const acronymsOf = new Map<string, Synonym[]>();
const firstTerms = new Set<string>();

function termsOf(leaves: readonly BareLeaf[]): string[] {
  return leaves.flatMap(({ terms }) => terms);
}

function synonymOf(text: string, spellings: readonly string[]): Synonym {
  const phrases = spellings.flatMap((spelling) => readPhrase(spelling, 'any') ?? []);
  const paths = new Map(phrases.flatMap(pathsOf).map((path) => [path.join(' '), path]));
  return { text, paths: [...paths.values()] };
}

/** The long form with acronyms for some of its words: `multimodal LLM`. */
function shortened(longForm: string): string[] {
  const text = longForm.toLowerCase();
  return acronyms.flatMap(({ short, longForms }) =>
    longForms
      .map((inner) => inner.toLowerCase())
      .filter((inner) => inner !== text && ` ${text} `.includes(` ${inner} `))
      .map((inner) => text.replace(inner, short)),
  );
}

for (const { short, longForms } of acronyms) {
  const spellings = longForms.flatMap((form) => [form, ...shortened(form)]);
  const shortForm = synonymOf(short, [short]);
  const term = termOf(fold(short));
  longFormsOf.set(fold(short), { term, longForms: synonymOf(longForms[0] as string, spellings) });
  for (const spelling of spellings) {
    const terms = termsOf(readLeaves(spelling, 'any'));
    const key = terms.join(' ');
    const known = acronymsOf.get(key) ?? [];
    if (!known.some(({ text }) => text === short)) acronymsOf.set(key, [...known, shortForm]);
    firstTerms.add(terms[0] as string);
  }
}

/** The most words of a long form. */
export const longestForm = Math.max(0, ...[...acronymsOf.keys()].map((key) => key.split(' ').length));

/** What an acronym stands for: `rl`, its plural `llms`, or `re-id`. Undefined for other words. */
export function longFormsFor({ leaf, terms }: BareLeaf): Synonym | undefined {
  const text = leaf.text.replaceAll('-', '');
  const known = longFormsOf.get(text) ?? longFormsOf.get(text.replace(/s$/, ''));
  return known?.term === terms.join('') ? known?.longForms : undefined;
}

/** Whether a long form may begin with this term. */
export function mayBeginLongForm(term: string): boolean {
  return firstTerms.has(term);
}

/** The acronyms that stand for these words, by their terms with spaces. */
export function acronymsFor(terms: string): readonly Synonym[] {
  return acronymsOf.get(terms) ?? [];
}
