/** Answers requests from adapters. Every request gets an answer, even after an error; typed text is cleaned first. */
import { hasThumbnails } from '../channels/channel.ts';
import type { ChannelId } from '../model/channel-id.ts';
import { later, messageOf, PaperboyError, publicReason } from '../model/errors.ts';
import type { Mark } from '../model/mark.ts';
import { type Block, ButtonAction, type Reply } from '../model/message.ts';
import type { CommandService, Person, Place, Wish } from '../model/ports.ts';
import { accept } from './accept.ts';
import { answer, answerPress } from './answer.ts';
import { callerOf, type Done } from './callers.ts';
import { changesAnything, changesChannel } from './changes.ts';
import { withChanges } from './changes-made.ts';
import { cleanTyped, cleanWish } from './clean-input.ts';
import type { Parsed } from './command.ts';
import type { Caller, Context } from './context.ts';
import { knownPaper } from './find-paper.ts';
import { whileStoreAnswers } from './hanging-store.ts';
import { homePage } from './home-page.ts';
import { createImport } from './import-library.ts';
import { withLikeWords } from './like-topics.ts';
import { createMembership } from './membership.ts';
import { noteOn } from './note.ts';
import { parseCommand } from './parse.ts';
import { withoutSharing } from './place-names.ts';
import { createRecent, matchingQueries } from './recent-queries.ts';
import { COMMAND_SPECS } from './registry.ts';
import { reply, text, withoutThumbnails } from './reply.ts';
import { entriesOf } from './saved-export.ts';
import { fillForm, formOf } from './settings-form.ts';
import { createTopicCheck } from './topic-check.ts';

/** A lease lasts about so long. Milliseconds. */
const STILL_SENT_MS = 60_000;
const NOBODY: Person = { id: '', name: '' };

type Answer<M extends 'form' | 'fill' | 'checkTopics' | 'savedAs'> = Awaited<ReturnType<CommandService[M]>>;

