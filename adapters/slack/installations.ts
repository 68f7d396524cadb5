/** Stores installations with encrypted tokens, and deletes all that is stored for a workspace when the app is removed there. */
import type { Installation, InstallationStore } from '@slack/bolt';
import { PaperboyError } from '../../src/model/errors.ts';
import type { Clock, CommandService, Log, Shelf } from '../../src/model/ports.ts';
import { forgetActions, type StoredActions } from './buttons.ts';
import { logReason } from './errors.ts';
import { type Directory, spaceId } from './places.ts';
import { open, type Sealed, type SealKey, seal } from './seal.ts';

/** One installation, stored under the ID of its workspace or organization. */
export interface StoredInstallation {
  sealed: Sealed;
  /** Milliseconds since 1970; a refresh counts. */
  storedAt: number;
}

export type Installations = ReturnType<typeof createInstallations>;

/** Slack repeats an event for about an hour, so an older event is not a repeat. Milliseconds. */
const REPEATED_MS = 24 * 3_600_000;

export function createInstallations(outside: {
  shelf: Shelf<StoredInstallation>;
  keys: readonly SealKey[];
  clock: Clock;
}) {
  const { shelf, keys, clock } = outside;

  async function read(space: string | undefined): Promise<Installation | undefined> {
    const kept = space === undefined ? undefined : await shelf.get(space);
    return kept && space ? (JSON.parse(open(kept.sealed, space, keys)) as Installation) : undefined;
  }

  const store: InstallationStore = {
    async storeInstallation(installation) {
      const space = spaceOf(installation);
      // User tokens are never requested, so they are never stored.
      const { token: _, refreshToken: __, ...user } = installation.user;
      const sealed = seal(JSON.stringify({ ...installation, user }), space, keys);
      await shelf.set(space, { sealed, storedAt: clock() });
    },
    async fetchInstallation({ isEnterpriseInstall, enterpriseId, teamId }) {
      const own = isEnterpriseInstall ? undefined : await read(teamId);
      // A workspace of an organization that installed the app for all of its workspaces has none of its own.
      const found = own ?? (await read(enterpriseId));
      if (found) return found as Installation<'v1' | 'v2', boolean> as never;
      const space = (isEnterpriseInstall ? enterpriseId : teamId) ?? 'this workspace';
      throw new PaperboyError(
        'no-access',
        `Paperboy isn't installed in ${space}. Open its install page there.`,
      );
    },
    async deleteInstallation({ isEnterpriseInstall, enterpriseId, teamId }) {
      const space = isEnterpriseInstall ? enterpriseId : teamId;
      if (space) await shelf.delete(space);
    },
  };

  /** Whether the stored installation was made, or its tokens refreshed, after a time on this machine's clock. */
  async function isNewer(space: string, at: number): Promise<boolean> {
    return ((await shelf.get(space))?.storedAt ?? 0) > at;
  }

  return {
    ...store,
    isNewer,
    /** The IDs of the workspaces and organizations that the app is installed in. */
    spaces: () => Array.fromAsync(shelf.entries(), ([space]) => space),
    /** Whether an event of that time belongs to an installation before the stored one. */
    async isOutdated(space: string, eventAt: number): Promise<boolean> {
      const kept = await shelf.get(space);
      if (kept === undefined) return false;
      // Slack's times are whole seconds.
      const before = Math.floor(kept.storedAt / 1000) * 1000 - eventAt;
      return before > 0 && before < REPEATED_MS;
    },
    /** Deletes the installation unless it is newer. */
    async remove(space: string, at: number): Promise<void> {
      if (!(await isNewer(space, at))) await shelf.delete(space);
    },
  };
}

function spaceOf({ isEnterpriseInstall, enterprise, team }: Installation): string {
  const space = isEnterpriseInstall ? enterprise?.id : team?.id;
  if (space) return space;
  throw new PaperboyError('no-access', "Slack didn't say which workspace the app was installed in.");
}

export type Removals = ReturnType<typeof createRemovals>;

/** Also completes a removal that failed or was interrupted. */
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
