/** Stores where Paperboy was added, renames places, and deletes what belongs to places that are gone. */
import type { Channel } from '../channels/channel.ts';
import type { Edit } from '../channels/edit.ts';
import { type ChannelId, isInSpace } from '../model/channel-id.ts';
import type { CommandService } from '../model/ports.ts';
import { freshChannel } from './callers.ts';
import { cleanName } from './clean-input.ts';
import type { Context } from './context.ts';

type Needs = Pick<
  Context,
  'archive' | 'channels' | 'ledger' | 'saved' | 'libraries' | 'signals' | 'tasteResets' | 'people' | 'clock'
>;

/** @param forgotten called for each channel that was deleted */
export function createMembership(
  context: Needs,
  forgotten: (channel: ChannelId) => void,
): Pick<CommandService, 'placesIn' | 'join' | 'rename' | 'leave' | 'leaveSpace'> {
  const { channels, saved, libraries } = context;
  const forget = async (id: ChannelId) => {
    for (const gone of await forgetChannel(id, context)) forgotten(gone);
  };
  return {
    async placesIn(space) {
      await channels.refresh();
      const own = [...channels.all()].filter(({ id }) => isInSpace(id, space));
      return own.map(({ id, name, joinedAt }) => ({ id, name, joinedAt }));
    },
    async join(place) {
      // Being let in again is how access comes back soonest.
      const edit = (channel: Channel): Edit =>
        channel.state.kind === 'no-access' ? { channel: { ...channel, state: { kind: 'ok' } } } : {};
      await channels.change(place.id, edit, await freshChannel(cleanName(place), true, context));
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
      await libraries.items.clear(channel);
    },
    async leaveSpace(space) {
      await channels.refresh();
      const ids = [...channels.all()].map(({ id }) => id);
      for (const id of ids.filter((id) => isInSpace(id, space))) await forget(id);
      await saved.forgetSpace(space);
      await libraries.items.forgetSpace(space);
      await context.signals.forgetSpace(space);
      // What is left of it, such as the turns in which it was written to.
      await context.people.forgetSpace(space);
      await channels.refresh();
    },
  };
}

/** Deletes everything stored for a channel, and for those that get its posts too. Returns the channels that are gone. */
export async function forgetChannel(
  id: ChannelId,
  { channels, ledger, signals, tasteResets }: Pick<Needs, 'channels' | 'ledger' | 'signals' | 'tasteResets'>,
): Promise<ChannelId[]> {
  const copies = [...channels.all()].filter((one) => one.copies === id).map((one) => one.id);
  for (const gone of [...copies, id]) {
    // The ledger first, so that a deletion that failed half-way is found and finished by the next call.
    await ledger.forget(gone);
    await signals.reset({ channel: gone });
    await tasteResets.forget(gone);
    await channels.leave(gone);
    // What was planned in between goes too.
    await ledger.forget(gone);
  }
  return [...copies, id];
}