export function createCommandService(given: Omit<Context, 'commands'>): CommandService {
  const context: Context = { ...given, commands: COMMAND_SPECS };
  const { archive, channels, ledger, log } = context;
  const recent = createRecent();
  const checkTopics = createTopicCheck(context);

  /** What `work` answers, or `otherwise` says when it fails. */
  const attempt = async <T>(where: string, work: () => Promise<T>, otherwise: (error: unknown) => T) => {
    try {
      return await whileStoreAnswers(work(), context);
    } catch (error) {
      log.error('a command could not be answered', { where, reason: messageOf(error) });
      return otherwise(error);
    }
  };

  /** Writes the words of papers into `like:2508.01234`, as a query must have them. */
  const withLikes = (typed: string, channel: ChannelId) =>
    withLikeWords(typed, (id) => knownPaper(id, context), channels.topics(channel));

  /** The same command, with the words of papers in its query alone: notes and names stay as typed. */
  const withLikeQuery = async (command: Parsed, channel: ChannelId): Promise<Parsed> => {
    const { query, what } = command;
    if (typeof query === 'string') return { ...command, query: await withLikes(query, channel) };
    const named = what as { query?: unknown } | undefined;
    if (typeof named?.query !== 'string') return command;
    return { ...command, what: { ...named, query: await withLikes(named.query, channel) } };
  };

  const each = async (typed: readonly string[], channel: ChannelId) => {
    const written: string[] = [];
    for (const topic of typed) written.push(await withLikes(topic, channel));
    return written;
  };

  const importLibrary = createImport(context);

  const answered = async (
    wish: Wish,
    { place, person, client }: { place: Place; person: Person; client?: string | undefined },
    run: (caller: Caller) => Promise<Reply>,
  ) => {
    const done: Done = { said: [], recorded: [] };
    const made = await attempt(
      place.id,
      async () => {
        const caller = { ...(await callerOf(place, person, context, done)), client };
        const answer = await run(caller);
        return hasThumbnails(caller.channel) ? answer : withoutThumbnails(answer);
      },
      (error) => failedReply(error, done.said, wish),
    );
    const told = await withChanges(made, done.recorded, place, context);
    return place.direct ? withoutSharing(told) : told;
  };

  return {
    specs: COMMAND_SPECS,
    changes: (wish) => changesChannel(cleanWish(wish)),
    ask: (asked) =>
      answered(asked, asked, async (caller) => {
        const read = parseCommand(cleanTyped(asked.text), asked.chosen);
        const command = await withLikeQuery(read, asked.place.id);
        if (command.name === 'search' && command.query) recent.note(asked, command.query);
        return answer(command, caller, context);
      }),
    press: (pressed) =>
      answered(pressed, pressed, (caller) =>
        answerPress(cleanTyped(ButtonAction.parse(pressed.act)), caller, context),
      ),
    form: (place) =>
      attempt<Answer<'form'>>(
        place.id,
        async () => ({ form: formOf(await callerOf(place, NOBODY, context), context) }),
        (error) => ({ problem: sayUnread('The settings', error) }),
      ),
    async fill({ place, person, form }) {
      const done: Done = { said: [], recorded: [] };
      const filled = await attempt<Answer<'fill'>>(
        place.id,
        async () => {
          const caller = await callerOf(place, person, context, done);
          const typed = cleanTyped(form);
          return fillForm(
            typed.topics === undefined ? typed : { ...typed, topics: await each(typed.topics, place.id) },
            caller,
            context,
          );
        },
        (error) =>
          done.said.length > 0 || isUncertain(error)
            ? { reply: failedReply(error, done.said, 'form') }
            : { problems: [{ field: 'topics', message: sayFailure(error, false, 'form') }] },
      );
      if (!('reply' in filled)) return filled;
      return { reply: await withChanges(filled.reply, done.recorded, place, context) };
    },
    checkTopics: (place, typed, signal) =>
      attempt<Answer<'checkTopics'>>(
        place.id,
        async () => checkTopics(place.id, await each(cleanTyped(typed), place.id), signal),
        (error) => ({ problem: sayUnread('The newest papers', error) }),
      ),
    suggest: ({ place, person, typed, limit }) =>
      attempt<string[]>(
        place.id,
        async () => {
          const topics = channels.topics(place.id).map(({ query }) => query);
          return matchingQueries(cleanTyped(typed), [...topics, ...recent.of({ place, person })], limit);
        },
        () => [],
      ),
    home: ({ space, person, shownTo }) =>
      attempt(
        space,
        async () => {
          await archive.refresh();
          await channels.refresh();
          return homePage(space, person, context, shownTo);
        },
        (error) => ({
          channels: [],
          moreChannels: 0,
          saved: [],
          unshown: [],
          sources: [[{ text: sayUnread('This page', error) }]],
        }),
      ),
    savedAs: ({ person, as }) =>
      attempt<Answer<'savedAs'>>(
        'reading list',
        async () => ({ text: (await entriesOf(as, { person }, context)).join('\n') }),
        (error) => ({ problem: sayUnread('Your reading list', error) }),
      ),
    importLibrary: ({ place, person, file }) =>
      answered({ text: 'library' }, { place, person }, (caller) => importLibrary(file, caller)),
    savedNote: ({ person, id }) =>
      attempt<string | undefined>(
        'reading list',
        async () => noteOn(id, { person }, context),
        () => undefined,
      ),
    marks: ({ place, person, ids }) =>
      attempt<ReadonlyMap<string, Mark>>(
        place.id,
        async () => context.signals.marksOf({ person: person.id, channel: place.id, papers: ids }),
        () => new Map(),
      ),
    reachesAddresses: () => context.addresses?.() !== undefined,
    accept: (confirmed) => accept(confirmed, context),
    async park(channel, why) {
      await channels.refresh();
      await context.park(channel, why);
    },
    async returned(channel, delivery, why) {
      const now = context.clock();
      if ((await ledger.holder(delivery, now)) !== undefined)
        throw later('The post that came back is still being sent.', STILL_SENT_MS);
      return ledger.returned(channel, delivery, why, now);
    },
    ...createMembership(context, recent.forget),
  };
}

/** The answer to a command that failed, with what it had written before. */
function failedReply(error: unknown, said: readonly Block[], wish: Wish): Reply {
  return reply([...said, text([{ text: sayFailure(error, said.length > 0, wish) }], 'warning')]);
}

/** What to do after a failure. @param changed whether the requested change was made before */
function sayFailure(error: unknown, changed: boolean, wish: Wish): string {
  const known = publicReason(error);
  const reason = known === undefined ? '' : ` ${known}`;
  if (isUncertain(error) && !changed)
    return changesAnything(cleanWish(wish))
      ? `I couldn't confirm whether that was done.${reason} Check before you try it again.`
      : `I couldn't answer that.${reason} Try again in a moment.`;
  return changed
    ? `The change was made, but I couldn't prepare the rest of this answer.${reason}`
    : `That didn't work, and nothing was changed.${reason} Try again in a moment.`;
}

function isUncertain(error: unknown): boolean {
  return error instanceof PaperboyError && error.isUncertain;
}

/** @param what cannot be shown, as the subject of the sentence */
function sayUnread(what: string, error: unknown): string {
  return `${what} couldn't be loaded. ${publicReason(error) ?? 'Try again in a moment.'}`;
}
