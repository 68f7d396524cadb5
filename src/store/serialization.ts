/** Writes the values of shelves as text and reads them back; text that was damaged reads as a sign of its own. */
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
