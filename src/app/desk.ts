/** What adapters may ask, answered by the commands. Every call answers, whatever went wrong. */
import { type NewChannel, newChannel } from '../channels/channel.ts';
import { answer, answerPress } from '../commands/answer.ts';
import { changesChannel } from '../commands/changes.ts';
import { fillForm, formOf } from '../commands/form.ts';
import { home } from '../commands/home.ts';
import { parseCommand } from '../commands/parse.ts';
import { createRecent, matchingQueries } from '../commands/recent.ts';
import { reply, text } from '../commands/reply.ts';
import type { Asker, Rooms } from '../commands/rooms.ts';
import { localDay } from '../delivery/due.ts';
import { messageOf, PaperboyError } from '../model/errors.ts';
import { Act, type Reply } from '../model/message.ts';
import type { Desk, Log, Person, Place } from '../model/ports.ts';

/** @param defaultZone for times that belong to no channel */
export function createDesk(rooms: Rooms, defaultZone: string, log: Log): Desk {
  const { archive, channels, ledger, clock } = rooms;

  const fresh = async ({ id, name }: Place, joined: boolean): Promise<NewChannel> => {
    const [newest] = await archive.days();
    return {
      id,
      name,
      joined,
      joinedAt: clock(),
      fromSeq: newest === undefined ? archive.head() : archive.before(newest),
      fromDay: newest ?? localDay('UTC', clock()),
    };
  };

  const askerAt = async (place: Place, person: Person): Promise<Asker> => {
    await archive.refresh();
    await channels.refresh();
    // Asking leaves no trace: a place is kept once the bot is let in, or someone changes something there.
    const known = channels.get(place.id);
    const channel = known ? { ...known, name: place.name } : newChannel(await fresh(place, false));
    return {
      place,
      person,
      channel,
      keep: async () => void (await channels.join(await fresh(place, place.admits === true))),
    };
  };
  const answering = async (
    place: Place,
    person: Person,
    work: (asker: Asker) => Promise<Reply>,
  ): Promise<Reply> => {
    try {
      return await work(await askerAt(place, person));
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

  const recent = createRecent();
  const nobody: Person = { id: '', name: '' };

  return {
    changes: changesChannel,
    ask: ({ place, person, text: typed }) =>
      answering(place, person, (asker) => {
        const command = parseCommand(typed);
        if (command.name === 'search') recent.note(place.id, command.query);
        return answer(command, asker, rooms);
      }),
    press: ({ place, person, act }) =>
      answering(place, person, (asker) => answerPress(Act.parse(act), asker, rooms)),
    form: async (place) => formOf(await askerAt(place, nobody), rooms),
    async fill({ place, person, form }) {
      return fillForm(form, await askerAt(place, person), rooms);
    },
    async suggest(place, typed, limit) {
      const topics = channels.topics(place.id).map(({ query }) => query);
      return matchingQueries(typed, [...topics, ...recent.of(place.id)], limit);
    },
    home: ({ space, person }) => home(space, person, defaultZone, rooms),
    async join(place) {
      const { state } = await channels.join(await fresh(place, true));
      // Being let in again is how access comes back soonest.
      if (state.kind !== 'ok')
        await channels.update(place.id, (before) => ({ ...before, state: { kind: 'ok' } }));
    },
    async rename({ id, name }) {
      const known = channels.get(id);
      if (known && known.name !== name) await channels.update(id, (before) => ({ ...before, name }));
    },
    async leave(placeId) {
      const gone = placeId.endsWith(':')
        ? [...channels.all()].map(({ id }) => id).filter((id) => id.startsWith(placeId))
        : [placeId];
      for (const id of gone) {
        await channels.leave(id);
        await ledger.forget(id);
      }
      recent.forget(placeId);
      if (placeId.endsWith(':')) await rooms.saved.forget(placeId);
    },
  };
}
