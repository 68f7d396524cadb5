/** Part of the composition: what adapters may ask, answered by the commands. Every call answers, whatever went wrong. */
import { answer, answerPress } from './commands/answer.ts';
import { parseCommand } from './commands/parse.ts';
import { reply, text } from './commands/reply.ts';
import type { Asker, Rooms } from './commands/rooms.ts';
import { localDay } from './delivery/due.ts';
import { messageOf, PaperboyError } from './errors.ts';
import { Act, type Reply } from './message.ts';
import type { Desk, Log, Person, Place } from './ports.ts';

/** Longer than any query may be: what is longer is not read further. */
const MOST_TYPED = 4_000;

export function createDesk(rooms: Rooms, log: Log): Desk {
  const { archive, channels, ledger, clock } = rooms;

  const join = async (place: Place) => {
    const [newest] = await archive.days();
    return channels.join({
      ...place,
      joinedAt: clock(),
      fromSeq: newest === undefined ? archive.head() : archive.before(newest),
      fromDay: newest ?? localDay('UTC', clock()),
    });
  };

  const answering = async (
    place: Place,
    person: Person,
    work: (asker: Asker) => Promise<Reply>,
  ): Promise<Reply> => {
    try {
      await archive.refresh();
      await channels.refresh();
      const channel = channels.get(place.id) ?? (await join(place));
      return await work({ place, person, channel });
    } catch (error) {
      log.error('a command could not be answered', { channel: place.id, reason: messageOf(error) });
      const known = error instanceof PaperboyError ? ` ${error.message}` : '';
      return reply([
        text(
          [{ text: `That did not work, and nothing was changed.${known} Try again in a moment.` }],
          'warning',
        ),
      ]);
    }
  };

  return {
    ask: ({ place, person, text: typed }) =>
      answering(place, person, (asker) => answer(parseCommand(typed.slice(0, MOST_TYPED)), asker, rooms)),
    press: ({ place, person, act }) =>
      answering(place, person, (asker) => answerPress(Act.parse(act), asker, rooms)),
    join: async (place) => void (await join(place)),
    async leave(placeId) {
      await channels.leave(placeId);
      await ledger.forget(placeId);
    },
  };
}
