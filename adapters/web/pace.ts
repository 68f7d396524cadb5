/** Holds each person, and each network address, to a number of requests a minute, of those that are no commands. */
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { MOST_COMMANDS, MOST_LOOKS, sayWait, takeOf } from '../../src/chat/limited-commands.ts';
import { networkOf } from '../../src/chat/network.ts';
import { addressOf, idOf } from './request.ts';

/** @throws HTTPException 429, which says when to try again, where that was one too many */
export interface Pace {
  /** What changes something: as many as commands, which are counted by themselves. */
  change(c: Context): Promise<void>;
  /** What a page asks for by itself. */
  look(c: Context): Promise<void>;
}

export function createPace(): Pace {
  const holding = (most: typeof MOST_COMMANDS) => {
    const take = takeOf(most);
    return async (c: Context) => {
      const wait = await take({ person: { id: idOf(c) }, client: networkOf(addressOf(c)) });
      if (wait > 0) throw new HTTPException(429, { message: sayWait(wait) });
    };
  };
  return { change: holding(MOST_COMMANDS), look: holding(MOST_LOOKS) };
}
