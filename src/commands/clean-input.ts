/** Cleans what people type, and the names they go by, before anything reads it: nothing invisible is parsed, stored or echoed. */
import type { Person, Place, Wish } from '../model/ports.ts';
import { withoutInvisible } from '../text/invisible.ts';

/** A line as typed, an act or a form, with each text in it cleaned. */
export function cleanTyped<T>(typed: T): T;
export function cleanTyped(typed: unknown): unknown {
  if (typeof typed === 'string') return withoutInvisible(typed);
  if (Array.isArray(typed)) return typed.map((one) => cleanTyped(one));
  if (typeof typed !== 'object' || typed === null) return typed;
  return Object.fromEntries(Object.entries(typed).map(([key, one]) => [key, cleanTyped(one)]));
}

/** A wish, cleaned as `cleanTyped` does. */
export function cleanWish(wish: Wish): Wish {
  if (wish === 'form') return wish;
  return 'text' in wish ? { ...wish, text: cleanTyped(wish.text) } : { act: cleanTyped(wish.act) };
}

/** A person or a place with a name of one line; the id stays as it is. */
export function cleanName<T extends Person | Place>(named: T): T {
  return { ...named, name: withoutInvisible(named.name).replace(/\s+/g, ' ').trim() };
}
