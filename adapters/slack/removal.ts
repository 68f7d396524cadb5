/** Deletes a workspace's data when the app is removed there, and completes a deletion that failed or was interrupted. */
import type { Clock, CommandService, Log, Shelf } from '../../src/model/ports.ts';
import { logReason } from './errors.ts';
import type { Installations } from './install.ts';
import { type Directory, spaceId } from './places.ts';
import { forgetActions, type StoredActions } from './stored-actions.ts';

/** A removal under way, stored under the workspace's ID: when it began, in milliseconds since 1970. */
export interface PendingRemoval {
  at: number;
}

export interface Removals {
  /** @param eventAt when Slack says that the app was removed, in milliseconds since 1970 */
  remove(space: string, eventAt: number): Promise<void>;
  /** Completes what an earlier `remove` left half-done. Never throws. */
  complete(): Promise<void>;
}

export function createRemovals(outside: {
  service: Pick<CommandService, 'leaveSpace'>;
  directory: Directory;
  actions: StoredActions;
  /** Only where there are many workspaces. */
  installations: Installations | undefined;
  shelf: Shelf<PendingRemoval>;
  clock: Clock;
  log: Log;
}): Removals {
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

  async function completeOne(space: string, at: number): Promise<void> {
    // What is stored now belongs to the new installation.
    if (await installations?.isNewer(space, at)) await shelf.delete(space);
    else await finish(space, at);
  }

  return {
    async remove(space, eventAt) {
      if (await installations?.isOutdated(space, eventAt)) {
        log.info('ignored an old removal event: the app was installed again since', { space });
        return;
      }
      const at = clock();
      await shelf.set(space, { at });
      await finish(space, at);
    },
    async complete() {
      try {
        const pending: [string, PendingRemoval][] = [];
        for await (const entry of shelf.entries()) pending.push(entry);
        for (const [space, { at }] of pending) await completeOne(space, at);
      } catch (thrown) {
        log.warn(
          'the data of a removed workspace could not be deleted; it will be tried again',
          logReason(thrown),
        );
      }
    },
  };
}
