/** Posts to the channels of the local workspace, each post once. */
import { PaperboyError } from '../../src/model/errors.ts';
import type { Post } from '../../src/model/message.ts';
import type { Messenger } from '../../src/model/ports.ts';
import { keyOf, OWN_NAME, ownKeyOf, placeOf } from './channel-names.ts';
import type { Channels } from './channels.ts';
import { messageIn } from './entry.ts';
import type { History } from './history.ts';

/** The store is on this machine, so a retry soon may succeed. */
const TRY_AGAIN_MS = 30_000;
/** The channel in which someone who reads no own messages is told something, where there is no other. */
const LOBBY = 'general';

/** @param context.ready resolves once channels and messages are loaded */
export function createMessenger(context: {
  history: History;
  channels: Channels;
  ready: () => Promise<void>;
}): Messenger {
  const { history, channels, ready } = context;
  return {
    platform: 'web',
    async post(post) {
      await ready().catch(failureOf(post));
      const channel = keyOf(post.channel);
      // Another process may have added it, as an import does.
      if (channel !== undefined && !channels.has(channel)) await channels.load();
      if (channel === undefined || !channels.has(channel)) {
        throw new PaperboyError(
          'no-access',
          `There is no channel ${post.channel} in the local workspace. Add it there, or unsubscribe it.`,
        );
      }
      const added = history.add({ id: idOf(post), channel, message: messageIn(post) });
      return { messageId: (await added.catch(failureOf(post))).id };
    },
    async find(post) {
      await ready().catch(failureOf(post));
      const entry = await history.find(idOf(post));
      return entry && { messageId: entry.id };
    },
    async announce(id, message, by) {
      await ready();
      const channel = keyOf(id);
      if (channel !== undefined && channels.has(channel) && history.isShared(channel, by.id))
        await history.add({ channel, about: by, message: messageIn(message) });
    },
    async openDirect(person) {
      const key = ownKeyOf(person.id);
      if (key === undefined)
        throw new PaperboyError('no-access', `${person.id} is no reader of the local workspace.`);
      return placeOf({ key, name: OWN_NAME });
    },
    async tell(person, message) {
      await ready();
      const channel = ownKeyOf(person.id) ?? channels.list()[0]?.key ?? LOBBY;
      await history.add({ channel, onlyFor: person.id, message: messageIn(message) });
    },
  };
}

/** A post's id is the same on every attempt, so it is stored once. */
function idOf(post: Post): string {
  return `post ${post.channel} ${post.key}`;
}

/** The post was not stored. Trying again is safe, because its id is the same. */
function failureOf(post: Post): (cause: unknown) => never {
  return (cause) => {
    throw new PaperboyError(
      'later',
      `The post for ${post.channel} couldn't be stored in the local workspace. It will be tried again.`,
      { cause, retry: { afterMs: TRY_AGAIN_MS } },
    );
  };
}
