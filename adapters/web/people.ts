/** Stores the name that each person chose for themselves. */
import { LRUCache } from 'lru-cache';
import { countCharacters, isUnseen } from '../../src/model/characters.ts';
import type { Person, Shelf } from '../../src/model/ports.ts';
import { isTaken } from './look-alike.ts';

/** What people without a name of their own are called. */
const NAMELESS = 'Guest';
const LONGEST_NAME = 40;
const REMEMBERED = 1000;

/** A person, and whether they chose their name. */
export type Known = Person & { named: boolean };

export type People = ReturnType<typeof createPeople>;

export function createPeople(shelf: Shelf<string>) {
  /** Names as they were read last, for while the store fails. */
  const seen = new LRUCache<string, string>({ max: REMEMBERED });
  return {
    async get(id: string): Promise<Known> {
      const name: unknown = await shelf.get(id).catch(() => seen.get(id));
      if (typeof name === 'string') seen.set(id, name);
      return typeof name === 'string' ? { id, name, named: true } : { id, name: NAMELESS, named: false };
    },
    /** Names a person, or says what is wrong with the name. */
    async rename(id: string, typed: string): Promise<Known | { message: string }> {
      const name = typed
        .replace(/\p{C}+/gu, ' ')
        .replace(/\s+/g, ' ')
        .trim();
      if (isUnseen(name)) return { message: 'Enter a name.' };
      if (countCharacters(name) > LONGEST_NAME)
        return { message: `A name can have up to ${LONGEST_NAME} characters.` };
      if (isTaken(name)) return { message: `“${name}” is taken. Choose another name.` };
      await shelf.set(id, name);
      return { id, name, named: true };
    },
  };
}
