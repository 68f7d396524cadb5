/**
 * Carries out commands and buttons in a person's own conversation with Paperboy: `subscribe lora for me` does there what
 * `subscribe lora` does in a channel. The conversation is a channel like any other, with topics and a schedule of its own.
 */
import { PaperboyError, reasonForPeople } from '../model/errors.ts';
import { type Action, type Message, ownAction, type Reply } from '../model/message.ts';
import type { Place } from '../model/ports.ts';
import { callerOf, type Done } from './callers.ts';
import { withChanges } from './changes-made.ts';
import type { Caller, Context } from './context.ts';
import { reply, text, withCards } from './reply.ts';

/** The person cannot be written to, so nothing was stored. */
class Unreachable extends Error {
  readonly reason: unknown;
  constructor(reason: unknown) {
    super('the person cannot be written to');
    this.reason = reason;
  }
}

/**
 * Does it in the conversation that the platform opens. Before the first change there, the person is greeted: so nothing is
 * stored for someone whose direct messages are closed.
 * @param starts whether it may be the first that is done there; all else needs something that is followed
 */
export async function forMe(
  caller: Caller,
  context: Context,
  starts: boolean,
  run: (own: Caller) => Promise<Reply>,
): Promise<Reply> {
  try {
    const place = await open(caller, context);
    if (place === undefined) return refused("I can't send direct messages here, so nothing was changed.");
    if (place.id === caller.place.id) return await run(caller);
    if (!starts && context.channels.get(place.id) === undefined) return nothingYet();
    const done: Done = { said: [], recorded: [] };
    const own = await callerOf(place, caller.person, context, done);
    const greet = greeting(caller, place, context);
    const made = await run({
      ...own,
      client: caller.client,
      isElsewhere: true,
      wrote: caller.wrote,
      change: async (...change) => {
        await greet();
        return own.change(...change);
      },
    });
    return asOwn(await withChanges(made, done.recorded, place, context));
  } catch (error) {
    if (error instanceof Unreachable) return unreachable(error.reason, caller);
    throw error;
  }
}

function open({ place, person }: Caller, { direct }: Context): Promise<Place | undefined> {
  return reaching(async () => direct?.open(place.id, person));
}

/** Greets the person once, unless something is followed there and arrives. */
function greeting({ person }: Caller, own: Place, { direct, channels }: Context): () => Promise<void> {
  const state = channels.get(own.id)?.state.kind;
  let isGreeted = state !== undefined && state !== 'no-access' && channels.topics(own.id).length > 0;
  return async () => {
    if (isGreeted) return;
    await reaching(async () => direct?.greet(own.id, person, HELLO, state === 'no-access'));
    isGreeted = true;
  };
}

async function reaching<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Unreachable(error);
  }
}

const HELLO: Message = {
  summary: 'Topics that you follow for yourself arrive here.',
  blocks: [
    text("Hi, I'm Paperboy. Papers on the topics that you follow for yourself arrive here."),
    text(
      'In this conversation, `/papers topics` lists your topics, `/papers schedule` shows and sets when posts arrive, and `/papers unsubscribe #1` ends a topic.',
      'quiet',
    ),
  ],
  actions: [],
};

const OWN =
  'These topics are yours alone. Their papers arrive in your direct messages with Paperboy. To change them from here, end a command with `for me`.';

/** The answer as it can be given anywhere: its buttons still mean the person's own conversation. */
function asOwn(made: Reply): Reply {
  const own = (actions: readonly Action[]) => actions.map(ownAction);
  const told = withCards(made, (card) => ({ ...card, actions: own(card.actions) }));
  const blocks = made.refused ? made.blocks : [...told.blocks, text(OWN, 'quiet')];
  return { ...told, blocks, actions: own(made.actions) };
}

function nothingYet(): Reply {
  return refused(
    "You don't follow anything for yourself yet, so nothing was changed. `/papers subscribe <query> for me` starts that; leave out `for me` for this channel.",
  );
}

/** Why the person cannot be written to, without their id. */
function unreachable(reason: unknown, { person }: Caller): Reply {
  const why = reasonForPeople(reason).replace(`${person.id}: `, '');
  const isClosed =
    reason instanceof PaperboyError && (reason.code === 'no-access' || reason.code === 'refused');
  const what = isClosed ? "I can't send you direct messages" : "I couldn't reach your direct messages";
  const again = isClosed ? '' : ' Try again in a moment.';
  return refused(`${what}, so nothing was changed. ${why}${again}`);
}

function refused(why: string): Reply {
  return reply([text(why, 'warning')]);
}
