/** What adapters may ask, answered by the commands. Every call answers, whatever went wrong; all that is typed is cleaned first. */
import { type Channel, type NewChannel, newChannel } from '../channels/channel.ts';
import type { Edit } from '../channels/channels.ts';
import { type ChannelId, isInSpace } from '../model/channel-id.ts';
import { messageOf, publicReason } from '../model/errors.ts';
import { type Block, ButtonAction, type Reply } from '../model/message.ts';
import type { CommandService, Log, Person, Place } from '../model/ports.ts';
import { answer, answerPress } from './answer.ts';
import { changesChannel } from './changes.ts';
import { cleanName, cleanTyped, cleanWish } from './clean-input.ts';
import type { Caller, Context } from './context.ts';
import { homePage } from './home-page.ts';
import { parseCommand } from './parse.ts';
import { withoutSharing } from './place-names.ts';
import { createRecent, matchingQueries } from './recent-queries.ts';
import { COMMAND_SPECS } from './registry.ts';
import { reply, text } from './reply.ts';
import { fillForm, formOf } from './settings-form.ts';

/** @param defaultZone for times that belong to no channel */
export function createCommandService(
  given: Omit<Context, 'commands'>,
  defaultZone: string,
  log: Log,
): CommandService {
  const context: Context = { ...given, commands: COMMAND_SPECS };
  const { archive, channels, ledger, clock } = context;

  const fresh = async ({ id, name }: Place, joined: boolean): Promise<NewChannel> => {
    const [newest] = await archive.days();
    return {
      id,
      name,
      joined,
      joinedAt: clock(),
      // Before the first digest is whole, its papers are on their way: none of them counts as seen.
      fromSeq: newest === undefined ? 0 : await archive.before(newest),
      ...(newest === undefined ? {} : { fromDay: newest }),
    };
  };

  /** @param said takes what was written, in the words of the command that wrote it */
  const callerAt = async (where: Place, who: Person, said: Block[] = []): Promise<Caller> => {
    const [place, person] = [cleanName(where), cleanName(who)];
    await archive.refresh();
    await channels.refresh();
    // Asking leaves no trace: a place is kept once the bot is let in, or someone changes something there.
    const known = channels.get(place.id);
    const channel = known ? { ...known, name: place.name } : newChannel(await fresh(place, false));
    return {
      place,
      person,
      channel,
      async change(edit) {
        const changed = await channels.change(place.id, edit, await fresh(place, place.admits === true));
        if (changed === undefined) throw new Error('a channel that is given cannot be unknown');
        return changed;
      },
      wrote: (blocks) => void said.push(...blocks),
    };
  };
  const answering = async (
    place: Place,
    person: Person,
    work: (caller: Caller) => Promise<Reply>,
  ): Promise<Reply> => {
    const said: Block[] = [];
    try {
      const answered = await work(await callerAt(place, person, said));
      return place.direct ? withoutSharing(answered) : answered;
    } catch (error) {
      log.error('a command could not be answered', { channel: place.id, reason: messageOf(error) });
      return failed(error, said);
    }
  };

  const recent = createRecent();
  const nobody: Person = { id: '', name: '' };

  const forget = async (id: ChannelId) => {
    // The ledger first, so that a deletion that failed half-way is found and finished by the next call.
    await ledger.forget(id);
    await channels.leave(id);
    // What was planned in between goes too.
    await ledger.forget(id);
    recent.forget(id);
  };

  return {
    specs: COMMAND_SPECS,
    changes: (wish) => changesChannel(cleanWish(wish)),
    ask: ({ place, person, text: typed }) =>
      answering(place, person, (caller) => {
        const command = parseCommand(cleanTyped(typed));
        if (command.name === 'search' && command.query) recent.note(place.id, command.query);
        return answer(command, caller, context);
      }),
    press: ({ place, person, act }) =>
      answering(place, person, (caller) => answerPress(cleanTyped(ButtonAction.parse(act)), caller, context)),
    form: async (place) => formOf(await callerAt(place, nobody), context),
    async fill({ place, person, form }) {
      const said: Block[] = [];
      try {
        return await fillForm(cleanTyped(form), await callerAt(place, person, said), context);
      } catch (error) {
        log.error('a form could not be taken over', { channel: place.id, reason: messageOf(error) });
        if (said.length > 0) return { reply: failed(error, said) };
        return { problems: [{ field: 'topics', message: sayFailure(error, false) }] };
      }
    },
    async suggest(place, typed, limit) {
      const topics = channels.topics(place.id).map(({ query }) => query);
      return matchingQueries(cleanTyped(typed), [...topics, ...recent.of(place.id)], limit);
    },
    async home({ space, person }) {
      try {
        await archive.refresh();
        await channels.refresh();
        return await homePage(space, person, defaultZone, context);
      } catch (error) {
        log.error('a home page could not be prepared', { space, reason: messageOf(error) });
        const line = `This page could not be prepared. ${publicReason(error) ?? 'Try again in a moment.'}`;
        return { channels: [], saved: [], sources: [[{ text: line }]] };
      }
    },
    async join(place) {
      // Being let in again is how access comes back soonest.
      const edit = (channel: Channel): Edit =>
        channel.state.kind === 'no-access' ? { channel: { ...channel, state: { kind: 'ok' } } } : {};
      await channels.change(place.id, edit, await fresh(cleanName(place), true));
    },
    async rename(place) {
      const { id, name } = cleanName(place);
      // A copy of the state stays as it is: a new name mends no damaged settings.
      const edit = (channel: Channel): Edit =>
        channel.name === name ? {} : { channel: { ...channel, name, state: { ...channel.state } } };
      await channels.change(id, edit);
    },
    async leave(channel) {
      await channels.refresh();
      await forget(channel);
    },
    async leaveSpace(space) {
      await channels.refresh();
      const ids = [...channels.all()].map(({ id }) => id);
      for (const id of ids.filter((id) => isInSpace(id, space))) await forget(id);
      await context.saved.forgetSpace(space);
    },
  };
}

/** The answer to a command that failed, with what it had written before. */
function failed(error: unknown, said: readonly Block[]): Reply {
  return reply([...said, text([{ text: sayFailure(error, said.length > 0) }], 'warning')]);
}

/** What to say when something failed: whether the change that was asked for was made, the reason, and what to do. */
function sayFailure(error: unknown, changed: boolean): string {
  const known = publicReason(error);
  const reason = known === undefined ? '' : ` ${known}`;
  return changed
    ? `The change was made, but the rest of this answer could not be prepared.${reason}`
    : `That did not work, and nothing was changed.${reason} Try again in a moment.`;
}
