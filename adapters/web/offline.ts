/** Opens the workspace's channels for the command line, without starting the workspace. */
import { platformOf } from '../../src/model/channel-id.ts';
import type { Place, Shelf } from '../../src/model/ports.ts';
import {
  type Channel,
  createChannels,
  MOST_CHANNELS,
  nameOf,
  placeOf,
  readName,
  SHELF,
  SPACE,
} from './channels.ts';

/** Returns the channels on this store; a new store gets its first two. */
export async function openPlaces(
  shelf: <T>(name: string) => Shelf<T>,
  clock: () => number,
): Promise<Place[]> {
  const channels = createChannels({ shelf: shelf<Channel>(SHELF), clock, added: () => {} });
  await channels.load();
  return channels.list().map(({ name }) => placeOf(name));
}

/** Opens the workspace for an import of channels, which may bring channels that it does not have yet. */
export async function openWorkspace(
  shelf: <T>(name: string) => Shelf<T>,
  clock: () => number,
): Promise<{
  /**
   * Returns a function to be called once for each id: it returns why the workspace cannot have that channel, or undefined
   * when it can.
   */
  problemOf(): (id: string) => string | undefined;
  /** Adds the channels of this workspace that are not there yet. */
  add(ids: readonly string[]): Promise<void>;
}> {
  const channels = createChannels({ shelf: shelf<Channel>(SHELF), clock, added: () => {} });
  await channels.load();
  const missing = (id: string) => {
    const name = nameOf(id);
    return name === undefined || channels.has(name) ? undefined : name;
  };
  return {
    problemOf() {
      let room = MOST_CHANNELS - channels.list().length;
      return (id) => {
        const name = platformOf(id) === SPACE.platform ? (nameOf(id) ?? '') : undefined;
        if (name === undefined || channels.has(name)) return undefined;
        if (readName(name) !== name) return `${id} can't be a channel of the local workspace`;
        room -= 1;
        return room < 0 ? `a workspace holds up to ${MOST_CHANNELS} channels` : undefined;
      };
    },
    async add(ids) {
      for (const id of ids) {
        const name = missing(id);
        if (name !== undefined) await channels.add(name);
      }
    },
  };
}
