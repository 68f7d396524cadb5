/** Serializes the values of shelves as text and parses them; damaged text is read as a special value. */
import { jsonSerializer } from 'keyv';

/** What stands for a value that is there and cannot be read. */
export const UNREADABLE = Symbol('unreadable');

export const serialization = {
  stringify: (kept: unknown): string => jsonSerializer.stringify(kept),
  /** What `stringify` was given, `{ value }`. Never throws. */
  parse<T>(text: string): T {
    try {
      const kept: unknown = jsonSerializer.parse(text);
      // Nothing on a shelf expires: what else stands there was damaged.
      if (typeof kept === 'object' && kept !== null && 'value' in kept) return { value: kept.value } as T;
    } catch {
      // As what is no `{ value }`.
    }
    return { value: UNREADABLE } as T;
  },
};
