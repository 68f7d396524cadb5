/** Parses the query of a subscription into its canonical text and its meaning. */
import { parseQuery, type QueryProblem } from './parse.ts';
import { meaningKey, printQuery } from './print.ts';
import type { Query } from './tree.ts';

export interface Topic {
  parsed: Query;
  /** The canonical text, with capitals as typed: what is stored and shown. `parseQuery` reads it as `parsed`. */
  query: string;
  /** Equal for equal meanings, in this version of the language: never store it, compute it when topics are loaded. */
  meaning: string;
}

/**
 * Reads what a person typed or what an earlier version stored as `query`. Never throws: a query that cannot be
 * understood is a problem with its place, its reason and perhaps a suggestion.
 */
export function readTopic(text: string): { topic: Topic } | { problem: QueryProblem } {
  const result = parseQuery(text);
  if (!result.ok) return { problem: result.problem };
  const { query: parsed } = result;
  return { topic: { parsed, query: recased(printQuery(parsed), text), meaning: meaningKey(parsed) } };
}

const word = /[\p{L}\p{M}\p{N}]+/gu;
/** A word, or a category or id, which is printed as it is. */
const wordOrValue = /\b(?:cat|id):\S+|[\p{L}\p{M}\p{N}]+/gu;

/**
 * `clip -video`, typed as `CLIP -video`, becomes `CLIP -video`, since search ranks by capitals. Only words with a
 * capital after their first letter are restored (`CLIP`, `LoRA`); a word typed in two ways stays lowercase.
 */
function recased(printed: string, typed: string): string {
  const forms = formsIn(typed);
  if (forms.size === 0) return printed;
  const text = printed.replace(wordOrValue, (small) => forms.get(small) ?? small);
  if (text === printed) return printed;
  const again = parseQuery(text);
  return again.ok && printQuery(again.query) === printed ? text : printed;
}

function formsIn(typed: string): Map<string, string> {
  const words = Map.groupBy(typed.match(word) ?? [], (form) => form.toLowerCase());
  const kept = [...words].filter(([, forms]) => new Set(forms).size === 1 && /^.+\p{Lu}/u.test(forms[0]!));
  return new Map(kept.map(([small, [form]]) => [small, form!]));
}
