/** Holds each person, and each network address, to a number of messages and changes of channels a minute. */
import { HTTPException } from 'hono/http-exception';
import { MOST_COMMANDS, sayWait, WITHIN_S } from '../../src/chat/limited-commands.ts';
import { createRequestLimit } from '../../src/chat/request-limit.ts';

/** @throws HTTPException 429, which says when to try again, where that was one too many. @param client the network of the person */
export type Pace = (person: string, client: string) => Promise<void>;

/** As many as commands, which are counted by themselves. */
export function createPace(): Pace {
  const ofPerson = createRequestLimit(MOST_COMMANDS.person, WITHIN_S);
  const ofNetwork = createRequestLimit(MOST_COMMANDS.network, WITHIN_S);
  return async (person, client) => {
    const wait = (await ofPerson(person)) || (await ofNetwork(client));
    if (wait > 0) throw new HTTPException(429, { message: sayWait(wait) });
  };
}
