/** Cleans what people type, and the names they go by, before anything reads it: nothing invisible is parsed, stored or echoed. */
import type { ButtonAction } from '../model/message.ts';
import type { ChannelForm, Person, Place, Wish } from '../model/ports.ts';
import { withoutInvisible } from '../text/invisible.ts';

/** A line as typed, an act or a form, with each text in it cleaned. */
export function cleanTyped<T extends string | ButtonAction | ChannelForm>(typed: T): T {
  return cleaned(typed) as T;
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

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return withoutInvisible(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, cleaned(one)]));
}
