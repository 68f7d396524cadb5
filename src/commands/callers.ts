/** Builds the caller of a command: the person, the channel as stored, and a function that changes the channel. */
import { type NewChannel, newChannel } from '../channels/channel.ts';
import type { RecordedChange } from '../channels/recorded-change.ts';
import type { Block } from '../model/message.ts';
import type { Person, Place } from '../model/ports.ts';
import { cleanName } from './clean-input.ts';
import type { Caller, Context } from './context.ts';

type Needs = Pick<Context, 'archive' | 'channels' | 'clock'>;

/** What a command wrote by now. */
export interface Done {
  /** In the words of the command. */
  said: Block[];
  recorded: RecordedChange[];
}

/** Reads what is stored now. @param done takes what is written */
export async function callerOf(
  where: Place,
  who: Person,
  context: Needs,
  done: Done = { said: [], recorded: [] },
): Promise<Caller> {
  const { archive, channels } = context;
  const [place, person] = [cleanName(where), cleanName(who)];
  await archive.refresh();
  await channels.refresh();
  // Asking leaves no trace: a place is stored once Paperboy is added, or someone changes something there.
  const known = channels.get(place.id);
  const channel = known
    ? { ...known, name: place.name }
    : newChannel(await freshChannel(place, false, context));
  return {
    place,
    person,
    channel,
    async change(edit, undone) {
      const fresh = await freshChannel(place, place.admits === true, context);
      const changing = { by: person, at: context.clock(), undone };
      const changed = await channels.change(place.id, edit, fresh, changing);
      if (changed === undefined) throw new Error('the channel is unknown');
      if (changed.recorded) done.recorded.push(changed.recorded);
      return changed;
    },
    wrote: (blocks) => void done.said.push(...blocks),
  };
}

/** The record of a place that is not stored yet. */
export async function freshChannel(
  { id, name }: Place,
  joined: boolean,
  { archive, clock }: Pick<Needs, 'archive' | 'clock'>,
): Promise<NewChannel> {
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
}
