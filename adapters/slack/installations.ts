/** Stores installations with encrypted tokens, and deletes all that is stored for a workspace when the app is removed there. */
import type { Installation, InstallationStore } from '@slack/bolt';
import { PaperboyError } from '../../src/model/errors.ts';
import type { Alone, Clock, CommandService, Log, Shelf } from '../../src/model/ports.ts';
import { forgetActions, type StoredActions } from './buttons.ts';
import { logReason } from './errors.ts';
import { type Directory, spaceId } from './places.ts';
import type { Refresh } from './refresh.ts';
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

/**
 * Changes what is stored of a workspace: its installation, and all else when the app is removed. Of all processes, one at a time
 * does so, or a token that was refreshed meanwhile would replace that of a new installation, or come back after the removal.
 */
export type ChangeSpace = <T>(space: string, work: () => Promise<T>) => Promise<T>;

export function createChangeSpace(alone: Alone): ChangeSpace {
  return (space, work) => alone(`Slack workspace ${space}`, work);
}

export function createInstallations(outside: {
  shelf: Shelf<StoredInstallation>;
  keys: readonly SealKey[];
  changeSpace: ChangeSpace;
  refresh: Refresh;
  clock: Clock;
}) {
  const { shelf, keys, changeSpace, refresh, clock } = outside;

  async function read(space: string | undefined): Promise<Installation | undefined> {
    const kept = space === undefined ? undefined : await shelf.get(space);
    return kept && space ? (JSON.parse(open(kept.sealed, space, keys)) as Installation) : undefined;
  }

  async function write(space: string, installation: Installation): Promise<void> {
    // User tokens are never requested, so they are never stored.
    const { token: _, refreshToken: __, ...user } = installation.user;
    const sealed = seal(JSON.stringify({ ...installation, user }), space, keys);
    await shelf.set(space, { sealed, storedAt: clock() });
  }

  /** With tokens that do not expire soon, where Slack gives new ones. */
  async function readFresh(space: string | undefined): Promise<Installation | undefined> {
    const found = await read(space);
    if (space === undefined || found === undefined || !refresh.isDue(found)) return found;
    return changeSpace(space, async () => {
      // A refresh token works once: another process may have used it, and stored what it was given.
      const newest = await read(space);
      const fresh = newest && refresh.isDue(newest) ? await refresh.exchange(newest) : undefined;
      if (fresh) await write(space, fresh);
      return fresh ?? newest;
    });
  }

  const store: InstallationStore = {
    storeInstallation(installation) {
      const space = spaceOf(installation);
      return changeSpace(space, () => write(space, installation));
    },
    async fetchInstallation({ isEnterpriseInstall, enterpriseId, teamId }) {
      const own = isEnterpriseInstall ? undefined : await readFresh(teamId);
      // A workspace of an organization that installed the app for all of its workspaces has none of its own.
      const found = own ?? (await readFresh(enterpriseId));
      if (found) return withoutRefreshToken(found) as Installation<'v1' | 'v2', boolean> as never;
      const space = (isEnterpriseInstall ? enterpriseId : teamId) ?? 'this workspace';
      throw new PaperboyError(
        'no-access',
        `Paperboy isn't installed in ${space}. Open its install page there.`,
      );
    },
    async deleteInstallation({ isEnterpriseInstall, enterpriseId, teamId }) {
      const space = isEnterpriseInstall ? enterpriseId : teamId;
      if (space) await changeSpace(space, () => shelf.delete(space));
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

/** Bolt would use it up, beside other processes that do the same. */
function withoutRefreshToken({ bot, ...rest }: Installation): Installation {
  if (bot === undefined) return rest as Installation;
  const { refreshToken: _, ...own } = bot;
  return { ...rest, bot: own } as Installation;
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
  changeSpace: ChangeSpace;
  /** The removals under way, each under the workspace's ID: when it began, in milliseconds since 1970. */
  shelf: Shelf<{ at: number }>;
  clock: Clock;
  log: Log;
}) {
  const { service, directory, actions, installations, changeSpace, shelf, clock, log } = outside;

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
    remove: (space: string, eventAt: number): Promise<void> =>
      changeSpace(space, async () => {
        if (await installations?.isOutdated(space, eventAt))
          return log.info('ignored an old removal event: the app was installed again since', { space });
        const at = clock();
        await shelf.set(space, { at });
        await finish(space, at);
      }),
    /** Completes what an earlier `remove` left half-done. Never throws. */
    async complete(): Promise<void> {
      try {
        for (const space of await Array.fromAsync(shelf.entries(), ([space]) => space))
          await changeSpace(space, () => completeIn(space));
      } catch (thrown) {
        const message = 'the data of a removed workspace could not be deleted; it will be tried again';
        log.warn(message, logReason(thrown));
      }
    },
  };

  async function completeIn(space: string): Promise<void> {
    // Another process may have completed it meanwhile.
    const begun = await shelf.get(space);
    if (begun === undefined) return;
    // What is stored now belongs to the new installation.
    if (await installations?.isNewer(space, begun.at)) await shelf.delete(space);
    else await finish(space, begun.at);
  }
}
