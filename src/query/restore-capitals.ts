/** Restores the capitals that a printed query was typed with, where that changes nothing else. */
import { parseQuery } from './parse.ts';
import { printQuery } from './print.ts';

const word = /[\p{L}\p{M}\p{N}]+/gu;
/** A word, or a category or id, which is printed as it is. */
const wordOrValue = /\b(?:cat|id):\S+|[\p{L}\p{M}\p{N}]+/gu;

/**
 * `clip -video`, typed as `CLIP -video`, becomes `CLIP -video`, since search ranks by capitals. Only words with a
 * capital after their first letter are restored (`CLIP`, `LoRA`); a word typed in two ways stays lowercase.
 */
export function recased(printed: string, typed: string): string {
  const forms = formsIn(typed);
  if (forms.size === 0) return printed;
  const text = printed.replace(wordOrValue, (small) => forms.get(small) ?? small);
  if (text === printed) return printed;
  const again = parseQuery(text);
  return again.ok && printQuery(again.query) === printed ? text : printed;
}

function formsIn(typed: string): Map<string, string> {
  const forms = new Map<string, string>();
  const twice = new Set<string>();
  for (const [form] of typed.matchAll(word)) {
    const small = form.toLowerCase();
    if ((forms.get(small) ?? form) !== form) twice.add(small);
    forms.set(small, form);
  }
  for (const [small, form] of forms) if (twice.has(small) || !/^.+\p{Lu}/u.test(form)) forms.delete(small);
  return forms;
}
