/** Builds the caller of a command: the person, the channel as stored, and a function that changes the channel. */
import { type NewChannel, newChannel } from '../channels/channel.ts';
import type { Block } from '../model/message.ts';
import type { Person, Place } from '../model/ports.ts';
import { cleanName } from './clean-input.ts';
import type { Caller, Context } from './context.ts';

type Needs = Pick<Context, 'archive' | 'channels' | 'clock'>;

/** Reads what is stored now. @param said takes what was written, in the words of the command that wrote it */
export async function callerOf(
  where: Place,
  who: Person,
  context: Needs,
  said: Block[] = [],
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
    async change(edit) {
      const fresh = await freshChannel(place, place.admits === true, context);
      const changed = await channels.change(place.id, edit, fresh);
      if (changed === undefined) throw new Error('the channel is unknown');
      return changed;
    },
    wrote: (blocks) => void said.push(...blocks),
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
