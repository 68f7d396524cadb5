/** Deletes a workspace's data when the app is removed there, and completes a deletion that failed or was interrupted. */
import type { Clock, CommandService, Log, Shelf } from '../../src/model/ports.ts';
import { forgetActions, type StoredActions } from './buttons.ts';
import { logReason } from './errors.ts';
import type { Installations } from './install.ts';
import { type Directory, spaceId } from './places.ts';

export type Removals = ReturnType<typeof createRemovals>;

export function createRemovals(outside: {
  service: Pick<CommandService, 'leaveSpace'>;
  directory: Directory;
  actions: StoredActions;
  /** Only where there are many workspaces. */
  installations: Installations | undefined;
  /** The removals under way, each under the workspace's ID: when it began, in milliseconds since 1970. */
  shelf: Shelf<{ at: number }>;
  clock: Clock;
  log: Log;
}) {
  const { service, directory, actions, installations, shelf, clock, log } = outside;

  /** Deletes the data first: with the installation gone, nothing would tell that there is more to delete. */
  async function finish(space: string, at: number): Promise<void> {
    await service.leaveSpace(spaceId(space));
    await directory.forgetSpace(spaceId(space));
    await forgetActions(space, actions);
    await installations?.remove(space, at);
    await shelf.delete(space);
    log.info('the app was removed from a workspace; its data was deleted', { space });
  }

  return {
    /** @param eventAt when Slack says that the app was removed, in milliseconds since 1970 */
    async remove(space: string, eventAt: number): Promise<void> {
      if (await installations?.isOutdated(space, eventAt))
        return log.info('ignored an old removal event: the app was installed again since', { space });
      const at = clock();
      await shelf.set(space, { at });
      await finish(space, at);
    },
    /** Completes what an earlier `remove` left half-done. Never throws. */
    async complete(): Promise<void> {
      try {
        for (const [space, { at }] of await Array.fromAsync(shelf.entries())) {
          // What is stored now belongs to the new installation.
          if (await installations?.isNewer(space, at)) await shelf.delete(space);
          else await finish(space, at);
        }
      } catch (thrown) {
        const message = 'the data of a removed workspace could not be deleted; it will be tried again';
        log.warn(message, logReason(thrown));
      }
    },
  };
}
