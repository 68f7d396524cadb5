/** Finds the names of people, and remembers those seen in passing for events that bring an id alone. */
import { LRUCache } from 'lru-cache';
import type { Client } from './client.ts';

/** Names that are remembered. */
const MOST_NAMES = 10_000;
/** Without the scope users:read a person stays unnamed: an id says nothing to others. */
const UNNAMED = 'someone';

export interface People {
  /** @param given the name that came with the event, where one did */
  nameOf(user: string, given: string | undefined, client: Client): Promise<string>;
}

export function createPeople(): People {
  const names = new LRUCache<string, string>({ max: MOST_NAMES });
  return {
    async nameOf(user, given, client) {
      const name = given || names.get(user) || (await ask(user, client));
      names.set(user, name);
      return name;
    },
  };
}

async function ask(user: string, client: Client): Promise<string> {
  try {
    const { user: known } = await client.users.info({ user });
    return known?.profile?.display_name || known?.real_name || known?.name || UNNAMED;
  } catch {
    return UNNAMED;
  }
}
