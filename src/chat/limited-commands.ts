/** Holds each person, and each network address, to a number of commands a minute, and says when to try again. */
import { span } from '../model/counted.ts';
import type { CommandService, Person } from '../model/ports.ts';
import { notice } from './notices.ts';
import { createRequestLimit } from './request-limit.ts';

/** Commands, buttons and forms within a minute: a person who presses one button a second reaches none of these. */
export const MOST_COMMANDS = {
  /** Of one person, on whatever platform. */
  person: 60,
  /** Of one network, where people need no account and can be anyone. */
  network: 600,
};
/** A file takes as much as so many commands. */
const FILE_COSTS = 10;
/** What a page asks for by itself: suggestions and counts, with each key pressed, its overview, and the marks of what it shows. */
export const MOST_LOOKS: typeof MOST_COMMANDS = { person: 600, network: 6_000 };
export const WITHIN_S = 60;

interface Asking {
  person: Person;
  client?: string | undefined;
}

/** The same service, which refuses what is beyond the limits. What only looks at one row, or has no person, is not counted. */
export function limitCommands(service: CommandService, most = MOST_COMMANDS): CommandService {
  const take = takeOf(most);
  const look = takeOf(MOST_LOOKS);
  /** Says when to try again; undefined where the person may go on. */
  const refusal = async (asking: Asking, commands = 1): Promise<string | undefined> => {
    const wait = await take(asking, commands);
    return wait === 0 ? undefined : sayWait(wait);
  };
  const refused = (why: string) => ({ ...notice(why, 'warning'), refused: true as const });

  return {
    ...service,
    async ask(asked) {
      const why = await refusal(asked);
      return why === undefined ? service.ask(asked) : refused(why);
    },
    async press(pressed) {
      const why = await refusal(pressed);
      return why === undefined ? service.press(pressed) : refused(why);
    },
    async fill(filled) {
      const why = await refusal(filled);
      return why === undefined ? service.fill(filled) : { problems: [{ field: 'topics', message: why }] };
    },
    async importLibrary(given) {
      const why = await refusal(given, FILE_COSTS);
      return why === undefined ? service.importLibrary(given) : refused(why);
    },
    async savedAs(asked) {
      const why = await refusal(asked);
      return why === undefined ? service.savedAs(asked) : { problem: why };
    },
    async home(asked) {
      const wait = await look(asked);
      if (wait === 0) return service.home(asked);
      const sources = [[{ text: sayWait(wait) }]];
      return { channels: [], moreChannels: 0, saved: [], unshown: [], sources };
    },
    marks: async (asked) => ((await look(asked)) === 0 ? service.marks(asked) : new Map()),
    suggest: async (asked) => ((await look(asked)) === 0 ? service.suggest(asked) : []),
  };
}

/** Returns a function that takes so many, by default one, and returns how long to wait where there are none left, or 0. Milliseconds. */
export function takeOf(most: typeof MOST_COMMANDS) {
  const ofPerson = createRequestLimit(most.person, WITHIN_S);
  const ofNetwork = createRequestLimit(most.network, WITHIN_S);
  return async ({ person, client }: { person: Pick<Person, 'id'>; client?: string | undefined }, count = 1) =>
    (await ofPerson(person.id, count)) || (client === undefined ? 0 : await ofNetwork(client, count));
}

/** @param wait milliseconds */
export function sayWait(wait: number): string {
  return `That was a lot in one minute, so I stopped for a moment. Nothing was changed. Try again in ${span(wait)}.`;
}
